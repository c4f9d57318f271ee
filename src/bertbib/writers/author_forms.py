"""How a list writes the authors of a work: full names, initials, ``Family, G.`` or only the first one ``et al.``"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from bertbib.model import Name

_SMALL = frozenset(
    {"and", "et", "al", "al.", "de", "del", "della", "der", "den", "di", "da", "dos", "du", "el", "bin", "la", "le"}
    | {"van", "von", "vom", "ten", "ter", "y", "e", "zu", "others"}
)
_ET_AL = re.compile(r"[,;]?\s*(?:\bet al\b\.?|\band others\b|\betc\b\.?|\.\.\.|\u2026|\u7b49)\s*$")
_INITIALS = re.compile(r"(?:[A-Z]\.[ -]?)+\s*[^\W\d_]{2,}")
_INVERTED = re.compile(r"[^\W\d_][\w'\u2019-]*(?: [^\W\d_][\w'\u2019-]*)?, (?:[A-Z]\.[ -]?)+")
_JOINT = re.compile(r",?\s+(?:and|&)\s+")


class AuthorForm(NamedTuple):
    """A way to write authors: ``style`` of one name, ``last`` before the last one; ``et_al`` is the words for the
    others, ``named`` how many come before them.
    """

    style: str
    last: str
    between: str = ", "
    et_al: str = ""
    named: int = 1

    def render(self, authors: Sequence[Name]) -> str:
        """The authors, in this form."""
        names = [_written(name, self.style) for name in authors]
        if self.et_al and len(names) > self.named:
            return self.between.join(names[: self.named]) + self.et_al
        if len(names) < 2:
            return "".join(names)
        return self.between.join(names[:-1]) + self.last + names[-1]


def author_form(text: str) -> AuthorForm | None:
    """The form of a text that looks like the authors of a work; None where it is something else."""
    text = " ".join(text.split())
    found = _ET_AL.search(text[-20:])
    et_al = text[len(text) - len(found[0]) :] if found else ""
    people = text[: len(text) - len(et_al)]
    if not people or any(map(str.isdigit, people)) or len(people) > 2000:
        return None
    words = [word.strip(".,;&*") for word in people.split()]
    if any(word and not word[0].isupper() and word.lower() not in _SMALL for word in words):
        return None
    joints = _JOINT.findall(people)
    between = "; " if ";" in people else ", "
    names = re.split(r";|,|\s(?:and|&)\s", people)
    named = [name for name in names if name.strip()]
    if not et_al and len(named) < 2:
        return None
    style = "full"
    if _INVERTED.match(people):
        style, named = "inverted", named[::2]
    elif _INITIALS.match(people):
        style = "initials"
    elif et_al and all(len(name.split()) == 1 for name in named):
        style = "family"
    if any(len(name.split()) > 5 for name in named):
        return None
    return AuthorForm(style, joints[-1] if joints else between, between, et_al, len(named))


def _written(name: Name, style: str) -> str:
    if name.literal or not name.family:
        return str(name)
    family = " ".join(part for part in (name.non_dropping_particle, name.family) if part)
    if style == "family":
        return family
    if style == "full" or not name.given:
        return str(name)
    initials = " ".join(f"{part[0]}." for part in re.split(r"[\s.-]+", name.given) if part)
    return f"{family}, {initials}" if style == "inverted" else f"{initials} {family}"
