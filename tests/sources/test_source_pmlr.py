"""The PMLR source: a volume's file for all its papers, a paper's page for what the file lacks."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bertbib.model import Date, Identifier, Name, Reading, Request, SourceError
from bertbib.sources.pmlr import SOURCE
from sources.answering import ANUBIS, PLAIN_PAGE, answer, stored

GONG, STICKLAND, NOBODY = (Identifier("pmlr", f"v97/{name}") for name in ("gong19a", "stickland19a", "nobody19a"))
VOLUME = stored("pmlr/v97-bibliography.bib")
PAGE = stored("pmlr/v97-gong19a.html")


def volume(*asked: Identifier) -> Request:
    (request,) = SOURCE.requests(asked)
    return request


def read(request: Request, body: bytes, status: int = 200, form: str = "application/x-bibtex") -> Reading:
    return SOURCE.read(answer(request, body, status, form))


def page(body: bytes, status: int = 200, asked: Identifier = GONG) -> Reading:
    (request,) = read(volume(asked), PLAIN_PAGE, 404, "text/html").follow
    return read(request, body, status, "text/html")


class TestRequests:
    def test_one_file_for_a_volume(self) -> None:
        other = Identifier("pmlr", "v235/gu24a")
        first, second = SOURCE.requests([GONG, other, STICKLAND, GONG])
        assert first.url == "https://proceedings.mlr.press/v97/assets/bib/bibliography.bib"
        assert first.ids == (GONG, STICKLAND)
        assert second.ids == (other,)

    @pytest.mark.parametrize(
        "value", ["gong19a", "v97/", "v97/../x19a", "97/gong19a", "v97/gong19a.html", "v97/a/b19a"]
    )
    def test_what_is_no_paper_is_not_asked(self, value: str) -> None:
        assert not SOURCE.accepts(Identifier("pmlr", value))


class TestVolume:
    @pytest.mark.parametrize("part", [0.4, 0.5, 0.9])
    def test_a_part_of_it_is_no_answer(self, part: float) -> None:
        """A file that ends within an entry was cut: that it lacks a paper says nothing."""
        cut = VOLUME[: round(len(VOLUME) * part)].rstrip().rstrip(b"}")
        with pytest.raises(SourceError) as caught:
            read(volume(GONG, STICKLAND), cut)
        assert caught.value.failure == "malformed"

    def test_a_part_that_ends_with_a_field_is_no_answer(self) -> None:
        end = VOLUME.index(b"},", VOLUME.rindex(b"@InProceedings")) + 1
        with pytest.raises(SourceError):
            read(volume(GONG, STICKLAND), VOLUME[:end])

    def test_serves_all_its_papers(self) -> None:
        reading = read(volume(GONG, STICKLAND), VOLUME)
        assert set(reading.records) == {GONG, STICKLAND}
        assert not reading.follow
        record = reading.records[GONG]
        item = record.item
        assert (record.status, item.type, record.id) == ("published", "paper-conference", GONG)
        assert "BERT" in item.title
        assert item.author[5] == Name(family="Liu", given="Tieyan")
        assert item.editor == (Name(family="Chaudhuri", given="Kamalika"), Name(family="Salakhutdinov", given="Ruslan"))
        assert item.container_title == "Proceedings of the 36th International Conference on Machine Learning"
        assert (item.collection_title, item.volume) == ("Proceedings of Machine Learning Research", "97")
        assert (item.publisher, item.page) == ("PMLR", "2337-2346")
        assert item.issued is not None
        assert item.issued.year == 2019
        assert item.URL == "https://proceedings.mlr.press/v97/gong19a.html"
        assert item.extra == ()
        assert reading.records[STICKLAND].item.author[0] == Name(family="Stickland", given="Asa Cooper")

    def test_what_it_lacks_is_looked_up_on_its_page(self) -> None:
        reading = read(volume(GONG, NOBODY), VOLUME)
        assert set(reading.records) == {GONG}
        assert not reading.absent
        (follow,) = reading.follow
        assert (follow.url, follow.ids) == ("https://proceedings.mlr.press/v97/nobody19a.html", (NOBODY,))

    @pytest.mark.parametrize(
        "spoilt",
        [
            VOLUME.replace(b"@InProceedings{pmlr-v97-gong19a", b"@Proceedings{pmlr-v97-gong19a"),
            VOLUME.replace(b"v97/gong19a.html", b"v97/gong19b.html"),
            VOLUME.replace(b"author = \t {Gong", b"note = \t {Gong"),
            VOLUME.replace(b"pmlr-v97-stickland19a", b"pmlr-v97-gong19a").replace(b"stickland19a", b"gong19a"),
        ],
    )
    def test_a_doubtful_entry_is_looked_up_too(self, spoilt: bytes) -> None:
        assert spoilt != VOLUME
        reading = read(volume(GONG), spoilt)
        assert not reading.records
        assert [follow.ids for follow in reading.follow] == [(GONG,)]

    def test_a_volume_without_a_file(self) -> None:
        reading = read(volume(GONG, STICKLAND), PLAIN_PAGE, 404, "text/html")
        assert [follow.ids for follow in reading.follow] == [(GONG,), (STICKLAND,)]
        assert not reading.absent

    @pytest.mark.parametrize(
        ("body", "status", "form", "failure"),
        [
            (ANUBIS, 200, "text/html", "blocked"),
            (ANUBIS, 404, "text/html", "blocked"),
            (b"", 403, "", "blocked"),
            (PLAIN_PAGE, 200, "text/html", "malformed"),
            (b"", 200, "application/x-bibtex", "malformed"),
            (b"no BibTeX here", 200, "application/x-bibtex", "malformed"),
            (b"", 400, "", "malformed"),
        ],
    )
    def test_broken(self, body: bytes, status: int, form: str, failure: str) -> None:
        with pytest.raises(SourceError) as caught:
            read(volume(GONG), body, status, form)
        assert caught.value.failure == failure


class TestPage:
    def test_its_bibtex(self) -> None:
        item = page(PAGE).records[GONG].item
        assert item == read(volume(GONG), VOLUME.replace(b"  month = \t {09--15 Jun},\n", b"")).records[GONG].item

    def test_its_tags_where_the_bibtex_is_gone(self) -> None:
        record = page(PAGE.replace(b'id="bibtex"', b'id="other"')).records[GONG]
        item = record.item
        assert item.title == "Efficient Training of BERT by Progressively Stacking"
        assert item.author[0] == Name(family="Gong", given="Linyuan")
        assert len(item.author) == 6
        assert (item.container_title, item.volume) == ("International Conference on Machine Learning", "97")
        assert (item.page, item.issued) == ("2337-2346", Date(2019))
        assert record.status == "published"

    def test_404_is_absent(self) -> None:
        assert page(PLAIN_PAGE, 404).absent == {GONG}

    def test_a_paper_about_challenges_is_no_challenge(self) -> None:
        assert (
            GONG
            in page(
                PAGE.replace(b"<h", b"<p>Solving CAPTCHA: just a moment</p><h").replace(b"Shorter", b"captcha")
            ).records
        )

    @pytest.mark.parametrize(
        "body", [PAGE.replace(b"gong19a", b"gong19b"), PAGE.replace(b"v97", b"v98"), PLAIN_PAGE, b""]
    )
    def test_another_page_is_refused(self, body: bytes) -> None:
        with pytest.raises(SourceError) as caught:
            page(body)
        assert caught.value.failure == "malformed"

    @pytest.mark.parametrize(("body", "status"), [(ANUBIS, 200), (ANUBIS, 404), (PLAIN_PAGE, 403)])
    def test_challenges(self, body: bytes, status: int) -> None:
        with pytest.raises(SourceError) as caught:
            page(body, status)
        assert caught.value.failure == "blocked"


@settings(deadline=None)
@given(st.data(), st.sampled_from([VOLUME, PAGE]))
def test_mangled_answers_give_no_wrong_record(data: st.DataObject, good: bytes) -> None:
    start = data.draw(st.integers(0, len(good)))
    end = data.draw(st.integers(start, min(len(good), start + 80)))
    body = good[:start] + data.draw(st.binary(max_size=6)) + good[end:]
    try:
        reading = page(body) if good is PAGE else read(volume(GONG), body)
    except SourceError:
        return
    assert set(reading.records) | {one for follow in reading.follow for one in follow.ids} == {GONG}
    for record in reading.records.values():
        assert record.id == GONG
        assert record.item.title
        assert record.item.author
        assert "Kamalika Chaudhuri" not in map(str, record.item.author), "the editors of the volume wrote no paper"


@settings(deadline=None)
@given(st.integers(0, len(VOLUME)))
def test_a_file_cut_short_holds_whole_entries_only(end: int) -> None:
    whole = read(volume(GONG, STICKLAND), VOLUME).records
    try:
        reading = read(volume(GONG, STICKLAND), VOLUME[:end])
    except SourceError:
        return
    assert all(record.item == whole[one].item for one, record in reading.records.items())
    assert set(reading.records) | {one for follow in reading.follow for one in follow.ids} == {GONG, STICKLAND}
