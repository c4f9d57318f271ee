"""The lock's text form: an array of CSL-JSON items in canonical bytes.

One field a line and one name a line, sorted by citation key, so that version control shows one changed fact as one
changed line. All that CSL has no variable for sits under ``custom.bertbib`` (CSL-JSON allows ``custom``,
https://github.com/citation-style-language/schema/blob/master/schemas/input/csl-data.json).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Set
from dataclasses import fields
from typing import Any, cast, get_args

from bertbib.crosswalk import item_from_csl, item_to_csl
from bertbib.model import Entry, Identifier, Item, Link, Lock, LockError, Name, Proof, Status, Where
from bertbib.model.entry import NoteVerdict, ProofLevel
from bertbib.model.reference import Role

FORMAT = 1
"""Format version of this program's locks: an older program refuses a newer lock."""

_UPGRADE = "install a newer bertbib, or restore the lock that this version wrote"
_RESTORE = "restore it from version control, or delete it and run `bertbib lock` to ask the sources again"
_CONFLICT = r"(?m)^(?:<{7}|>{7}) "
_ID_LINE = r'"id":\s*("(?:[^"\\]|\\.)*")'


def dumps(lock: Lock) -> str:
    """The canonical text of a lock; equal locks give equal bytes."""
    found = items(lock)
    if not found:
        return "[]\n"
    return "[\n" + ",\n".join(_layout(item, 1) for item in found) + "\n]\n"


def items(lock: Lock) -> list[dict[str, Any]]:
    """The lock's CSL-JSON items, sorted by citation key."""
    return [_entry_to_json(lock.entries[key]) for key in sorted(lock.entries)]


def loads(text: str, path: str) -> Lock:
    """Read a lock's text; ``path`` is named in errors.

    Raise LockError where the text is no lock, was written in a newer format, holds conflict markers, or holds an
    entry that is broken (its citation key is named).
    """
    if not text.strip():
        raise LockError("the lock is empty", where=Where(path), hint=_RESTORE)
    try:
        items = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _unreadable(text, path, error) from None
    if not isinstance(items, list):
        raise LockError("the lock is not an array of CSL-JSON items", where=Where(path), hint=_RESTORE)
    return _lock_of(items, text, path)


def _unreadable(text: str, path: str, error: Exception) -> LockError:
    conflict = re.search(_CONFLICT, text)
    if conflict:
        line = text.count("\n", 0, conflict.start()) + 1
        hint = "take either side of the conflict, then run `bertbib lock`"
        return LockError("the lock holds merge conflict markers", where=Where(path, line), hint=hint)
    if not isinstance(error, json.JSONDecodeError):
        return LockError("the lock is nested too deeply to be one", where=Where(path), hint=_RESTORE)
    before = re.findall(_ID_LINE, text[: error.pos])
    near = f" (in or after the entry {json.loads(before[-1])})" if before else ""
    return LockError(f"the lock is not valid JSON{near}: {error.msg}", where=Where(path, error.lineno), hint=_RESTORE)


def _lock_of(items: list[Any], text: str, path: str) -> Lock:
    lock = Lock()
    folded: dict[str, str] = {}
    for number, data in enumerate(items, 1):
        name = _name_of(data, number)
        try:
            entry = _entry_from_json(data)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            reason = f"{error} is missing" if isinstance(error, KeyError) else str(error)
            raise LockError(f"entry {name}: {reason}", where=_where(text, path, name), hint=_RESTORE) from None
        if entry.key.casefold() in folded:
            twin = folded[entry.key.casefold()]
            message = f"entries {twin} and {name} have the same citation key (case does not count)"
            raise LockError(message, where=_where(text, path, name), hint=_RESTORE)
        folded[entry.key.casefold()] = name
        for identifier in entry.ids:
            other = lock.find(identifier)
            if other is not None:
                message = f"entries {other.key} and {entry.key} both claim {identifier}"
                raise LockError(message, where=_where(text, path, name), hint=_RESTORE)
        lock.add(entry)
    return lock


def _name_of(data: object, number: int) -> str:
    key = data.get("id") if isinstance(data, dict) else None
    return key if isinstance(key, str) and key else f"number {number}"


def _where(text: str, path: str, name: str) -> Where:
    at = text.find(f'"id": {json.dumps(name, ensure_ascii=False)}')
    return Where(path, text.count("\n", 0, at) + 1 if at >= 0 else 0)


def _entry_to_json(entry: Entry) -> dict[str, Any]:
    own: dict[str, Any] = {
        "lock": FORMAT,
        "ids": [str(identifier) for identifier in entry.ids],
        "status": entry.status,
        "source": entry.source,
        "origins": dict(sorted(entry.origins)),
    }
    if entry.proof:
        own["proof"] = {"level": entry.proof.level, "by": list(entry.proof.by), "note": entry.proof.note}
    if entry.asked:
        own["asked"] = dict(sorted(entry.asked))
    if entry.aliases:
        own["aliases"] = list(entry.aliases)
    if entry.related:
        own["related"] = [str(identifier) for identifier in entry.related]
    if entry.pack:
        own["pack"] = list(entry.pack)
    if entry.item.extra:
        own["extra"] = dict(entry.item.extra)
    own["links"] = [{"role": link.role, "label": link.label, "url": link.url} for link in entry.links]
    return {"id": entry.key, **item_to_csl(entry.item), "custom": {"bertbib": own}}


_OWN_FIELDS = frozenset(
    "lock ids status source origins proof asked aliases related pack extra links".split()  # noqa: SIM905 - reads better
)


