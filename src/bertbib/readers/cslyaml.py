"""Reading lists that are CSL-YAML: ``references:`` as pandoc and Better BibTeX (Better CSL YAML) write it.

The items are CSL-JSON's in YAML (https://pandoc.org/MANUAL.html, "Specifying bibliographic data"). Entries are read one
by one, so that a broken one costs itself only; scalars stay texts, so that no tag, date or truth value means anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from bertbib.config import BIB_THEMES
from bertbib.model import InputError, Intake, Problem, Where
from bertbib.readers.csljson import intake_of
from bertbib.readers.refusals import refuse_no_export

_HINT = "CSL-YAML is a list of items under `references:`: export as `Better CSL YAML`, or use `pandoc -t csljson`"
_HEAD = 4000
_REFERENCES = re.compile(r"^[\"']?references[\"']?:[ \t]*(\[?)[^\n]*$", re.MULTILINE)
_ITEM = re.compile(r"^( *)-(?:[ \t]|$)", re.MULTILINE)
_BARE = re.compile(
    r"\A(?:(?:[ \t]*|#[^\n]*|---[^\n]*)\n)*+- [\"']?(?:id|type|title|author|issued|citation-key)[\"']?:\s"
)
_FIELD = re.compile(r"^  [\"']?(?:id|type|title|author|issued|DOI|URL|container-title)[\"']?:\s", re.MULTILINE)
_HAYAGRIVA = re.compile(r"^[\w:.\"'-]+:[ \t]*\n(?: [^\n]*\n)*? +type:", re.MULTILINE)
_MOST_NODES = 20_000
_MOST_LEVELS = 8
_NOTHING = ("", "~", "null")


@dataclass(frozen=True, slots=True)
class CslYamlReader:
    """Reads ``.yaml`` files that hold CSL items; ``by`` as in the CSL-JSON reader."""

    suffixes: tuple[str, ...] = (".yaml", ".yml")
    by: str = "auto"

    def themed(self, by: str) -> CslYamlReader:
        """A reader like it with themes of another making."""
        return replace(self, by=by) if by in BIB_THEMES else self

    def sniff(self, text: str) -> bool:
        """Whether ``references:``, or a list of items, stands near the start of a text that is all YAML."""
        head = text[:_HEAD].removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
        if re.match(r"---[^\n]*\n(?s:.*?)\n(?:---|\.\.\.)[ \t]*\n\s*\S", head):
            return False  # a document behind its front matter
        found = _REFERENCES.search(head)
        if found and not found[1] and not re.match(r"(?:[ \t]*+(?:#[^\n]*)?\n)*+[ \t]*-(?:\s|$)", head[found.end() :]):
            return False  # a word with a colon
        if found:
            before = head[: found.start()].splitlines()
            return all(re.match(r"[\w\"'-]+:|[ #]|- |---|$", line) for line in before)
        return bool(_BARE.match(head) and _FIELD.search(head))

    def read(self, text: str, path: str) -> Intake:
        """The file's themes; raise InputError where it holds no item."""
        text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
        refuse_no_export(text, path, _HINT)
        problems: list[Problem] = []
        items = list(_items(text, path, problems))
        if not items and problems:
            raise InputError(problems[0].message, where=problems[0].where, hint=_HINT)
        if not items:
            what = (
                "is Hayagriva, which is not read" if _HAYAGRIVA.search(text[:_HEAD]) else "holds no list of references"
            )
            raise InputError(f"this YAML {what}", where=Where(path), hint=_HINT)
        intake = intake_of(items, path, self.by, "CSL-YAML", _HINT)
        return Intake(intake.themes, (*problems, *intake.problems))


READER = CslYamlReader()


def _items(text: str, path: str, problems: list[Problem]) -> Iterator[tuple[Any, int]]:
    """The items with their lines; one that cannot be read is a problem."""
    named = _REFERENCES.search(text)
    start = named.end() if named else 0
    line = text.count("\n", 0, start) + 1
    if named and named[1]:
        yield from ((item, line) for item in _within(_loaded(text, line, path, problems)))
        return
    anchors: dict[str, str] = {}
    for chunk, at in _chunks(text, start, line):
        met: list[Problem] = []
        loaded = _loaded(chunk, at, path, met)
        if met and "alias" in met[0].message and (before := _anchored(chunk, anchors)):
            met = []
            loaded = _loaded(before + chunk, at - before.count("\n"), path, met)
        anchors |= dict.fromkeys(re.findall(r"&([\w-]{1,50})", chunk), chunk)
        problems += met
        if isinstance(loaded, list):
            yield loaded[-1], at


def _anchored(chunk: str, anchors: dict[str, str]) -> str:
    """The entries that hold what the aliases of this one stand for."""
    needed: dict[str, None] = {}
    waiting = [chunk]
    while waiting:
        for name in re.findall(r"\*([\w-]{1,50})", waiting.pop()):
            source = anchors.get(name)
            if source is not None and source not in needed and len(needed) < _MOST_LEVELS:
                needed[source] = None
                waiting.append(source)
    return "".join(reversed(needed))


def _within(document: Any) -> list[Any]:
    items = document.get("references") if isinstance(document, dict) else document
    return items if isinstance(items, list) else []


def _chunks(text: str, start: int, line: int) -> Iterator[tuple[str, int]]:
    """The source of each element of the list behind a place, and its line: what is indented less ends the list."""
    first = _ITEM.search(text, start)
    if first is None or not re.fullmatch(r"(?:[ \t]*+(?:#[^\n]*|---[^\n]*)?\n)*+", text[start : first.start()]):
        return
    indent = first[1]
    ends = re.compile(rf"^(?!{indent}[ \t]|[ \t]*(?:$|#))", re.MULTILINE)
    at, line = first.start(), line + text.count("\n", start, first.start())
    while text.startswith(f"{indent}-", at) and not text.startswith("---", at):
        found = ends.search(text, at + 1)
        end = found.start() if found else len(text)
        yield text[at:end], line
        line += text.count("\n", at, end)
        if end == len(text):
            return
        at = end


def _loaded(source: str, line: int, path: str, problems: list[Problem]) -> Any:
    """What a piece of YAML says in lists, mappings and texts; None, and a problem, where it cannot be read."""
    import yaml  # heavy, and few lists are YAML

    loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        return _Copy().of(yaml.load(source, Loader=loader))  # noqa: S506 - it constructs texts only
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f" (line {line + mark.line}, column {mark.column + 1})" if mark else ""
        problems.append(_broken(f"{error.problem or error.context}{place}", Where(path, line)))
    except (yaml.YAMLError, ValueError, RecursionError, TypeError) as error:
        problems.append(_broken(str(error).partition("\n")[0] or "nested too deeply", Where(path, line)))
    return None


def _broken(reason: str, where: Where) -> Problem:
    hint = "look for a colon, quotation mark or indentation that is wrong"
    return Problem("yaml-broken-entry", "error", f"not read: this YAML entry is broken: {reason}", where, hint)


class _Copy:
    """A copy of what was loaded, of limited size: aliases that unfold to millions of values are refused."""

    def __init__(self) -> None:
        self.left = _MOST_NODES

    def of(self, value: Any, depth: int = 0) -> Any:
        self.left -= 1
        if self.left < 0 or depth > _MOST_LEVELS:
            raise ValueError("it holds too many values, or nests them too deeply")
        if isinstance(value, dict):
            return {
                str(name): self.of(one, depth + 1)
                for name, one in value.items()
                if one not in _NOTHING or name == "title"
            }
        return [self.of(one, depth + 1) for one in value] if isinstance(value, list) else value
