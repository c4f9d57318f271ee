"""The OpenReview source: what a note says of itself, and that only acceptance counts as publication."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings

from bertbib.model import Date, Identifier, Name, Reading, Record, Request, SourceError
from bertbib.sources.openreview import SOURCE
from sources.answering import ANUBIS, PLAIN_PAGE, answer, stored
from sources.mutants import mutated

ELECTRA = Identifier("openreview", "r1xMH1BtvB")
SELF_RAG = Identifier("openreview", "hSyW5go0v8")
V1: dict[str, Any] = json.loads(stored("openreview/r1xMH1BtvB.v1.json"))
V2: dict[str, Any] = json.loads(stored("openreview/v2.json"))
ANIPS = "Advances in Neural Information Processing Systems"
EMNLP = "Conference on Empirical Methods in Natural Language Processing"
FINDINGS = "Findings of the Association for Computational Linguistics: EMNLP 2023"
TURNSTILE = (
    b"<!DOCTYPE html><html><head><title>Verifying your browser</title>"
    b"<script src='https://challenges.example/turnstile/v0/api.js'></script></head></html>"
)


def first(asked: Identifier) -> Request:
    (request,) = SOURCE.requests([asked])
    return request


def second(asked: Identifier) -> Request:
    (request,) = SOURCE.read(answer(first(asked), {"notes": [], "count": 0})).follow
    return request


def read(request: Request, body: object, status: int = 200) -> Reading:
    return SOURCE.read(answer(request, body, status))


def v1(**content: object) -> Record:
    note = V1["notes"][0]
    top = {name: content.pop(name) for name in ("invitation", "cdate", "tcdate", "forum", "replyto") if name in content}
    fields = {name: value for name, value in {**note["content"], **content}.items() if value is not None}
    return read(first(ELECTRA), {"notes": [{**note, **top, "content": fields}]}).records[ELECTRA]


def v2(**content: object) -> Record:
    note = V2["notes"][0]
    top = {name: content.pop(name) for name in ("invitations", "pdate", "cdate", "forum", "replyto") if name in content}
    fields = {**note["content"], **{name: {"value": value} for name, value in content.items() if value is not None}}
    fields = {name: value for name, value in fields.items() if content.get(name, "") is not None}
    return read(second(SELF_RAG), {"notes": [{**note, **top, "content": fields}]}).records[SELF_RAG]


class TestRequests:
    def test_version_one_first_with_the_token_by_name(self) -> None:
        request = first(ELECTRA)
        assert (request.method, request.url) == ("GET", "https://api.openreview.net/notes")
        assert request.params == (("id", "r1xMH1BtvB"),)
        assert request.token == "OPENREVIEW_TOKEN"

    @pytest.mark.parametrize("value", ["", "a b", "x", "../notes", "r1xMH1BtvB&id=other", "r1x?"])
    def test_what_is_no_id_is_not_asked(self, value: str) -> None:
        assert not SOURCE.accepts(Identifier("openreview", value))

    @pytest.mark.parametrize("status", [200, 404, 400])
    def test_version_two_is_asked_next(self, status: int) -> None:
        body = (
            {"notes": [], "count": 0} if status == 200 else {"name": "NotFoundError", "message": "no", "status": status}
        )
        reading = read(first(ELECTRA), body, status)
        (follow,) = reading.follow
        assert not reading.absent
        assert (follow.url, follow.params) == ("https://api2.openreview.net/notes", (("id", "r1xMH1BtvB"),))
        assert follow.token == "OPENREVIEW_TOKEN"

    def test_both_versions_agree_that_there_is_none(self) -> None:
        assert read(second(ELECTRA), {"notes": []}).absent == {ELECTRA}
        assert read(second(ELECTRA), {"name": "NotFoundError", "message": "no"}, 404).absent == {ELECTRA}
        refused = read(second(ELECTRA), {"name": "ValidationError", "message": "id is bad"}, 400).refused
        assert refused == {ELECTRA: "id is bad"}


class TestAccepted:
    def test_version_one(self) -> None:
        record = v1()
        item = record.item
        assert (record.status, item.type) == ("published", "paper-conference")
        assert item.title == "ELECTRA: Pre-training Text Encoders as Discriminators Rather Than Generators"
        assert item.author[1] == Name(family="Luong", given="Minh-Thang")
        assert len(item.author) == 4
        assert item.container_title == "International Conference on Learning Representations"
        assert (item.event_title, item.issued) == ("ICLR 2020", Date(2020))
        assert item.URL == "https://openreview.net/forum?id=r1xMH1BtvB"
        assert record.ids == (ELECTRA,)
        assert dict(record.hints)["venue"] == "ICLR 2020 poster"
        assert record.fetched == "2026-11-03"

    def test_version_two(self) -> None:
        record = v2()
        assert record.status == "published"
        assert record.item.event_title == "ICLR 2024"
        assert "oral" not in record.item.container_title
        assert record.item.author[0] == Name(family="Asai", given="Akari")

    def test_a_journal(self) -> None:
        record = v2(venue="Accepted by TMLR", venueid="TMLR", pdate=1685577600000)
        item = record.item
        assert (record.status, item.type) == ("published", "article-journal")
        assert item.container_title == "Transactions on Machine Learning Research"
        assert (item.event_title, item.issued) == ("", Date(2023, 6, 1))

    @pytest.mark.parametrize(
        ("venue", "venueid", "container", "event"),
        [
            ("NeurIPS 2023 poster", "NeurIPS.cc/2023/Conference", ANIPS, "NeurIPS 2023"),
            ("NeurIPS 2020 Oral", "nips.cc/2020/Conference", ANIPS, "NeurIPS 2020"),
            ("ICML 2024 Oral", "ICML.cc/2024/Conference", "International Conference on Machine Learning", "ICML 2024"),
            (
                "CoRL 2023 Poster",
                "robot-learning.org/CoRL/2023/Conference",
                "Conference on Robot Learning",
                "CoRL 2023",
            ),
            ("COLM", "colmweb.org/COLM/2024/Conference", "Conference on Language Modeling", "COLM 2024"),
            ("EMNLP 2023 Main", "EMNLP/2023/Conference", EMNLP, "EMNLP 2023"),
            ("EMNLP 2023 Findings", "EMNLP/2023/Conference", FINDINGS, "EMNLP 2023"),
            ("Foo 2024 Poster", "foo.org/2024/Conference", "Foo 2024", "Foo 2024"),
            (
                "NeurIPS 2024 Track Datasets and Benchmarks Poster",
                "NeurIPS.cc/2024/Datasets_and_Benchmarks_Track",
                ANIPS,
                "NeurIPS 2024",
            ),
        ],
    )
    def test_names_of_venues(self, venue: str, venueid: str, container: str, event: str) -> None:
        record = v2(venue=venue, venueid=venueid)
        assert (record.status, record.item.container_title, record.item.event_title) == ("published", container, event)

    @pytest.mark.parametrize(
        ("venue", "venueid", "container"),
        [
            ("ICLR 2023 Workshop TSRL4H Poster", "ICLR.cc/2023/Workshop/TSRL4H", "ICLR 2023 Workshop TSRL4H"),
            ("SSI-FM Poster", "ICLR.cc/2025/Workshop/SSI-FM", "ICLR 2025 Workshop SSI-FM"),
            ("", "NeurIPS.cc/2025/Workshop_Mexico_City/ResponsibleFM", "NeurIPS 2025 Workshop ResponsibleFM"),
            ("NeurIPS 2023 Foundation Models for Decision Making Workshop", "NeurIPS.cc/2023/Workshop/FMDM",
             "NeurIPS 2023 Foundation Models for Decision Making Workshop"),
        ],
    )  # fmt: skip
    def test_a_workshop_never_becomes_its_host(self, venue: str, venueid: str, container: str) -> None:
        record = v2(venue=venue, venueid=venueid)
        assert (record.status, record.item.container_title, record.item.event_title) == ("published", container, "")

    @pytest.mark.parametrize(
        "venue", ["ICLR 2020 Poster", "ICLR 2020 (Spotlight)", "ICLR 2020 Oral", "ICLR 2020 Conference"]
    )
    def test_old_notes_without_a_venueid(self, venue: str) -> None:
        record = v1(venue=venue, venueid=None)
        assert (record.status, record.item.event_title) == ("published", "ICLR 2020")

    def test_lists_where_texts_are_due(self) -> None:
        record = v1(venue=["ICLR 2020 poster"], venueid=["ICLR.cc/2020/Conference"])
        assert (record.status, record.item.event_title) == ("published", "ICLR 2020")


class TestNotAccepted:
    @pytest.mark.parametrize(
        ("venue", "venueid"),
        [
            ("Submitted to ICLR 2020", "ICLR.cc/2020/Conference/Rejected_Submission"),
            (["Submitted to ICLR 2020"], ["ICLR.cc/2020/Conference/Rejected_Submission"]),
            ("ICLR 2022 Submitted", "ICLR.cc/2022/Conference"),
            ("Submitted to ICLR 2023", "ICLR.cc/2023/Conference"),
            ("ICLR 2017 Invite to Workshop", "ICLR.cc/2017/conference"),
            ("Blogposts @ ICLR 2023 Conditional", "ICLR.cc/2023/BlogPosts"),
            ("ICLR 2020 Conference Blind Submission", None),
            ("ICLR 2020", None),
            ("ICLR 2020 Workshop poster", None),
            ("Somewhere 2020 poster", None),
            (None, None),
            ("", "ICLR.cc/2020/Conference"),
            (None, "ICLR.cc/2020/Conference"),
            ("ICLR 2020", "dblp.org/conf/ICLR/2020"),
            ("CoRR 2019", "dblp.org/journals/CORR/2019"),
            ("ICLR 2020 poster", ["ICLR.cc/2020/Conference", "ICLR.cc/2020/Conference/Rejected_Submission"]),
            ("ICLR 2020 poster", ["ICLR.cc/2020/Conference", "dblp.org/conf/ICLR/2020"]),
            ("ICLR 2019 poster", "ICLR.cc/2020/Conference"),
            ("ICLR 2020 Workshop on X", "ICLR.cc/2020/Conference"),
        ],
    )
    def test_version_one(self, venue: object, venueid: object) -> None:
        record = v1(venue=venue, venueid=venueid)
        assert record.status == "preprint"
        assert (record.item.type, record.item.publisher) == ("article", "OpenReview")
        assert (record.item.container_title, record.item.event_title) == ("", "")

    @pytest.mark.parametrize(
        ("venue", "venueid"),
        [
            ("Submitted to ICLR 2025", "ICLR.cc/2025/Conference/Rejected_Submission"),
            ("ICLR 2024 Conference Submission", "ICLR.cc/2024/Conference/Submission"),
            ("ICLR 2024 Conference Desk Rejected Submission", "ICLR.cc/2024/Conference/Desk_Rejected_Submission"),
            ("Under review for TMLR", "TMLR/Under_Review"),
            ("Decision pending for TMLR", "TMLR/Decision_Pending"),
            ("Rejected by TMLR", "TMLR/Rejected"),
            ("ACL ARR 2024 June Submission", "aclweb.org/ACL/ARR/2024/June/Submission"),
            ("ACL ARR 2024 June", "aclweb.org/ACL/ARR/2024/June"),
            ("NeurIPS 2024 Creative AI", "NeurIPS.cc/2024/Some_New_Thing"),
            ("ICLR 2025 Workshop ICBINB", "ICLR.cc/2025/Workshop/ICBINB/Rejected_Submission"),
            ("ICLR 2025 Workshop LMRL", "ICLR.cc/2025/Workshop/LMRL/Submission"),
            ("OpenReview Archive", "OpenReview.net/Archive"),
            ("ICLR 2024", "dblp.org/conf/iclr/2024"),
            ("ICLR 2024", ""),
            ("ICLR 2024 poster", None),
        ],
    )
    def test_version_two(self, venue: str, venueid: str | None) -> None:
        assert v2(venue=venue, venueid=venueid).status == "preprint"

    @pytest.mark.parametrize(
        "content",
        [
            {
                "venueid": "ICLR.cc/2020/Conference/Withdrawn_Submission",
                "venue": "ICLR 2020 Conference Withdrawn Submission",
            },
            {"venueid": None, "venue": "ICLR 2020 Conference Withdrawn Submission"},
            {"invitation": "ICLR.cc/2020/Conference/-/Withdrawn_Submission"},
        ],
    )
    def test_withdrawn(self, content: dict[str, object]) -> None:
        record = v1(**content)
        assert (record.status, record.item.container_title) == ("withdrawn", "")

    def test_a_desk_rejected_note_that_names_a_venue(self) -> None:
        assert v1(venueid=None, invitation="ICLR.cc/2020/Conference/-/Desk_Rejected_Submission").status == "preprint"
        assert v1(venueid=None).status == "published", "or the line above proves nothing"

    def test_the_date_is_that_of_the_submission(self) -> None:
        assert v1(venueid="ICLR.cc/2020/Conference/Rejected_Submission").item.issued == Date(2019, 9, 25)
        assert v1(venueid="dblp.org/conf/ICLR/2020").item.issued == Date(2020), "an import has the day of its import"
        assert v1(venueid=None, venue=None, cdate=None, tcdate="nonsense").item.issued is None

    def test_ids_are_the_notes_own(self) -> None:
        assert v1().ids == v1(forum=None).ids == v1(replyto=ELECTRA.value).ids == (ELECTRA,)

    def test_a_title_keeps_its_mathematics(self) -> None:
        assert v1(title="Learning   $L_2$\n balls").item.title == "Learning $L_2$ balls"


class TestReplies:
    """The notes in a paper's forum: they may bear its title, its venue and a venueid, and are not the paper."""

    @pytest.mark.parametrize(
        "facts",
        [
            {"forum": "Ss48O2MQBUc-"},
            {"replyto": "Ss48O2MQBUc-"},
            {"forum": "Ss48O2MQBUc-", "replyto": "Ss48O2MQBUc-"},
            {"invitation": "ICLR.cc/2020/Conference/Paper1/-/Official_Comment"},
            {"invitation": "ICLR.cc/2020/Conference/Paper1/-/Public_Comment"},
            {"invitation": "ICLR.cc/2020/Conference/Paper1/-/Official_Review"},
            {"invitation": "ICLR.cc/2020/Conference/Paper1/-/Meta_Review"},
            {"invitation": "ICLR.cc/2020/Conference/Paper1/-/Decision"},
            {"invitation": "ICLR.cc/2017/conference/-/paper12/official/review"},
        ],
    )
    def test_version_one(self, facts: dict[str, object]) -> None:
        note = {**V1["notes"][0], **facts}
        reading = read(first(ELECTRA), {"notes": [note]})
        assert not reading.records
        assert "not a paper" in reading.refused[ELECTRA]
        assert ("openreview:Ss48O2MQBUc-" in reading.refused[ELECTRA]) == ("forum" in facts)

    @pytest.mark.parametrize(
        "facts",
        [
            {"forum": "other12345"},
            {"replyto": "other12345"},
            {"invitations": ["ICLR.cc/2024/Conference/Submission1/-/Official_Review", "ICLR.cc/2024/-/Edit"]},
            {"invitations": ["TMLR/Paper7/-/Decision"]},
        ],
    )
    def test_version_two(self, facts: dict[str, object]) -> None:
        reading = read(second(SELF_RAG), {"notes": [{**V2["notes"][0], **facts}]})
        assert set(reading.refused) == {SELF_RAG}

    def test_without_a_title_or_authors(self) -> None:
        note = {"id": ELECTRA.value, "forum": "Ss48O2MQBUc-", "content": {"comment": "Thank you"}}
        assert set(read(first(ELECTRA), {"notes": [note]}).refused) == {ELECTRA}

    @pytest.mark.parametrize(
        "invitations",
        [
            ["TMLR/-/Submission", "TMLR/-/Under_Review", "TMLR/Paper7/-/Decision"],
            ["TMLR/-/Under_Review"],
            ["TMLR/-/Decision_Pending"],
            ["ICLR.cc/2024/Conference/-/Blind_Submission"],
        ],
    )
    def test_papers_are_no_replies(self, invitations: list[str]) -> None:
        assert v2(invitations=invitations).status == "published"


