"""References to entries: what is merged, what is refused, and which key a work gets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bertbib import lockfile
from bertbib.evidence import KeyEvidence
from bertbib.inquiry import Inquiry
from bertbib.model import (
    Answer,
    Date,
    Identifier,
    Item,
    Link,
    Lock,
    Name,
    Reading,
    Record,
    Reference,
    Request,
    SourceError,
    Theme,
    Where,
)
from bertbib.model.protocols import Source
from bertbib.paper_files import gather, read_tex
from bertbib.publications import Publications
from bertbib.resolve import Resolution, resolve


def ident(text: str) -> Identifier:
    return Identifier.parse(text)


def record(
    name: str,
    title: str,
    authors: str,
    year: int = 2019,
    *,
    ids: Sequence[str] = (),
    status: str = "published",
    kind: str = "paper-conference",
) -> Record:
    one = ident(name)
    people = tuple(Name(family=part.split()[-1], given=" ".join(part.split()[:-1])) for part in authors.split(", "))
    status = "preprint" if one.scheme == "arxiv" else status
    item = Item(
        type="article" if status == "preprint" else kind,
        title=title,
        author=people,
        issued=Date(year),
        container_title="Venue",
    )
    named = tuple(map(ident, ids))
    return Record(id=one, source=one.scheme, item=item, status=status, ids=named, fetched="2026-11-24")  # type: ignore[arg-type]  # a RecordStatus, as text for short


@dataclass(frozen=True)
class Desk:
    """A source for one scheme."""

    scheme: str
    trust: int
    pace: float = 0.0
    ttl: int = 60

    @property
    def name(self) -> str:
        return self.scheme

    def accepts(self, identifier: Identifier) -> bool:
        return identifier.scheme == self.scheme

    def requests(self, ids: Sequence[Identifier]) -> Sequence[Request]:
        return [Request(source=self.name, url=f"https://{self.scheme}.example/", ids=tuple(ids))]

    def read(self, answer: Answer) -> Reading:
        raise AssertionError("the library answers itself")


@dataclass
class Library:
    """Answers like a transport, out of records; ``closed`` schemes are blocked. Counts what it was asked for."""

    records: dict[Identifier, Record]
    closed: set[str] = field(default_factory=set)
    asked: list[Identifier] = field(default_factory=list)

    def find(self, source: Source, identifier: Identifier) -> None:
        return None

    def ask(self, jobs: Sequence[tuple[Source, Request]]) -> list[Reading | SourceError]:
        return [self._answer(request) for _source, request in jobs]

    def _answer(self, request: Request) -> Reading | SourceError:
        self.asked += request.ids
        if request.source in self.closed:
            return SourceError(f"{request.source} is blocked", "blocked")
        found = {one: self.records[one] for one in request.ids if one in self.records}
        return Reading(found, frozenset(request.ids) - found.keys(), date="2026-11-24")


DESKS = [Desk("acl", 90), Desk("pmlr", 90), Desk("doi", 70), Desk("arxiv", 30)]


def ref(
    title: str, *ids: str, line: int = 1, note: str | None = None, links: Sequence[Link] = (), key: str | None = None
) -> Reference:
    return Reference(
        title=title, where=Where("list.md", line), ids=tuple(map(ident, ids)), note=note, links=tuple(links), key=key
    )


def run(
    references: Sequence[Reference],
    *records: Record,
    lock: Lock | None = None,
    closed: Sequence[str] = (),
    evidence: KeyEvidence | None = None,
) -> Resolution:
    library = Library({one.id: one for one in records}, set(closed))
    publications = Publications(Inquiry(lambda: DESKS, lambda: library))  # type: ignore[arg-type, return-value]  # a transport in all that an inquiry uses
    theme = Theme(slug="t", title="T", path=("T",), source="list.md", references=tuple(references))
    return resolve(
        [theme], lock if lock is not None else Lock(), publications, evidence or KeyEvidence(), "{author}{year}{word}"
    )


MTDNN = "Multi-Task Deep Neural Networks for Natural Language Understanding"
PREPRINT = record("arxiv:1901.11504", MTDNN, "Xiaodong Liu, Pengcheng He", ids=["doi:10.18653/v1/P19-1441"])
ACL = record("acl:P19-1441", MTDNN, "Xiaodong Liu, Pengcheng He", ids=["doi:10.18653/v1/P19-1441"])


def codes(resolution: Resolution) -> list[str]:
    return [problem.code for problem in resolution.problems]


def test_a_preprint_that_names_its_publication_becomes_published() -> None:
    done = run([ref(MTDNN, "arxiv:1901.11504", note="ACL2019")], PREPRINT, ACL)
    entry = done.lock.entries["liu2019multi"]
    assert (entry.status, entry.source, entry.proof.level if entry.proof else None) == (
        "published",
        "acl:P19-1441",
        "title+authors",
    )
    assert list(map(str, entry.ids)) == ["arxiv:1901.11504", "acl:P19-1441", "doi:10.18653/v1/P19-1441"]
    assert dict(entry.asked) == {"acl": "2026-11-24", "arxiv": "2026-11-24"}
    assert codes(done) == []


def test_a_preprint_that_names_another_work_stays_a_preprint() -> None:
    other = record("acl:P19-1441", "Entirely Different Matters", "Jane Doe, John Roe", ids=["doi:10.18653/v1/P19-1441"])
    done = run([ref(MTDNN, "arxiv:1901.11504")], PREPRINT, other)
    entry = done.lock.entries["liu2019multi"]
    assert (entry.status, entry.source) == ("unknown", "arxiv:1901.11504")
    assert entry.item.title == MTDNN
    assert ident("acl:P19-1441") not in entry.ids
    assert codes(done) == ["two-works"]
    assert "the titles differ" in done.problems[0].message


def test_a_blocked_source_never_means_unpublished() -> None:
    done = run([ref(MTDNN, "arxiv:1901.11504")], PREPRINT, ACL, closed=["acl", "doi"])
    entry = done.lock.entries["liu2019multi"]
    assert entry.status == "unknown"
    assert dict(entry.asked)["acl"] == "blocked"


def test_links_to_one_work_in_two_places_are_one_entry() -> None:
    code = Link("code", "github", "https://github.com/namisan/mt-dnn")
    done = run([ref(MTDNN, "arxiv:1901.11504"), ref(MTDNN, "acl:P19-1441", line=2, links=[code])], PREPRINT, ACL)
    assert list(done.lock.entries) == ["liu2019multi"]
    assert [one.fate for one in done.placements] == ["resolved", "duplicate"]
    assert done.lock.entries["liu2019multi"].links == (code,)


def test_one_reference_that_links_two_works_keeps_the_one_with_its_title() -> None:
    wrong = record("arxiv:1905.00001", "Entirely Different Matters", "Jane Doe, John Roe")
    done = run([ref(MTDNN, "arxiv:1905.00001", "acl:P19-1441")], wrong, ACL)
    entry = done.lock.entries["liu2019multi"]
    assert entry.source == "acl:P19-1441"
    assert entry.related == (ident("arxiv:1905.00001"),)
    assert codes(done) == ["two-works"]
    again = run([ref(MTDNN, "arxiv:1905.00001", "acl:P19-1441")], lock=done.lock)
    assert again.gaps == []
    assert list(again.lock.entries) == ["liu2019multi"]


def test_a_conference_paper_and_its_journal_version_do_not_mix() -> None:
    journal = record("doi:10.1/journal", MTDNN, "Xiaodong Liu, Pengcheng He", 2021, kind="article-journal")
    done = run([ref(MTDNN, "acl:P19-1441", "doi:10.1/journal")], ACL, journal)
    entry = next(iter(done.lock))
    assert entry.source == "acl:P19-1441"
    assert entry.item == ACL.item


def test_a_link_to_another_paper_is_reported() -> None:
    other = record("arxiv:1905.00001", "Entirely Different Matters", "Jane Doe, John Roe")
    done = run([ref("ERNIE: Enhanced Language Representation", "arxiv:1905.00001")], other)
    assert codes(done) == ["link-mismatch"]
    assert "ERNIE" in done.problems[0].message
    assert "Entirely Different Matters" in done.problems[0].message


def test_a_contradicting_note_is_reported_with_both_sides() -> None:
    acl = record("acl:P19-1441", MTDNN, "Xiaodong Liu, Pengcheng He")
    venue = "Proceedings of the 57th Annual Meeting of the Association for Computational Linguistics"
    acl = Record(
        id=acl.id,
        source="acl",
        item=Item(
            type="paper-conference", title=MTDNN, author=acl.item.author, issued=Date(2019), container_title=venue
        ),
        status="published",
    )
    done = run([ref(MTDNN, "acl:P19-1441", note="EMNLP2019")], acl)
    assert codes(done) == ["note-contradicts"]
    assert "EMNLP2019" in done.problems[0].message
    assert venue in done.problems[0].message
    entry = next(iter(done.lock))
    assert entry.proof is not None
    assert (entry.status, entry.proof.note) == ("published", "contradicts")


def test_a_locked_preprint_is_completed_by_a_new_link() -> None:
    plain = record("arxiv:1901.11504", MTDNN, "Xiaodong Liu, Pengcheng He")
    first = run([ref(MTDNN, "arxiv:1901.11504")], plain)
    assert first.lock.entries["liu2019multi"].status == "unknown"
    done = run([ref(MTDNN, "arxiv:1901.11504", "acl:P19-1441")], ACL, lock=first.lock)
    entry = done.lock.entries["liu2019multi"]
    assert (entry.status, entry.source) == ("published", "acl:P19-1441")
    assert ident("arxiv:1901.11504") in entry.ids


def test_keys_of_a_lock_never_change_by_themselves() -> None:
    first = run([ref(MTDNN, "arxiv:1901.11504")], PREPRINT)
    lock = Lock.of([first.lock.entries["liu2019multi"]])
    renamed = lock.entries["liu2019multi"]
    assert run([ref("Another title now", "arxiv:1901.11504")], lock=lock).lock.entries["liu2019multi"] == renamed


BIB = """@article{MTDNN, title = {Multi-Task Deep Neural Networks for Natural Language Understanding},
  author = {Liu, X. and He, P.}, eprint = {1901.11504}, archivePrefix = {arXiv}, year = 2019}
