"""A list's note as a witness."""

import pytest

from bertbib.model import Date, Item
from bertbib.venues.notes import confirms, note_verdict, parse_note, same_venue, series_of, side_events

ACL = Item(
    container_title="Proceedings of the 57th Annual Meeting of the Association for Computational Linguistics",
    issued=Date(2019),
)
EMNLP = Item(
    container_title="Proceedings of the 2019 Conference on Empirical Methods in Natural Language Processing and the 9th International "
    "Joint Conference on Natural Language Processing (EMNLP-IJCNLP)",
    issued=Date(2019),
)
FINDINGS = Item(
    container_title="Findings of the Association for Computational Linguistics: EMNLP 2020", issued=Date(2020)
)
ICLR = Item(
    container_title="International Conference on Learning Representations", event_title="ICLR 2020", issued=Date(2020)
)
NAACL = Item(
    container_title="Proceedings of the 2019 Conference of the North American Chapter of the Association for Computational Linguistics: "
    "Human Language Technologies",
    issued=Date(2019),
)
NEURIPS = Item(container_title="Advances in Neural Information Processing Systems", issued=Date(2017))
UNKNOWN = Item(container_title="Proceedings of the Workshop on Something New", issued=Date(2019))


@pytest.mark.parametrize(
    ("note", "item", "verdict"),
    [
        ("ACL2019", ACL, "agrees"),
        ("ACL 2019", ACL, "agrees"),
        ("ACL' 19", ACL, "agrees"),
        ("EMNLP2019", EMNLP, "agrees"),
        ("NAACL2019", NAACL, "agrees"),
        ("NAACL-HLT 2019", NAACL, "agrees"),
        ("ICLR2020", ICLR, "agrees"),
        ("NIPS2017", NEURIPS, "agrees"),
        ("NeurIPS2017", NEURIPS, "agrees"),
        ("EMNLP2020 Findings", FINDINGS, "agrees"),
        ("EMNLP2020", FINDINGS, "contradicts"),  # the main conference is another venue
        ("ACL2020", ACL, "contradicts"),
        ("ACL2019", EMNLP, "contradicts"),
        ("ACL2019 WS", ACL, "contradicts"),
        ("NAACL2019", ACL, "contradicts"),
        ("arXiv 2019", ACL, "silent"),
        ("2019/05", ACL, "silent"),
        ("best paper", ACL, "silent"),
        ("ACL2019", UNKNOWN, "silent"),
        ("", ACL, "silent"),
        (None, ACL, "silent"),
    ],
)
def test_verdicts(note: str | None, item: Item, verdict: str) -> None:
    assert note_verdict(note, item) == verdict


def at(container: str, year: int, event: str = "") -> Item:
    return Item(container_title=container, event_title=event, issued=Date(year))


@pytest.mark.parametrize(
    ("note", "item", "verdict"),
    [
        (
            "CHI 2019",
            at("Proceedings of the 2019 CHI Conference on Human Factors in Computing Systems", 2019),
            "agrees",
        ),
        (
            "CHI 2018",
            at("Proceedings of the 2019 CHI Conference on Human Factors in Computing Systems", 2019),
            "contradicts",
        ),
        (
            "CHI 2019",
            at("Extended Abstracts of the 2019 CHI Conference on Human Factors in Computing Systems", 2019),
            "contradicts",
        ),
        ("WWW 2018", at("The Web Conference", 2018), "agrees"),
        ("SIGMOD 2019", at("Proceedings of the VLDB Endowment", 2019), "silent"),  # a journal's issue, perhaps the same
        ("SIGGRAPH 2020", at("ACM Transactions on Graphics", 2020), "silent"),
        ("OSDI 2018", at("Proceedings of the 27th ACM Symposium on Operating Systems Principles", 2018), "contradicts"),
        ("SemEval 2014", at("Proceedings of the 8th International Workshop on Semantic Evaluation", 2014), "agrees"),
        ("Nature Communications 2020", at("Nature Communications", 2020), "agrees"),
        ("PNAS 2017", at("Proceedings of the National Academy of Sciences", 2017), "agrees"),
        ("ACL 2019", at("Nature Communications", 2019), "silent"),
        ("Robotics", at("IEEE Transactions on Robotics", 2019), "silent"),  # a topic, not a journal
        ("ISWC 2015", at("The Semantic Web - ISWC 2015", 2015), "silent"),  # of two series
        ("Some Conference 2019", at("The Web Conference", 2019), "silent"),
    ],
)
def test_venues_of_the_registry(note: str, item: Item, verdict: str) -> None:
    assert note_verdict(note, item) == verdict


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (
            "IEEE Trans. Pattern Anal. Mach. Intell.",
            "IEEE Transactions on Pattern Analysis and Machine Intelligence",
            True,
        ),
        ("Physical Review A", "Physical Review B", False),
        ("CHI Conference on Human Factors in Computing Systems", "CHI Extended Abstracts", False),
        ("Proceedings of the Web Conference 2020", "The Web Conference 2020", True),
        ("Odd Conference", "Odd Conference", True),
        ("Odd Conference", "Other Conference", False),
        ("", "", False),
    ],
)
def test_two_records_of_one_venue(one: str, other: str, same: bool) -> None:
    assert same_venue(at(one, 2020), at(other, 2020)) is same
    assert same_venue(at(other, 2020), at(one, 2020)) is same


