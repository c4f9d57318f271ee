"""What a build never does to files: write over somebody else's, or over what somebody added by hand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from bertbib import project
from bertbib.app.rendering import STUB
from bertbib.model import Entry, InputError, Problem, Where
from bertbib.text.tex import citation_key

_ENTRY = re.compile(r"^@\w+\{([^,\s]+),(.*?)^\}", re.MULTILINE | re.DOTALL)
_HEAD = re.compile(rf"{re.escape(project.GENERATED)}: .* \(([^()]*)\)$", re.MULTILINE)


def check_targets(files: Mapping[Path, str], sources: Iterable[str], entries: Iterable[Entry]) -> list[Problem]:
    """Problems with the .bib files that are about to change.

    ``sources`` are the lists of this run, ``entries`` those of the lock before and after. A file that another list
    made is replaced with a warning. Raise InputError for a file that bertbib did not write, or one with entries added
    by hand.
    """
    problems = []
    known = {citation_key(key) for entry in entries for key in (entry.key, *entry.aliases)}
    names = {Path(source).name for source in sources}
    for path in files:
        if path.suffix != ".bib" or not path.exists():
            continue
        if project.is_foreign(path):
            hint = "move it away, choose another --out, or rename the theme; nothing was written"
            message = "this file was not written by bertbib and is not overwritten"
            raise InputError(message, where=Where(str(path)), hint=hint)
        text, _encoding = project.read_text(path)
        _refuse_handwritten(text, known, path)
        made_from = _HEAD.search(text)
        if made_from and made_from[1] not in names:
            message = f"the bibliography of {made_from[1]} was replaced: both lists have a theme of this name"
            hint = "build both lists together, or rename one of the themes"
            problems.append(Problem("other-list", "warning", message, Where(str(path)), hint))
    return problems


def _refuse_handwritten(text: str, known: set[str], path: Path) -> None:
    """Entries of ours end with the keywords of their themes; one of an unknown key without them was added by hand."""
    by_hand = [
        key
        for key, body in _ENTRY.findall(text)
        if key not in known and not key.startswith(STUB) and "\n  keywords = {" not in body
    ]
    if by_hand:
        shown = ", ".join(by_hand[:5]) + (f" and {len(by_hand) - 5} more" if len(by_hand) > 5 else "")
        message = f"entries were added to this file by hand and would be lost: {shown}"
        hint = "move them into a .bib of your own; nothing was written"
        raise InputError(message, where=Where(str(path)), hint=hint)
