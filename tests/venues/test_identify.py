"""Venues as people write them: which are one, and above all which are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bertbib.venues.identify import identify
from bertbib.venues.venue import Venue, abbreviation

SAME = {
    "icml": [
        "ICML",
        "icml",
        "Proc. of ICML",
        "ICML'19",
        "ICML-95",
        "Proceedings of the 36th International Conference on Machine Learning, {ICML} 2019, 9-15 June 2019, Long Beach, "
        "California, {USA}",
        "Proceedings of the Thirty-Sixth International Conference on Machine Learning",
        "Proc. 36th Int. Conf. Mach. Learn.",
        "International conference on machine learning. PMLR",
        "International Conference on Machine Learning (ICML), volume 97 of Proceedings of Machine Learning Research",
        "Machine Learning Proceedings 1995",
        "Machine Learning - {ICML} 2003, 20th International Conference, Washington, DC, USA",
    ],
    "eccv": [
        "Computer Vision - {ECCV} 2014 - 13th European Conference, Zurich, Switzerland, September 6-12, 2014, Part {V}",
        "Computer Vision - ECCV 2010, 11th European Conference on Computer Vision, Heraklion, Crete, Greece",
    ],
    "eswc": [
        "The Semantic Web - 14th International Conference, {ESWC} 2017, Portoroz, Slovenia, May 28 - June 1, 2017"
    ],
    "ches": [
        "Cryptographic Hardware and Embedded Systems - {CHES} 2009, 11th International Workshop, Lausanne, Switzerland",
        "Cryptographic Hardware and Embedded Systems-CHES 2012",
        "Workshop on Cryptographic Hardware and Embedded Systems",
    ],
    "miccai": [
        "Medical Image Computing and Computer-Assisted Intervention - MICCAI 2015 - 18th International Conference Munich"
    ],
    "starsem": ["Sixth Joint Conference on Lexical and Computational Semantics, *SEM@ACL 2017, Vancouver, Canada"],
    "rss": ["Robotics: Science and Systems XII, University of Michigan, Ann Arbor, Michigan, USA, June 18-22, 2016"],
    "www": ["Proceedings of the The Web Conference 2019 on The Web Conference 2019"],
    "ubicomp-iswc": [
        "The 2023 ACM International Joint Conference on Pervasive and Ubiquitous Computing & the 2023 ACM "
        "International Symposium on Wearable Computing"
    ],
    "ism": ["2018 IEEE International Symposium on Multimedia"],
    "dbsec": ["32nd IFIP Annual Conference on Data and Applications Security and Privacy"],
    "codaspy": ["Proceedings of the Fifth ACM Conference on Data and Application Security and Privacy"],
    "icmlc": ["2010 International Conference on Machine Learning and Cybernetics"],
    "icmlc-computing": ["ICMLC 2018: 10th International Conference on Machine Learning and Computing"],
    "jpe": ["J Polit Econ", "J. Polit. Econ."],
    "american-political-science-review": ["Am. Polit. Sci. Rev.", "Am Polit Sci Rev"],
    "bioinformatics": ["Bioinform.", "Bioinformatics (Oxford, England)"],
    "information-sciences": ["Inf Sci (N Y)"],
    "ecmlpkdd": [
        "Machine Learning and Knowledge Discovery in Databases. Applied Data Science Track - European Conference, ECML PKDD "
        "2021, Bilbao, Spain",
    ],
    "pacmpl": ["Proceedings of the ACM on Programming Languages (POPL)"],
    "eprint-iacr": ["Cryptology ePrint Archive, Paper 2021/1234", "{IACR} Cryptol. ePrint Arch."],
    "cancers": ["Cancers"],
    "cancer": ["Cancer"],
    "frontiers-in-computer-science": ["Frontiers in Computer Science"],
    "frontiers-of-computer-science": ["Frontiers of Computer Science"],
    "physica-status-solidi-a": ["physica status solidi (a), vol. 203"],
    "a-a": [r"\aap", r"{\aap}"],
    "neurips": [
        "NIPS",
        "NeurIPS 2018",
        "Advances in Neural Information Processing Systems 30",
        "Adv. Neural Inf. Process. Syst.",
        "Proceedings of the 31st International Conference on Neural Information Processing Systems",
        "NeurIPS 2024 Spotlight",
    ],
    "icra": [
        "Robotics and Automation (ICRA), 2016 IEEE International Conference on",
        "IEEE Int. Conf. Robot. Autom.",
        "2019 {{International Conference}} on {{Robotics}} and {{Automation}} ({{ICRA}})",
    ],
    "icassp": [
        "Acoustics, Speech and Signal Processing, 2009. ICASSP 2009. IEEE International Conference on",
        "ICASSP-88., International Conference on Acoustics, Speech, and Signal Processing",
    ],
    "cikm": ["Proceedings of the 30th ACM International Conference on Information &amp; Knowledge Management"],
    "sdm": ["Proceedings of the 2011 SIAM International Conference on Data Mining"],
    "icdm": ["2011 IEEE 11th International Conference on Data Mining"],
    "acl-ijcnlp": ["ACL/IJCNLP", "ACL-IJCNLP 2021"],
    "interspeech": ["ISCA Interspeech", "Proc. Interspeech 2019", "Eurospeech"],
    "emnlp-ijcnlp": [
        "EMNLP/IJCNLP (1)",
        "Proceedings of the 2019 Conference on Empirical Methods in Natural Language Processing and the 9th "
        "International Joint Conference on Natural Language Processing (EMNLP-IJCNLP)",
    ],
    "tacl": [
        "TACL",
        "Transactions of the Association for Computational Linguistics",
        "Trans. Assoc. Comput. Linguistics",
    ],
    "jmlr": ["J. Mach. Learn. Res.", "{J}ournal of {M}achine {L}earning {R}esearch", "JMLR 2003"],
    "tpami": [
        "Pattern Analysis and Machine Intelligence, IEEE Transactions on",
        "IEEE Trans. Pattern Anal. Mach. Intell.",
        "IEEE transactions on pattern analysis and machine intelligence",
    ],
    "prl": ["Phys. Rev. Lett.", "Physical Review Letters", "Phys.Rev.Lett."],
    "pra": ["Phys. Rev. A", "Physical Review A"],
    "prb": ["Phys. Rev. B", "phys. rev. b"],
    "nim-a": ["Nucl.Instrum.Meth.A", "Nuclear Instruments and Methods in Physics Research, A"],
    "nim-b": ["Nucl. Instrum. Meth. B"],
    "pnas": ["Proc. Natl. Acad. Sci. U.S.A.", "Proceedings of the National Academy of Sciences, USA"],
    "arxiv": [
        "arXiv preprint arXiv:1706.03762",
        "CoRR abs/1706.03762",
        r"\url{http://arxiv.org/abs/1305.4904}",
        "ArXiv e-prints",
    ],
    "semeval": [
        "SemEval@NAACL-HLT",
        "Proceedings of the 8th International Workshop on Semantic Evaluation (SemEval 2014)",
    ],
}


@pytest.mark.parametrize(("venue", "text"), [(venue, text) for venue, texts in SAME.items() for text in texts])
def test_one_venue_however_it_is_written(venue: str, text: str) -> None:
    assert identify(text).venue == venue


@pytest.mark.parametrize(
    ("text", "venue"),
    [
        ("International Workshop on Artificial Intelligence and Statistics", "aistats"),
        ("Proceedings of the Ninth Workshop on Algorithm Engineering and Experiments", "alenex"),
        ("2009 Workshop on Applications of Computer Vision (WACV)", "wacv"),
        ("Proceedings of the fifth annual workshop on Computational learning theory", "colt"),
        ("CEUR Workshop Proceedings", "ceur"),
        ("JMLR: Workshop and Conference Proceedings", "pmlr"),
        ("Lecture Notes in Computer Science", "lncs"),
    ],
)
def test_words_that_lie(text: str, venue: str) -> None:
    assert (identify(text).venue, identify(text).track) == (venue, "main")


@pytest.mark.parametrize(
    ("text", "host", "track"),
    [
        ("ACL2019 WS", "acl", "workshop"),
        ("CVPRW", "cvpr", "workshop"),
        ("NIPS-W", "neurips", "workshop"),
        ("2017 IEEE Conference on Computer Vision and Pattern Recognition Workshops (CVPRW)", "cvpr", "workshop"),
        ("Computer Vision - ECCV 2018 Workshops - Munich, Germany, September 8-14, 2018, Part II", "eccv", "workshop"),
        ("NIPS Deep Learning Workshop", "neurips", "workshop"),
        ("Advances in Neural Information Processing Systems Workshop", "neurips", "workshop"),
        ("AST@ICSE 2022", "icse", "workshop"),
        ("Workshop on Trustworthy Models, NeurIPS 2022", "neurips", "workshop"),
        ("Findings of the Association for Computational Linguistics: EMNLP 2020", "emnlp", "findings"),
        ("Findings of ACL", "acl", "findings"),
        ("EMNLP 2025 Fidnings", "emnlp", "findings"),
        ("ACL 2020: System Demonstrations", "acl", "demo"),
        ("SIGIR '20 demo", "sigir", "demo"),
        ("NAACL Student Research Workshop", "naacl", "student"),
        ("COLING2020 Industry Track", "coling", "industry"),
        ("Companion Proceedings of the The Web Conference 2018", "www", "companion"),
        ("UbiComp '13 Adjunct", "ubicomp", "adjunct"),
        ("CHI '13 Extended Abstracts on Human Factors in Computing Systems", "chi", "extended-abstracts"),
        ("NeurIPS DB 2025", "neurips", "datasets-and-benchmarks"),
        (
            "Thirty-fifth Conference on Neural Information Processing Systems Datasets and Benchmarks Track (Round 2)",
            "neurips",
            "datasets-and-benchmarks",
        ),
        ("ICSE-SEIP", "icse", "in-practice"),
        ("ACM SIGGRAPH 2006 Courses", "siggraph", "courses"),
        ("SIGGRAPH Asia 2011 Sketches", "siggraph-asia", "sketches"),
        (
            "Proceedings of the ISWC 2011 Posters & Demos, 10th International Semantic Web Conference",
            "iswc-semweb",
            "poster",
        ),
        ("Working Notes of CLEF 2019 - Conference and Labs of the Evaluation Forum, Lugano", "clef", "working-notes"),
        ("The Semantic Web: ESWC 2013 Satellite Events", "eswc", "satellite"),
        ("ACL 2021 System Demo", "acl", "demo"),
        ("ACL (student)", "acl", "student"),
        ("ICML 2025 (Position Track)", "icml", "position-papers"),
        ("Interspeech 2020 Show & Tell", "interspeech", "demo"),
        ("Odd Bounds (PODS) Workshop, International Conference on Machine Learning", "icml", "workshop"),
        (
            "Proceedings of the Thirty-seven Conference on Neural Information Processing Systems Datasets and Benchmarks Track",
            "neurips",
            "datasets-and-benchmarks",
        ),
        ("Workshop on Odd Things, held in conjunction with EMNLP 2019", "emnlp", "workshop"),
    ],
)
def test_an_event_beside_the_main_one_is_never_the_main_one(text: str, host: str, track: str) -> None:
    found = identify(text)
    assert (found.host, found.track, found.known) == (host, track, True)
    assert found.venue.startswith(f"{host}/{track}")


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("International Conference on Machine Learning and Applications", "icml"),
        ("International Conference on Machine Learning and Cybernetics", "icml"),
        ("Asian Conference on Machine Learning", "icml"),
        ("International Conference on Artificial Intelligence", "aaai"),
        ("AAAI Spring Symposium", "aaai"),
        ("SIGGRAPH Asia 2018 Technical Papers", "siggraph"),
        ("Proceedings of the Sixth Workshop on Vision and Language", "vl"),
        ("International Journal of Control, Automation and Systems", "international-journal-of-control"),
        ("BMC Med. Genomics", "bmc-medicine"),
        ("Advancement of Science", "advanced-science"),
        ("Journal de Physique", "journal-of-physics-a"),
        ("Topics in Cryptology - CT-RSA 2019", "crypto"),
        ("ACL 2019 Somethingelse", "acl"),
        ("International Conference on Modern Linguistics (ICML)", "icml"),
        ("Robotics and Systems Science", "rss"),
        ("Computer Vision - 3rd International Conference, XYZV 2012, Lisbon, Portugal", "iccv"),
        ("International Symposium on Vision", "3dv"),
        ("Third International Workshop on Security", "usenix-security"),
        ("AER: Insights", "aer"),
        ("Proc. ACM Multimedia Systems", "multimedia-systems"),
        ("Polymers", "polymer"),
        ("Computers", "ieee-computer"),
        ("Biochimica et Biophysica Acta, Protein Structure", "bba"),
    ],
)
def test_a_venue_is_not_forced_into_the_nearest_known_one(text: str, wrong: str) -> None:
    assert identify(text).venue.split("/")[0] != wrong


@pytest.mark.parametrize(
    "texts",
    [
        (
            "Circuit Theory and Design (ECCTD), 2015 European Conference on",
            "European Conference on Circuit Theory and Design, {ECCTD} 2015, Trondheim, Norway, August 24-26, 2015",
            "Proceedings of the 22nd European Conference on Circuit Theory and Design",
        ),
        ("J. Magn. Soc. Jpn.", "Journal of the Magnetics Society of Japan"),
        ("Adv. Synth. Catal.", "Advanced Synthesis & Catalysis", "Advanced Synthesis {\\&} Catalysis"),
        ("Astronomical Instruments Software III", "Astronomical Instruments Software XII"),
        (
            "5th Workshop on Odd Things (WOT 2011)",
            "Workshop on Odd Things",
            "Proc. of the fifth workshop on odd things",
        ),
    ],
)
def test_the_spellings_of_an_unknown_venue_come_together(texts: tuple[str, ...]) -> None:
    assert len({identify(text, "booktitle").venue for text in texts}) == 1


def test_places_that_no_list_has_do_not_tell_venues_apart() -> None:
    texts = [
        "5th Workshop on Odd Things, Ljubno, Upper Carniola, Slovenia, May 2011",
        "Workshop on Odd Things, University of Nowhere, Finland",
        "Workshop on Odd Things",
    ]
    assert len({identify(text, "booktitle").venue for text in texts}) == 1
    workshops = ["ICASSP 2023 - Workshops, Rhodes Island, Greece, June 4-10, 2023", "ICASSP Workshops"]
    assert {identify(text, "booktitle").venue for text in workshops} == {"icassp/workshop"}


def test_a_workshop_on_a_series_is_not_at_it() -> None:
    found = identify("7th ICML Workshop on AutoML")
    assert (found.host, found.venue) == ("icml", "icml/workshop:autom mach learn")
    assert identify("ICML Workshop on Automated Machine Learning").venue == found.venue
    assert identify("Workshop on AutoML at ICML 2019").venue == found.venue


def test_sections_of_a_journal_are_apart() -> None:
    letters = [identify(f"Phys. Rev. {letter}").venue for letter in "ABCDE"]
    assert letters == ["pra", "prb", "prc", "prd", "pre"]
    unknown = {identify(f"J. Odd Chem., Sect. {letter}").venue for letter in "ABE"}
    assert len(unknown) == 3


def test_an_acronym_that_others_use_needs_a_word_or_a_year() -> None:
    assert not identify("MM").known
    assert identify("MM 2020").venue == "acmmm"
    assert identify("MM '20: The 28th ACM International Conference on Multimedia").venue == "acmmm"
    assert not identify("Time", "journal", 2019).known
    assert identify("Time", "journal", 2019).venue != identify("TIME 2019").venue
    assert not identify("ICMLC 2019").known  # of two series
    assert identify("ICMLC 2019").venue != "icmlc"
    assert not identify("ISWC 2015").known  # of two series
    assert identify("The Semantic Web - ISWC 2015").venue == "iswc-semweb"
    assert identify("{{ISWC}} '14: International Symposium on Wearable Computers").venue == "iswc-wear"


def test_the_year_is_the_texts_or_else_the_records() -> None:
    assert identify("NIPS 2016", year=2015).year == 2016
    assert identify("ACL' 19").year == 2019
    assert identify("ICASSP-88").year == 1988
    assert identify("ICML", year=2015).year == 2015
    assert identify("ICML").year is None


def test_printed_forms() -> None:
    journal = identify("JMLR")
    assert [journal.printed(form) for form in ("full", "acronym", "abbreviated")] == [
        "Journal of Machine Learning Research",
        "JMLR",
        "J. Mach. Learn. Res.",
    ]
    assert identify("NIPS 2016").printed("acronym") == "NIPS"
    assert identify("NIPS 2019").printed("acronym") == "NeurIPS"
    assert identify("Science").printed("abbreviated") == "Science"
    assert identify("Phys. Rev. A").printed("abbreviated") == "Phys. Rev. A"
    assert abbreviation("Information and Inference: A Journal of the IMA") == "Inf. Inference J. IMA"


TEXTS = [text for texts in SAME.values() for text in texts]


@pytest.mark.parametrize(
    "text",
    [*TEXTS, "ICML Workshop on Odd Things", "Journal of Odd Results", "Odd Conference 2011", "Odd Conference (Demos)"],
)
def test_what_comes_out_is_read_as_itself(text: str) -> None:
    found = identify(text)
    assert identify(found.venue).venue == found.venue
    assert identify(found.name).venue == found.venue


@given(st.text(max_size=200))
def test_any_text_has_an_answer(text: str) -> None:
    found = identify(text)
    assert isinstance(found, Venue)
    assert found == identify(text)


@pytest.mark.parametrize(
    "text", ["(" * 100_000, "a, " * 50_000, "of the " * 40_000 + " on", "\ud800", "\\" * 9_999, "@" * 5_000]
)
def test_hostile_texts_have_an_answer(text: str) -> None:
    assert not identify(text).known