@misc{doe2019matters, title = {Other Matters}, author = {Roe, John}, year = 2019}"""


def test_keys_of_the_users_papers_win() -> None:
    evidence, _problems = gather([read_tex(r"\cite{MTDNN}")], {"refs.bib": BIB})
    done = run([ref(MTDNN, "arxiv:1901.11504")], PREPRINT, ACL, evidence=evidence)
    assert list(done.lock.entries) == ["MTDNN"]
    late = run([ref(MTDNN, "arxiv:1901.11504")], PREPRINT, ACL)
    renamed = run([ref(MTDNN, "arxiv:1901.11504")], lock=late.lock, evidence=evidence)
    assert list(renamed.lock.entries) == ["MTDNN"]
    assert renamed.lock.entries["MTDNN"].aliases == ("liu2019multi",)


def test_a_new_key_is_never_one_that_the_user_gave_to_another_work() -> None:
    evidence, _problems = gather([], {"refs.bib": BIB})
    matters = record("arxiv:1905.00001", "Matters of Another Kind", "Jane Doe, John Roe")
    done = run([ref("Matters of Another Kind", "arxiv:1905.00001")], matters, evidence=evidence)
    assert list(done.lock.entries) == ["doe2019mattersa"]
    before = run([ref("Matters of Another Kind", "arxiv:1905.00001")], matters)
    assert list(before.lock.entries) == ["doe2019matters"]
    moved = run([ref("Matters of Another Kind", "arxiv:1905.00001")], lock=before.lock, evidence=evidence)
    assert list(moved.lock.entries) == ["doe2019mattersa"]
    assert codes(moved) == ["key-moved"]


def test_what_the_users_bib_states_is_kept_when_nobody_knows_the_work() -> None:
    book = Item(type="book", title="A Book of Mine", author=(Name(family="Doe"),), publisher="Press")
    reference = Reference(title=book.title, where=Where("my.bib", 3), stated=book, key="doe:book")
    done = run([reference])
    entry = done.lock.entries["doe:book"]
    assert (entry.source, entry.status, entry.item) == ("stated", "other", book)
    changed = Reference(
        title=book.title,
        where=Where("my.bib", 3),
        stated=Item(type="book", title="A Book of Mine", publisher="P"),
        key="doe:book",
    )
    again = run([changed], lock=done.lock)
    assert again.lock.entries["doe:book"].item.publisher == "P"
    assert len(again.lock) == 1


def test_answers_come_in_few_questions() -> None:
    library = Library({PREPRINT.id: PREPRINT, ACL.id: ACL})
    inquiry = Inquiry(lambda: DESKS, lambda: library)  # type: ignore[arg-type, return-value]  # as above
    inquiry.ask([ident("arxiv:1901.11504"), ident("arxiv:1901.11504"), ident("acl:P19-1441")])
    assert sorted(map(str, library.asked)) == ["acl:P19-1441", "arxiv:1901.11504"]


def test_a_source_without_a_verdict_does_not_hang_the_run() -> None:
    class Silent(Library):
        def _answer(self, request: Request) -> Reading | SourceError:
            return Reading()

    inquiry = Inquiry(lambda: DESKS, lambda: Silent({}))  # type: ignore[arg-type, return-value]  # as above
    inquiry.ask([ident("arxiv:1901.11504")])
    assert isinstance(inquiry.verdicts_on(ident("arxiv:1901.11504"))["arxiv"], SourceError)


def test_what_could_not_be_asked_is_asked_again() -> None:
    first = run([ref(MTDNN, "arxiv:1901.11504")], PREPRINT, ACL, closed=["acl", "doi"])
    entry = first.lock.entries["liu2019multi"]
    assert (entry.status, list(map(str, entry.ids))) == ("unknown", ["arxiv:1901.11504"])
    healed = run([ref(MTDNN, "arxiv:1901.11504")], PREPRINT, ACL, lock=first.lock)
    entry = healed.lock.entries["liu2019multi"]
    assert (entry.status, entry.source, dict(entry.asked)["acl"]) == ("published", "acl:P19-1441", "2026-11-24")
    assert list(map(str, entry.ids)) == ["arxiv:1901.11504", "acl:P19-1441", "doi:10.18653/v1/P19-1441"]


def stated(
    title: str,
    authors: str,
    key: str,
    *ids: str,
    year: int = 2019,
    path: str = "my.bib",
    extra: Sequence[tuple[str, str]] = (),
) -> Reference:
    item = record("doi:10.1000/x", title, authors, year).item
    return Reference(
        title=title, where=Where(path, 1), stated=replace(item, extra=tuple(extra)), key=key, ids=tuple(map(ident, ids))
    )


def test_a_wrong_doi_in_a_bib_changes_no_entry() -> None:
    bees = record("doi:10.1000/bees", "A Work on Bees", "Jane Doe, John Roe")
    done = run([stated(MTDNN, "Xiaodong Liu, Pengcheng He", "k1", "doi:10.1000/bees")], bees)
    entry = done.lock.entries["k1"]
    assert (entry.item.title, entry.source, entry.status) == (MTDNN, "stated", "unknown")
    assert entry.ids == ()
    assert entry.related == (ident("doi:10.1000/bees"),)
    assert codes(done) == ["wrong-id"]


def test_two_works_under_one_key_are_both_kept() -> None:
    ants, bees = (
        stated("First Book on Ants", "Ann Smith", "smith2020"),
        stated("Another Book on Bees", "Bob Smith", "smith2020", path="b.bib"),
    )
    done = run([ants, bees])
    titles = {entry.item.title for entry in done.lock}
    assert titles == {"First Book on Ants", "Another Book on Bees"}
    keys = sorted(done.lock.entries)
    again = run([ants, bees], lock=done.lock)
    assert sorted(again.lock.entries) == keys


def test_stated_entries_without_a_key_keep_the_one_they_got() -> None:
    reference = stated("No Key Here", "Ann Smith", "")
    first = run([reference])
    keys = list(first.lock.entries)
    assert list(run([reference], lock=first.lock).lock.entries) == keys


def test_fields_that_only_the_users_bib_has_survive_a_record() -> None:
    reference = stated(MTDNN, "Xiaodong Liu, Pengcheng He", "k1", "acl:P19-1441", extra=[("annote", "read twice")])
    entry = run([reference], ACL).lock.entries["k1"]
    assert entry.source == "acl:P19-1441"
    assert ("annote", "read twice") in entry.item.extra
    assert dict(entry.origins)["annote"] == "stated"


def test_two_entries_that_turn_out_to_be_one_work_are_joined() -> None:
    plain = record("arxiv:1901.11504", MTDNN, "Xiaodong Liu, Pengcheng He")
    first = run([ref(MTDNN, "arxiv:1901.11504"), ref("Other", "acl:P19-1441", line=2)], plain)
    second = run([ref(MTDNN, "acl:P19-1441", line=2)], ACL, lock=first.lock)
    assert len(second.lock) == 2
    done = run([ref(MTDNN, "arxiv:1901.11504", "acl:P19-1441")], lock=second.lock)
    (entry,) = done.lock
    assert entry.status == "published"
    assert {str(one) for one in entry.ids} >= {"arxiv:1901.11504", "acl:P19-1441"}
    assert len(entry.aliases) == 1
    assert codes(done) == []


def test_an_outage_never_takes_an_identifier_away_from_another_entry() -> None:
    blocked = run([ref(MTDNN, "arxiv:1901.11504")], PREPRINT, ACL, closed=["acl", "doi"])
    healed = run(
        [ref(MTDNN, "doi:10.18653/v1/P19-1441"), ref(MTDNN, "arxiv:1901.11504", line=2)],
        PREPRINT,
        ACL,
        lock=blocked.lock,
    )
    text = lockfile.dumps(healed.lock)
    assert lockfile.dumps(lockfile.loads(text, "x")) == text
    assert len(healed.lock) == 1


def test_what_stands_as_stated_is_not_asked_for_again_and_again() -> None:
    reference = stated("A Book of Mine", "Ann Smith", "smith", "doi:10.1000/unknown")
    first = run([reference])
    entry = first.lock.entries["smith"]
    assert dict(entry.asked) == {"doi": "2026-11-24"}
    library = Library({})
    publications = Publications(Inquiry(lambda: DESKS, lambda: library))  # type: ignore[arg-type, return-value]  # as above
    theme = Theme(slug="t", title="T", path=("T",), source="my.bib", references=(reference,))
    again = resolve([theme], first.lock, publications, KeyEvidence(), "{author}{year}{word}")
    assert library.asked == []
    assert again.lock.entries["smith"] == entry


def test_a_dataset_of_the_same_title_never_stands_for_the_paper() -> None:
    preprint = record("arxiv:1901.11504", MTDNN, "Xiaodong Liu, Pengcheng He", ids=["doi:10.5281/zenodo.1"])
    dataset = record("doi:10.5281/zenodo.1", MTDNN, "Xiaodong Liu, Pengcheng He", status="other", kind="dataset")
    entry = run([ref(MTDNN, "arxiv:1901.11504")], preprint, dataset).lock.entries["liu2019multi"]
    assert (entry.status, entry.source) == ("unknown", "arxiv:1901.11504")


def test_a_version_claimed_by_a_preprint_is_asked_and_refused_if_it_is_another_work() -> None:
    preprint = record(
        "doi:10.48550/arXiv.1901.11504",
        MTDNN,
        "Xiaodong Liu, Pengcheng He",
        ids=["doi:10.1000/bees"],
        status="preprint",
    )
    bees = record("doi:10.1000/bees", "A Work on Bees", "Jane Doe, John Roe")
    done = run(
        [ref(MTDNN, "doi:10.48550/arXiv.1901.11504"), ref("A Work on Bees", "doi:10.1000/bees", line=2)], preprint, bees
    )
    assert {entry.item.title for entry in done.lock} == {MTDNN, "A Work on Bees"}
