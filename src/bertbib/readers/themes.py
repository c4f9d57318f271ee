"""Themes from headings: their names, their nesting, and which of them say nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from bertbib.readers.events import Event, Heading, Prose
from bertbib.readers.slots import Unit, clean

_GENERIC_NAMES = (
    "paper papers paperlist paperslist blog blogs blogpost blogposts code codes resource resources link links list "
    "lists article articles publication publications reference references readinglist readings literature contents "
    "content tableofcontents bibliography researchpapers 目录 论文 论文列表 资源 链接 代码 博客 文章 参考文献"
)
_GENERIC = frozenset(_GENERIC_NAMES.split())
_NOT_PAPERS = re.compile(
    r"\b(?:blogs?|codes?|codebases?|tools?|toolkits?|software|librar(?:y|ies)|datasets?|data|resources?|videos?|talks?"
    r"|tutorials?|courses?|lectures?|slides|books?|links?|citation|citing|contribut\w*|licen[sc]e|communit(?:y|ies)"
    r"|projects?|repositor(?:y|ies)|repos|awesome\b.*lists?|related lists?|language support|people|labs|jobs|news"
    r"|simulators?|frameworks?|platforms?|posts|demos)\b"
    r"|博客|代码|数据|工具|资源|教程",
    re.IGNORECASE,
)
_SHORTCODE = re.compile(r":[a-z0-9_+-]+:")
_PREFIX = re.compile(r"(?:papers?|论文)\s*[-:\u2013\u2014\uff1a]\s*(?=\S)", re.IGNORECASE)
_SENTENCE_ENDS = (".", "!", "?", ":", "\u3002", "\uff01", "\uff1f")


@dataclass(slots=True)
class Section:
    """The units under one heading; ``path`` is the theme's, ``prose`` says that it holds something else."""

    path: tuple[str, ...]
    line: int
    heading: str
    units: list[Unit] = field(default_factory=list)
    prose: bool = False
    parent: Section | None = None
    filled: bool = False

    @property
    def not_papers(self) -> bool:
        """Whether its heading says that its entries are no papers."""
        return _NOT_PAPERS.search(self.heading) is not None


def heading_text(text: str) -> str:
    """A heading without emoji, ``:codes:`` and the brackets around it: ``[Papers- Survey]`` -> ``Survey``."""
    text = clean(_SHORTCODE.sub(" ", text) if ":" in text else text)
    while len(text) > 2 and text[0] + text[-1] in ("[]", "\u3010\u3011", "()") and text.count(text[0]) == 1:
        text = text[1:-1].strip()
    return _PREFIX.sub("", text, count=1).rstrip(":\uff1a ") or text


def is_generic(text: str) -> bool:
    """Whether a heading names no theme: ``Papers``, ``Blogs``, ``目录``."""
    return "".join(character for character in text.lower() if character.isalnum()) in _GENERIC


def sections(events: Iterable[Event], path: str, named: str | None = None) -> list[Section]:
    """The sections of a list in order, those without units too; ``path`` names the theme where neither the list does
    nor the front matter (``named``).
    """
    listed = list(events)
    first = named or _lone_paragraph(listed)
    outermost = first or PurePath(path).stem or path
    root = Section((outermost,), 0, "", prose=True)
    found = [root]
    stack: list[tuple[int, str, Section]] = []
    for event in listed:
        if isinstance(event, Heading):
            while stack and stack[-1][0] >= event.level:
                stack.pop()
            if not event.text:  # the end of a <details>
                continue
            parent = stack[-1][2] if stack else root
            names = [*((first,) if first else ()), *(name for _, name, _ in stack), heading_text(event.text)]
            section = Section(_named(names, outermost), event.line, event.text, parent=parent)
            stack.append((event.level, names[-1], section))
            found.append(section)
        else:
            section = stack[-1][2] if stack else root
            _fill(section, event)
    return found


def _fill(section: Section, event: Unit | Prose) -> None:
    section.prose = True
    if isinstance(event, Unit):
        section.units.append(event)
    above: Section | None = section
    while above is not None and not above.filled:
        above.filled = True
        above = above.parent


def _named(names: Sequence[str], otherwise: str) -> tuple[str, ...]:
    """The path of a theme: headings that name nothing are left out where one above them does."""
    kept: list[str] = []
    for name in names:
        if name and not (kept and is_generic(name)) and not _is_contents(name):
            kept.append(name)
    return tuple(kept) or (otherwise,)


def _is_contents(name: str) -> bool:
    return name.strip(" :").lower() in ("table of contents", "contents", "toc", "目录")


def _lone_paragraph(events: Sequence[Event]) -> str | None:
    """The name that a list gives itself in a short paragraph of its own at its start."""
    if not events or not isinstance(events[0], Prose) or (len(events) > 1 and isinstance(events[1], Prose)):
        return None
    first = events[0]
    text = heading_text(first.text)
    short = 0 < len(text) <= 100 and text.count(" ") < 14 and not text.endswith(_SENTENCE_ENDS)
    return text if short and not first.linked else None