class TestBroken:
    @pytest.mark.parametrize(
        "authors",
        [[], None, ["Anonymous"], ["Anonymous Authors"], "Anonymous", ["Kevin Clark", ""], ["Kevin Clark", None],
         "Kevin Clark, Quoc V. Le", ["Kevin Clark", 3.5]],
    )  # fmt: skip
    def test_hidden_authors_are_no_record(self, authors: object) -> None:
        with pytest.raises(SourceError, match="authors are hidden"):
            v1(authors=authors)

    def test_authors_as_profiles(self) -> None:
        record = v2(authors=[{"fullname": "Akari Asai", "username": "~Akari_Asai1"}, {"fullname": "Zeqiu Wu"}])
        assert record.item.author == (Name(family="Asai", given="Akari"), Name(family="Wu", given="Zeqiu"))

    @pytest.mark.parametrize(
        ("body", "status", "failure"),
        [
            ({"name": "ChallengeRequiredError", "message": "challenge", "status": 403}, 403, "blocked"),
            ({"name": "ForbiddenError", "message": "no", "status": 403}, 403, "blocked"),
            (ANUBIS, 200, "blocked"),
            (TURNSTILE, 200, "blocked"),
            (PLAIN_PAGE, 404, "malformed"),
            (PLAIN_PAGE, 200, "malformed"),
            (b"", 200, "malformed"),
            ({"count": 0}, 200, "malformed"),
            ({"notes": {}}, 200, "malformed"),
            ([], 200, "malformed"),
            ({"notes": [{**V1["notes"][0], "id": "another"}]}, 200, "malformed"),
            ({"notes": [None, 3]}, 200, "malformed"),
            ({"notes": [{"id": "r1xMH1BtvB"}]}, 200, "malformed"),
            (b"[" * 100_000, 200, "malformed"),
        ],
    )
    def test_answers(self, body: object, status: int, failure: str) -> None:
        with pytest.raises(SourceError) as caught:
            read(first(ELECTRA), body, status)
        assert caught.value.failure == failure
        assert ("OPENREVIEW_TOKEN" in caught.value.message) == (failure == "blocked")

    def test_the_note_asked_for_is_picked_out(self) -> None:
        stranger = {**V1["notes"][0], "id": "another", "content": {"title": "Another", "authors": ["A B"]}}
        reading = read(first(ELECTRA), {"notes": [stranger, *V1["notes"]]})
        assert reading.records[ELECTRA].item.title.startswith("ELECTRA")


@settings(deadline=None)
@given(mutated(V1))
def test_mutated_notes_of_version_one(body: object) -> None:
    check(first(ELECTRA), body)


@settings(deadline=None)
@given(mutated(V2))
def test_mutated_notes_of_version_two(body: object) -> None:
    check(second(SELF_RAG), body)


@settings(deadline=None)
@given(mutated(json.loads(stored("openreview/SyxS0T4tvS.v1.json"))))
def test_a_rejected_note_is_never_published(body: object) -> None:
    reading = check(first(Identifier("openreview", "SyxS0T4tvS")), body)
    assert all(record.status != "published" for record in reading.records.values())


def check(request: Request, body: object) -> Reading:
    try:
        reading = read(request, json.dumps(body))
    except SourceError:
        return Reading()
    (asked,) = request.ids
    for one, record in reading.records.items():
        assert record.id == one == asked
        assert record.item.title
        assert all(name.family or name.literal for name in record.item.author)
        assert record.item.author
    assert {*reading.records, *reading.refused, *reading.absent} | {
        one for follow in reading.follow for one in follow.ids
    } == {asked}
    return reading
