"""Rules about names and titles, which ``text.name_repair`` and ``text.title_braces`` know."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bertbib.text.name_repair import repaired_names
from bertbib.text.proper_nouns import is_proper_noun
from bertbib.text.title_braces import SMALL_WORDS, title_with_braces
from bertbib.tidying.edits import Edit, Facts, Settings

_MARKED = re.compile(r"[{}\\$?!_~^]|\w[A-Z]|[A-Z]\w*\d|\b[B-Z]\b", re.ASCII)
"""What makes a title worth reading: markup, and capitals that may carry meaning in any title."""

_GROUP = re.compile(r"\{[^{}\\$]*+\}")
_WORDS = re.compile(r"[A-Za-z]++")

PEOPLE = ("author", "editor", "translator", "bookauthor")


def people(entry: Facts, _settings: Settings) -> Iterator[Edit]:
    """Lists of names as BibTeX reads them."""
    for name in PEOPLE:
        value = entry.fields.get(name)
        if value and (new := repaired_names(value)) != value:
            yield Edit(name, value, new)


def title_braces(entry: Facts, _settings: Settings) -> Iterator[Edit]:
    """Braces where capitals carry meaning, and nowhere else."""
    value = entry.fields.get("title")
    if value and not is_plain_title(value) and (new := title_with_braces(value)) != value:
        yield Edit("title", value, new)


def is_plain_title(value: str) -> bool:
    """Whether ``title_with_braces`` surely leaves a title as it is; measured: of three titles of four, in no time.

    That is one without markup in which no capital stands out: all words have one, or none has, and none is a name.
    """
    outside = value
    if "{" in value:  # what stands in braces already stays there
        if value[0] == "{" and value[-1] == "}":
            return False
        outside, value = _GROUP.sub(" ", value), value.replace("{", "").replace("}", "")
    if not value.isascii() or _MARKED.search(outside) is not None:
        return False
    words = _WORDS.findall(outside)
    if any(map(is_proper_noun, words)):
        return False
    told = (word for word in _WORDS.findall(value)[1:] if len(word) > 2 and word.islower() and word not in SMALL_WORDS)
    return outside[1:].islower() or not any(told)
