"""Which program's JSON a text is, told by the names in its first 4,000 characters."""

from __future__ import annotations

import re
from typing import Literal

from bertbib.readers.json_text import names_in

Shape = Literal["", "bbtjson", "zoterojson", "csljson"]

_HEAD = 4000
_OUTER = frozenset({"config", "items", "collections"})
_OF_BETTER_BIBTEX = frozenset({"localeDateOrder", "translatorID", "preferences"})
# CSL has other words for all of these (https://docs.citationstyles.org/en/stable/specification.html, appendix IV).
_OF_ZOTERO = frozenset({
    "itemType", "itemID", "itemKey", "creators", "creatorType", "abstractNote", "dateAdded", "dateModified",
    "libraryID", "publicationTitle", "proceedingsTitle", "parentItem", "parentCollection", "libraryCatalog",
    "accessDate", "citekey",
})  # fmt: skip
_ENVELOPE = frozenset({"library", "links", "meta", "data"})


def shape_of(text: str) -> Shape:
    """The name of the reader for a JSON text; empty where it does not start like JSON, ``csljson`` where it is of no
    other known form.
    """
    head = text[:_HEAD]
    start = re.match(r"[\ufeff\s]*+(\[\s*+[\]{]|\{\s*+[\"}])", head)
    if start is None:
        return ""
    found = list(names_in(head))
    outer = {name for depth, name in found if depth == 1 and start[1][0] == "{"}
    every = {name for _depth, name in found}
    if outer & _OUTER and ("collections" in outer or every & (_OF_ZOTERO | _OF_BETTER_BIBTEX)):
        return "bbtjson"
    enveloped = any(name == "data" and depth <= 2 for depth, name in found) or (
        {"key", "version"} <= every and every & _ENVELOPE
    )
    return "zoterojson" if every & _OF_ZOTERO or enveloped else "csljson"
