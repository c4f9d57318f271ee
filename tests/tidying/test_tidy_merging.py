"""Which record stays, what it takes, and what is told of the rest."""

from __future__ import annotations

from bertbib.text.bibtex import BibEntry, parse_bib
from bertbib.tidying.engine import Tidied
from tidied_text import tidy

PREPRINT = """@article{devlin2018,
  title={Bert: Pre-training of deep bidirectional transformers},
  author={Devlin, Jacob and Chang, Ming-Wei},
  journal={arXiv preprint arXiv:1810.04805},
  year={2018},
  abstract = {We introduce BERT.},
  keywords = {nlp, toread},
  groups = {bert}
}
"""
ANTHOLOGY = """@inproceedings{devlin-etal-2019,
  title = "{BERT}: Pre-training of Deep Bidirectional Transformers",
  author = "Devlin, Jacob and Chang, Ming-Wei",
  booktitle = "Proceedings of the 2019 Conference of {NAACL}, Minneapolis, Minnesota",
  year = "2019",
  doi = "10.18653/v1/N19-1423",
  pages = "4171--4186",
  keywords = "nlp",
}
"""
SCHOLAR = """@inproceedings{devlin2019b,
  title={Bert: Pre-training of deep bidirectional transformers},
  author={Devlin, Jacob and Chang, Ming-Wei},
  booktitle={NAACL 2019},
  pages={4171--4188},
  year={2019},
  publisher={ACL},
  url={https://example.org/bert.pdf}
}
"""


def entries_of(done: Tidied) -> dict[str, BibEntry]:
    assert tidy(done.text).text == done.text
    return {entry.key: entry for entry in parse_bib(done.text, "refs.bib").entries}


def test_the_published_record_stays_with_its_own_facts_in_its_place() -> None:
    text = f"% one\n{PREPRINT}\n% two\n{ANTHOLOGY}\n@misc{{last, title = {{Something else}}}}\n"
    done = tidy(text)
    left = entries_of(done)
    assert list(left) == ["devlin-etal-2019", "last"]
    fields = left["devlin-etal-2019"].fields
    assert (fields["year"], fields["doi"], fields["pages"]) == ("2019", "10.18653/v1/N19-1423", "4171--4186")
    assert "journal" not in fields
    assert (fields["eprint"], fields["archiveprefix"]) == ("1810.04805", "arXiv")
    assert (fields["abstract"], fields["keywords"], fields["groups"]) == ("We introduce BERT.", "nlp, toread", "bert")
    assert fields["ids"] == "devlin2018"
    assert done.text.startswith("% one\n")
    assert "% two\n@inproceedings{devlin-etal-2019," in done.text
    (merge,) = done.merges
    assert (merge.key, merge.line, merge.retired, merge.lines) == ("devlin-etal-2019", 13, ("devlin2018",), (2,))
    assert merge.because
    assert merge.taken["eprint"] == merge.taken["abstract"] == "devlin2018"
    assert [(one.field, one.values) for one in merge.disagreements] == [
        ("year", {"devlin-etal-2019": "2019", "devlin2018": "2018"})
    ]
    assert merge.left_out == {"devlin2018": {"journal": "arXiv preprint arXiv:1810.04805", "year": "2018"}}


def test_facts_come_from_another_record_of_the_same_publication_only() -> None:
    done = tidy(f"{PREPRINT.replace('year', 'publisher={Nobody}, year')}{SCHOLAR}{ANTHOLOGY}")
    fields = entries_of(done)["devlin-etal-2019"].fields
    assert fields["publisher"] == "ACL"
    assert fields["url"] == "https://example.org/bert.pdf"
    assert fields["pages"] == "4171--4186"
    assert fields["ids"] == "devlin2018, devlin2019b"
    (merge,) = done.merges
    assert merge.taken["publisher"] == "devlin2019b"
    assert merge.left_out["devlin2019b"]["pages"] == "4171--4188"
    assert merge.left_out["devlin2018"]["publisher"] == "Nobody"
    assert {one.field for one in merge.disagreements} == {"year", "pages"}


def test_with_no_merge_duplicates_are_reported_only() -> None:
    done = tidy(ANTHOLOGY + SCHOLAR, merge=False)
    assert len(entries_of(Tidied(text=ANTHOLOGY))) == 1
    assert done.merges == ()
    assert [(kin.relation, kin.works) for kin in done.kin] == [("same", (("devlin-etal-2019", "devlin2019b"),))]


def test_related_works_are_reported_and_stay() -> None:
    text = """@inproceedings{he2017, title={Mask {R-CNN}}, author={Kaiming He and Georgia Gkioxari}, year=2017,
  booktitle={Proceedings of the IEEE International Conference on Computer Vision, Venice}}
@article{he2020, title={Mask {R-CNN}}, author={Kaiming He and Georgia Gkioxari}, year=2020,
  journal={IEEE Transactions on Pattern Analysis and Machine Intelligence}}
"""
    done = tidy(text)
    assert done.text == text
    assert [(kin.relation, kin.works) for kin in done.kin] == [("related", (("he2017",), ("he2020",)))]


