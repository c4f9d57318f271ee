"""Entries -> CSL-JSON, as pandoc, Quarto and Zotero read it.

The form is the schema's: https://github.com/citation-style-language/schema/blob/master/schemas/input/csl-data.json.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from bertbib.crosswalk.csl import VARIABLES, item_to_csl
from bertbib.model import Entry
from bertbib.model.style import Bibliography, Style

_TYPES = """
    article article-journal article-magazine article-newspaper bill book broadcast chapter classic collection dataset
    document entry entry-dictionary entry-encyclopedia event figure graphic hearing interview legal_case legislation
    manuscript map motion_picture musical_score pamphlet paper-conference patent performance periodical
    personal_communication post post-weblog regulation report review review-book software song speech standard thesis
    treaty webpage
"""
_KNOWN_TYPES = frozenset(_TYPES.split())
"""The schema's types; a reader may refuse others."""


@dataclass(frozen=True, slots=True)
class CslJsonEmitter:
    """Writes an array of CSL items; ``keyword`` names an entry's themes."""

    suffix: str = ".json"

    def emit(self, bibliography: Bibliography, style: Style) -> str:
        r"""The text of one CSL-JSON file, each key once; ``style.ascii`` writes ``\u`` escapes."""
        entries = {entry.key: entry for entry in bibliography.entries}
        items = [_item(entry, bibliography.themes.get(key, ())) for key, entry in entries.items()]
        text = json.dumps(items, indent=2, ensure_ascii=style.ascii)
        return text.encode(errors="replace").decode() + "\n"


def _item(entry: Entry, themes: tuple[str, ...]) -> dict[str, object]:
    item = {"id": entry.key, **item_to_csl(entry.item)}
    if item["type"] not in _KNOWN_TYPES:
        item["type"] = "document"
    if themes:
        item["keyword"] = ", ".join(sorted(set(themes)))
    return item


def may_have_written(text: str) -> bool:
    """Whether a text looks like this emitter's to the last blank: items of our variables only, laid out as ours.

    Another program's file, or one that somebody went on editing in other variables, does not.
    """
    try:
        items = json.loads(text)
    except (ValueError, RecursionError):
        return not text
    if not isinstance(items, list) or not all(map(_is_like_ours, items)):
        return False
    return text in (json.dumps(items, indent=2, ensure_ascii=escaped) + "\n" for escaped in (False, True))


def _is_like_ours(item: object) -> bool:
    if not isinstance(item, dict) or not item.keys() <= {"id", "keyword", *VARIABLES.values()}:
        return False
    return all(isinstance(item.get(field), str) for field in ("id", "type"))


EMITTER = CslJsonEmitter()
