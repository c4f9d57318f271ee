"""Reading the BibTeX of venues and DBLP: entries with blanks folded, and items without the files' own extras."""

from __future__ import annotations

from dataclasses import replace

from bertbib.crosswalk import item_from_bibtex
from bertbib.model import Answer, Item
from bertbib.sources import _forms
from bertbib.text.bibtex import BibEntry, parse_bib


def is_missing(answer: Answer) -> bool:
    """Whether a file of BibTeX is not there (404); raise SourceError where the answer is neither that nor the file."""
    _forms.refuse_blocked(answer)
    if answer.status == 404:
        return True
    if answer.status != 200:
        raise _forms.bad_status(answer)
    _forms.refuse_html(answer)
    return False


def is_cut(text: str) -> bool:
    """Whether a text of BibTeX ends within an entry, as one does that did not come whole."""
    last = text[text.rfind("\n@") + 1 :]
    return not last.rstrip().endswith(("}", ")")) or last.count("{") > last.count("}")


def entries(text: str) -> list[BibEntry]:
    """The entries of a BibTeX text, each value on one line; broken ones are left out."""
    return [
        replace(entry, fields={name: " ".join(value.split()) for name, value in entry.fields.items()})
        for entry in parse_bib(text, "answer").entries
    ]


def item(entry: BibEntry) -> Item:
    """The item of an entry; fields without a CSL variable (pdf links, abstracts) are not kept."""
    return replace(item_from_bibtex(entry), extra=())