def test_what_others_name_stays() -> None:
    parent = "@proceedings{naacl19, title = {Proceedings of NAACL}, year = 2019, booktitle = {Proceedings of NAACL}}\n"
    again = parent.replace("naacl19", "naacl2019").replace("year", "publisher = {ACL}, address = {X}, year")
    child = "@inproceedings{c, title = {A paper of it}, author = {Me}, crossref = {naacl19}}\n"
    done = tidy(child + parent + again)
    assert "@proceedings{naacl19," in done.text
    related = f"{PREPRINT}{ANTHOLOGY}@misc{{x, title = {{Some talk}}, related = {{devlin2018}}}}\n"
    done = tidy(related)
    assert list(entries_of(done)) == ["devlin2018", "devlin-etal-2019", "x"]
    assert [kin.relation for kin in done.kin] == ["same"]
    assert any("other entries name devlin2018" in reason for reason in done.kin[0].because)


def test_copies_of_one_key_become_one_and_two_works_of_one_key_are_a_problem() -> None:
    done = tidy(f"{SCHOLAR}\n{SCHOLAR}\n@misc{{note, note = {{x}}}}\n@misc{{note, note = {{x}}}}\n")
    assert list(entries_of(done)) == ["devlin2019b", "note"]
    assert "ids" not in done.text
    assert done.problems == ()
    two = "@misc{Foo, title = {A first thing}}\n@misc{foo, title = {Quite another one}}\n@misc{foo, title = {And a third}}\n"
    done = tidy(two)
    assert done.text == two
    assert [(one.code, one.where.line if one.where else 0) for one in done.problems] == [
        ("bib-duplicate-key", 2),
        ("bib-duplicate-key", 3),
    ]
    assert "lines 1 and 2" in done.problems[0].message


def test_old_keys_that_are_somebody_elses_are_no_aliases_and_reported() -> None:
    other = "@misc{devlin2018, title = {Not at all the same}}\n"
    done = tidy(PREPRINT + ANTHOLOGY + other)
    assert "ids" not in entries_of(done)["devlin-etal-2019"].fields
    assert "devlin2018" in entries_of(done)
    done = tidy("@misc{a, title = {One thing}, ids = {x, b}}\n@misc{b, title = {Other thing}, ids = {x}}\n")
    assert [one.code for one in done.problems] == ["alias-clash", "alias-clash"]


def test_old_keys_are_handed_on() -> None:
    done = tidy(PREPRINT.replace("year=", "ids={bert, devlin}, year=") + ANTHOLOGY.replace("year", "ids = {N19}, year"))
    assert entries_of(done)["devlin-etal-2019"].fields["ids"] == "N19, devlin2018, bert, devlin"


def test_a_broken_entry_is_never_merged() -> None:
    broken = (
        "@article{devlin2018, title={Bert: Pre-training of deep bidirectional transformers}, author={Devlin, Jacob,\n\n"
    )
    done = tidy(broken + ANTHOLOGY + SCHOLAR)
    assert done.text.startswith(broken)
    assert done.live == 1
    assert "bib-broken-entry" in {one.code for one in done.problems}


def test_the_dialect_of_the_file_is_kept() -> None:
    text = PREPRINT.replace("journal=", "journaltitle=") + ANTHOLOGY
    fields = entries_of(tidy(text))["devlin-etal-2019"].fields
    assert (fields["eprint"], fields["eprinttype"]) == ("1810.04805", "arxiv")


def test_notes_about_a_draft_are_left_out_and_ones_own_are_taken() -> None:
    done = tidy(PREPRINT.replace("year=", "note={Accepted at NAACL}, year=") + ANTHOLOGY)
    assert done.merges[0].left_out["devlin2018"]["note"] == "Accepted at NAACL"
    done = tidy(PREPRINT.replace("year=", "note={Read this!}, x-rank={5}, year=") + ANTHOLOGY)
    fields = entries_of(done)["devlin-etal-2019"].fields
    assert (fields["note"], fields["x-rank"]) == ("Read this!", "5")


def test_columns_of_a_journal_recur_under_one_title_and_on_one_page() -> None:
    column = """@article{tb%d, author = {Anonymous}, title = {Addresses of Officers and Others}, journal = {TUGboat},
  year = %d, volume = %d, number = %d, pages = {2}}
"""
    text = "".join(column % (at, *place) for at, place in enumerate([(1981, 2, 1), (1981, 2, 2), (1982, 3, 1)]))
    done = tidy(text)
    assert done.merges == ()
    assert done.text == text
    assert [(kin.relation, len(kin.lines)) for kin in done.kin] == [("same", 3)]
    assert any("another number" in reason for reason in done.kin[0].because)
    again = text.replace("tb1", "tb8").replace("tb0", "tb9")
    done = tidy(text + again)  # each column has a copy, and goes with that one
    assert sorted((merge.key, merge.retired) for merge in done.merges) == [
        ("tb0", ("tb9",)),
        ("tb1", ("tb8",)),
        ("tb2", ("tb2",)),
    ]


def test_what_no_longer_names_another_entry_frees_it() -> None:
    text = """@inproceedings{child, title = {A paper of the meeting}, author = {Oz, W.}, crossref = {again}}
@inproceedings{whole, title = {A paper of the meeting}, author = {Oz, W.}, booktitle = {Proc. of the Meeting of All}, year = 1983, pages = {1--9}, editor = {Y}}
@proceedings{first, title = {Proc. of the Meeting of All}, year = 1983, publisher = {P}, address = {B}, editor = {Z}}
@proceedings{again, title = {Proc. of the Meeting of All}, year = 1983, booktitle = {Proc. of the Meeting of All}}
@proceedings{small, title = {Proc. of the Meeting of All}, year = 1983}
"""
    done = tidy(text)
    left = entries_of(done)
    assert list(left) == ["whole", "first"]
    assert set(left["first"].fields["ids"].split(", ")) == {"again", "small"}