_ITEM_FIELDS = frozenset(field.name.replace("_", "-") for field in fields(Item) if field.name != "extra") | {
    "id",
    "custom",
}
_NAME_FIELDS = frozenset(field.name.replace("_", "-") for field in fields(Name))
_STATUSES, _LEVELS, _VERDICTS, _ROLES = map(get_args, (Status, ProofLevel, NoteVerdict, Role))


def _entry_from_json(data: Any) -> Entry:
    key = _text(data["id"], "id")
    custom = data.get("custom")
    own = custom.get("bertbib") if isinstance(custom, dict) else None
    if not isinstance(own, dict):
        raise ValueError("custom.bertbib is missing")
    version = own["lock"]
    if not isinstance(version, int) or version > FORMAT:
        hint = f"format {version}, this version reads up to {FORMAT}"
        raise _newer(hint)
    _refuse_foreign(data, own)
    return Entry(
        key=key,
        item=item_from_csl(data, _texts(own.get("extra", {}), "extra")),
        ids=tuple(Identifier.parse(_text(value, "ids")) for value in own["ids"]),
        status=cast(Status, _one_of(own["status"], _STATUSES, "status")),
        source=_text(own["source"], "source"),
        origins=_texts(own["origins"], "origins"),
        proof=_proof(own.get("proof")),
        asked=_texts(own.get("asked", {}), "asked"),
        aliases=tuple(_text(alias, "aliases") for alias in own.get("aliases", ())),
        related=tuple(Identifier.parse(_text(value, "related")) for value in own.get("related", ())),
        links=tuple(_link(link) for link in own["links"]),
        pack=_pack(own.get("pack")),
    )


def _refuse_foreign(data: Mapping[str, Any], own: Mapping[str, Any]) -> None:
    """Raise ValueError for what the next writing of the lock would lose."""
    _only(data, _ITEM_FIELDS, "")
    _only(data["custom"], {"bertbib"}, "custom.")
    _only(own, _OWN_FIELDS, "custom.bertbib.")
    for variable in ("author", "editor"):
        names = data.get(variable, ())
        for name in names if isinstance(names, list) else ():
            _only(name, _NAME_FIELDS, f"{variable}.")
    issued = data.get("issued")
    if isinstance(issued, dict):
        _only(issued, {"date-parts"}, "issued.")
        if isinstance(issued.get("date-parts"), list) and len(issued["date-parts"]) > 1:
            raise ValueError("issued is a range of dates, which the lock has no place for")


def _only(value: object, known: Set[str], place: str) -> None:
    if isinstance(value, dict) and not value.keys() <= known:
        raise ValueError(f"{place}{min(value.keys() - known)} is not a field of the lock")


def _newer(detail: str) -> LockError:
    return LockError(f"the lock was written by a newer bertbib ({detail})", hint=_UPGRADE)


def _text(value: object, field: str) -> str:
    if not isinstance(value, str) or not value:
        raise ValueError(f"{field} is not a text")
    return value


def _texts(value: object, field: str) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, dict) or not all(isinstance(text, str) for text in value.values()):
        raise ValueError(f"custom.bertbib.{field} is not a mapping of texts")
    return tuple(value.items())


def _one_of(value: object, allowed: tuple[str, ...], field: str) -> str:
    if not isinstance(value, str) or value not in allowed:
        raise ValueError(f"{field} is {value!r}, not one of {', '.join(allowed)}")
    return value


def _proof(value: Any) -> Proof | None:
    if value is None:
        return None
    _only(value, {"level", "by", "note"}, "custom.bertbib.proof.")
    return Proof(
        level=cast(ProofLevel, _one_of(value["level"], _LEVELS, "proof.level")),
        by=tuple(_text(by, "proof.by") for by in value["by"]),
        note=cast(NoteVerdict, _one_of(value["note"], _VERDICTS, "proof.note")),
    )


def _link(value: Mapping[str, str]) -> Link:
    _only(value, {"role", "label", "url"}, "custom.bertbib.links.")
    role = cast(Role, _one_of(value["role"], _ROLES, "links.role"))
    return Link(role, str(value["label"]), _text(value["url"], "links.url"))


def _pack(value: Any) -> tuple[str, str] | None:
    return None if value is None else (_text(value[0], "pack"), _text(value[1], "pack"))


def _layout(value: Any, depth: int) -> str:
    """An object one field a line; lists of objects one object a line; everything else on its own field's line."""
    indent, inner = "  " * depth, "  " * (depth + 1)
    lines = [f"{inner}{_quoted_ascii(name)}: {_value(field, depth + 1)}" for name, field in value.items()]
    head = indent if depth == 1 else ""
    return f"{head}{{\n" + ",\n".join(lines) + f"\n{indent}}}"


def _value(value: Any, depth: int) -> str:
    if type(value) is str:
        return _quoted(value)
    if isinstance(value, dict) and "date-parts" not in value and value:
        return _layout(value, depth)
    if isinstance(value, list) and value and isinstance(value[0], dict):
        inner = "  " * (depth + 1)
        rows = ",\n".join(inner + _row(row) for row in value)
        return f"[\n{rows}\n{'  ' * depth}]"
    return _compact(value)


# Measured: json.dumps makes an encoder for each of the thousands of calls, at three times the price of the encoding.
_quoted, _quoted_ascii = json.encoder.encode_basestring, json.encoder.encode_basestring_ascii
_compact = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode


def _row(row: Mapping[str, str]) -> str:
    """A name or a link on one line."""
    return "{" + ", ".join([f"{_quoted(name)}: {_quoted(value)}" for name, value in row.items()]) + "}"