def test_parts_of_a_note() -> None:
    note = parse_note("EMNLP2019 WS")
    assert (note.acronyms, note.year, note.side) == (("emnlp",), 2019, frozenset({"workshop"}))


@pytest.mark.parametrize(
    ("note", "name", "year", "qualifiers"),
    [
        ("ACL2019", "ACL", 2019, ()),
        ("2021 EMNLP", "EMNLP", 2021, ()),
        ("ICCV' 19", "ICCV", 2019, ()),
        ("ICCV2019WS", "ICCV", 2019, ("workshop",)),
        ("CVPRW 2019", "CVPR", 2019, ("workshop",)),
        ("W-NUT 2019", "W-NUT", 2019, ()),
        ("In Proceedings of AAAI 2020", "AAAI", 2020, ()),
        ("EMNLP2020 Findings", "EMNLP", 2020, ("findings",)),
        ("ACL 2021 short", "ACL", 2021, ("short",)),
        ("ACL 2020 SRW", "ACL", 2020, ("student",)),
        ("NAACL 2019 Demo", "NAACL", 2019, ("demo",)),
        ("CVPR 2020 (Oral)", "CVPR", 2020, ("oral",)),
        ("KDD 2016 best paper award", "KDD", 2016, ("best paper",)),
        ("ICLR 2024 notable top 5%", "ICLR", 2024, ("notable",)),
        ("NeurIPS 2021 Datasets and Benchmarks Track", "NeurIPS", 2021, ("datasets and benchmarks",)),
        ("To appear in ICML 2020", "ICML", 2020, ("accepted",)),
        ("ICRA, May 2024", "ICRA", 2024, ()),
        ("Nature Communications 2020", "Nature Communications", 2020, ()),
        ("TACL", "TACL", None, ()),
    ],
)
def test_venue_year_and_qualifiers(note: str, name: str, year: int | None, qualifiers: tuple[str, ...]) -> None:
    parsed = parse_note(note)
    assert (parsed.name, parsed.year, parsed.qualifiers) == (name, year, qualifiers)


def test_marked_capitals_in_a_venue_hide_no_series() -> None:
    marked = NAACL.container_title.replace("American", '<span class="nocase">A</span>merican')
    item = Item(container_title=marked, issued=Date(2019))
    assert note_verdict("NAACL2019", item) == "agrees"
    assert confirms("NAACL2019", item)
    assert not confirms("NAACL", item)  # no year


def test_a_workshop_is_a_side_event_however_it_is_written() -> None:
    assert side_events(UNKNOWN) == frozenset({"workshop"})


@pytest.mark.parametrize(
    ("title", "series"),
    [
        ("18th IEEE International Conference on Machine Learning and Applications (ICMLA)", set()),
        ("Data Mining and Knowledge Discovery", set()),
        ("Pacific-Asia Conference on Knowledge Discovery and Data Mining", set()),
        ("Machine Learning and Knowledge Discovery in Databases", set()),
        ("International Conference on Computer Vision Theory and Applications", set()),
        ("Proceedings of the 25th ACM SIGKDD International Conference on Knowledge Discovery & Data Mining", {"kdd"}),
        ("Proceedings of the 36th International Conference on Machine Learning", {"icml"}),
        ("2019 IEEE/CVF International Conference on Computer Vision (ICCV)", {"iccv"}),
    ],
)
def test_a_name_within_another_venues_name_is_not_meant(title: str, series: set[str]) -> None:
    assert series_of(Item(container_title=title)) == series
