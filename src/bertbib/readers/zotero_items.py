"""One item in Zotero's own terms -> CSL's variables, and what is no work but belongs to one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from bertbib.model import Reference, Where
from bertbib.readers.zotero_table import AUTHORS, CREATORS, CSL_TYPES, FIELDS

_QUOTED = re.compile(r"^\"(.+)\"$")
_TAG = re.compile(r"<[^<>]{0,2000}>")
_ENDS_A_LINE = re.compile(r"</(?:p|h\d|div|li|blockquote)>|<br ?/?>", re.IGNORECASE)
_LONGEST = 120
_NAMES_SHOWN = 5_000


def csl_of(item: Mapping[str, Any]) -> dict[str, Any]:
    """An item's fields as CSL's variables (``FIELDS``); tags are ``keyword``, ``Extra`` is ``note``.

    ``item`` is a mapping of Zotero's fields by name, as in the web API's ``data``. Values of another type than the
    field has are passed over.
    """
    data: dict[str, Any] = {"type": CSL_TYPES.get(str(item.get("itemType")), "document")}
    for variable, fields in FIELDS.items():
        for field in fields:
            value = item.get(field)
            if isinstance(value, str | int) and not isinstance(value, bool) and str(value).strip():
                data[variable] = str(value).strip()
                break
    if isinstance(item.get("extra"), list):
        data["note"] = item["extra"]
    for role, name in _creators(item):
        data.setdefault(role, []).append(name)
    if labels := list(_tags(item)):
        data["keyword"] = labels
    for field in ("citationKey", "citekey"):
        if isinstance(item.get(field), str) and item[field].strip():
            data.setdefault("citation-key", item[field].strip())
    return data


def _tags(item: Mapping[str, Any]) -> Iterator[str]:
    """The tags: objects in the API, texts in older exports."""
    tags = item.get("tags")
    for tag in tags if isinstance(tags, list) else ():
        text = tag.get("tag") if isinstance(tag, dict) else tag
        if isinstance(text, str) and text.strip():
            yield " ".join(text.split())


def _creators(item: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, str]]]:
    """Each creator's variable and name; one of a single field is a group, or a name that nobody split."""
    creators = item.get("creators")
    for creator in creators if isinstance(creators, list) else ():
        if not isinstance(creator, dict):
            continue
        kind = str(creator.get("creatorType") or "author")
        role = "author" if kind in AUTHORS and _is_first(kind, item) else CREATORS.get(kind, kind)
        name = _name(*(_text(creator.get(part)) for part in ("name", "lastName", "firstName")))
        if name:
            yield role, name


def _is_first(kind: str, item: Mapping[str, Any]) -> bool:
    """Whether a creator type is the item's first one: a director of a film is, of a conference's paper is not."""
    return kind == "author" or not any(
        isinstance(one, dict) and one.get("creatorType") == "author" for one in item["creators"]
    )


def _text(value: Any) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _name(whole: str, last: str, first: str) -> dict[str, str]:
    """A name in CSL's form: particles before the family name and a suffix behind the given ones are told apart, as
    Zotero's citation processor does (https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html#names).
    """
    if whole or not (last and first):
        text = whole or last or first
        return {"literal": text} if text else {}
    given, _comma, suffix = (part.strip() for part in first.partition(","))
    name = {"family": last, "given": given}
    if quoted := _QUOTED.match(last):
        name["family"] = quoted[1]
    else:
        words = last.split(" ")
        end = next((at for at, word in enumerate(words) if not word[:1].islower()), len(words) - 1)
        if 0 < end < len(words):
            name |= {"non-dropping-particle": " ".join(words[:end]), "family": " ".join(words[end:])}
    return name | ({"suffix": suffix.removeprefix("!").strip()} if suffix else {})


def aside(item: Mapping[str, Any], where: Where) -> Reference:
    """An attachment, a note or what lies in the trash: named by its title, else its file, else its first words."""
    url = item.get("url")
    fields = ("title", "filename", "path", "url")
    title = next((text for field in fields if (text := _text(item.get(field)))), "")
    title = title or _first_words(item.get("note")) or _first_words(item.get("annotationText"))
    link = url if isinstance(url, str) and url.startswith(("http://", "https://")) else None
    return Reference(title=title, where=where, outcome="not-a-paper", url=link)


def _first_words(html: Any) -> str:
    """The first line of a note, without its marks."""
    import html as entities  # few lists hold notes

    text = html[:_NAMES_SHOWN] if isinstance(html, str) else ""
    text = entities.unescape(_TAG.sub("", _ENDS_A_LINE.sub("\n", text)))
    line = next((" ".join(one.split()) for one in text.split("\n") if one.strip()), "")
    return line if len(line) <= _LONGEST else line[:_LONGEST].rpartition(" ")[0] + " …"
