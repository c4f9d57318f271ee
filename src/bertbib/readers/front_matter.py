"""The YAML block at the start of a Markdown file, as far as it speaks to bertbib.

``bertbib: {theme: Pretraining, depth: 2, skip: [Blogs, Codes]}``. All other keys are other programs' and left alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from bertbib.config import suggest
from bertbib.model import Problem, Where

Node = Any
"""A node of PyYAML's, which is loaded only where it is needed."""

_BLOCK = re.compile(r"---[ \t]*\r?\n(?:[^\n]*\n)*?(?:---|\.\.\.)[ \t]*\r?(?:\n|$)")
_OURS = re.compile(r"""^["']?bertbib["']?[ \t]*:""", re.MULTILINE)
# Behind a mere rule comes a blank line or a sentence: what follows it is the list's own text.
_FIRST_KEY = re.compile(r"""---[ \t]*\r?\n(?:#[^\n]*\n)*["']?[\w.-]+["']?[ \t]*:(?:\s|$)""")
_LONGEST = 50_000
_KEYS = dict.fromkeys(("theme", "depth", "skip"))
_USAGE = "it looks like `bertbib: {theme: Pretraining, depth: 2, skip: [Blogs, Codes]}`"


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What the front matter says: the name of the file's theme, the depth of its themes, the headings to leave out."""

    theme: str | None = None
    depth: int | None = None
    skip: tuple[tuple[str, Where], ...] = ()


NOTHING = FrontMatter()


def front_matter(text: str, path: str) -> tuple[FrontMatter, str, list[Problem]]:
    """The front matter, the text with it blanked (lines keep their numbers), and what is wrong with our part of it.

    What cannot be read is reported and never costs the list.
    """
    if not text.startswith("---"):
        return NOTHING, text, []
    found = _BLOCK.match(text[:_LONGEST])
    if not found or not (_OURS.search(found[0]) or _FIRST_KEY.match(found[0])):
        return NOTHING, text, []
    rest = "\n" * found[0].count("\n") + text[found.end() :]
    if not _OURS.search(found[0]):
        return NOTHING, rest, []
    body = found[0].partition("\n")[2]
    body = body[: body.rstrip().rfind("\n") + 1]
    said, problems = _said(body, path)
    return said, rest, problems


def _said(body: str, path: str) -> tuple[FrontMatter, list[Problem]]:
    """Our part of a YAML text that begins in the second line of its file."""
    import yaml  # heavy, and only for lists whose front matter names bertbib

    try:
        # Composing keeps the lines and constructs nothing: tags and types of other programs do no harm.
        node = yaml.compose(body, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        where = Where(path, mark.line + 2 if mark else 1)
        reason = getattr(error, "problem", None) or "it is no YAML"
        return NOTHING, [_problem(f"The front matter cannot be read, so it says nothing: {reason}.", where, _USAGE)]
    ours = [value for key, value in _pairs(node) if key.value == "bertbib"]
    return _settings(ours[-1], path) if ours else (NOTHING, [])


def _settings(node: Node, path: str) -> tuple[FrontMatter, list[Problem]]:
    theme: str | None = None
    depth: int | None = None
    skip: list[tuple[str, Where]] = []
    problems = []
    if node.id != "mapping":
        problems.append(_problem("“bertbib” in the front matter has no keys.", _where(node, path), _USAGE))
    for key, value in _pairs(node):
        where = _where(value, path)
        names = [one.value for one in value.value] if value.id == "sequence" else [value.value]
        plain = all(isinstance(name, str) and name.strip() for name in names)
        single = plain and value.id == "scalar"
        if key.value == "theme" and single:
            theme = " ".join(value.value.split())
        elif key.value == "depth" and single and re.fullmatch(r"[1-9]", value.value):
            depth = int(value.value)
        elif key.value == "skip" and plain and value.id != "mapping":
            items = value.value if value.id == "sequence" else [value]
            skip += [(one.value.strip(), _where(one, path)) for one in items]
        elif key.value in _KEYS:
            message = f"“{key.value}” in the front matter is not of its form, and says nothing."
            problems.append(_problem(message, where, _FORMS[key.value]))
        else:
            message = f"“{key.value}” is no key of bertbib's in the front matter."
            problems.append(_problem(message, _where(key, path), suggest(str(key.value), _KEYS)))
    return FrontMatter(theme, depth, tuple(skip)), problems


_FORMS = {
    "theme": "it is a text: `theme: Pretraining`",
    "depth": "it is a number from 1 to 9: `depth: 2`",
    "skip": "it is a list of headings: `skip: [Blogs, Codes]`",
}


def _pairs(node: Node | None) -> list[tuple[Node, Node]]:
    """The keys and values of a mapping; none of anything else."""
    return [(key, value) for key, value in node.value if key.id == "scalar"] if node and node.id == "mapping" else []


def _where(node: Node, path: str) -> Where:
    return Where(path, node.start_mark.line + 2)


def _problem(message: str, where: Where, advice: str) -> Problem:
    return Problem("front-matter", "warning", message, where, advice)
