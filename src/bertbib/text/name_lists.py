"""Cutting a field of names into single names, by BibTeX's rule and by what people write instead."""

from __future__ import annotations

import re

SUFFIX = re.compile(r"(?:jr|sr|jnr|snr|ii|iii|iv|2nd|3rd|4th|esq|ph\.?\s?d|m\.?d)\.?", re.IGNORECASE)
"""What stands behind a family name: "Jr." and its like."""

SURE_SUFFIX = r"(?:Jr|Sr|Jnr|Snr)\.?|II|III|IV|2nd|3rd|4th"
"""Those that nobody is called by: "Md" is a given name, "Ii" a family name."""

EXTENDED = re.compile(r"(?:^|,)\s*[\"{]?(?:family|given|prefix|suffix)(?:-i)?\s*=", re.IGNORECASE)
"""How biblatex's extended name format begins (biblatex manual, 3.6)."""

SPACE = r"(?:\\ |\s|(?<!\\)~)+"
"""What separates the words of a name."""

_PARTICLES = (
    "van von vom der den de dem del dela della delle dello di da do dos das du des la las le les lo los el al ul bin "
    "ibn bint ter ten te ther zu zum zur tot auf af av op in und the 't 's \u2019t \u2019s d' d\u2019 dal dalla st st. "
    "vander vanden vande"
)
PARTICLES = frozenset(_PARTICLES.split())
"""Words that stand between given and family names."""

GROUP = (
    r"\b(?:collaborations?|team|consortium|contributors|project|network|initiative|committee|association|society|"
    r"institute|university|foundation|organi[sz]ation|group|task force|developers|community|laboratory|labs?|research|"
    r"workshop|corporation|inc|ltd|llc|gmbh|department|ministry|agency|commission|council)\b|(?-i: AI$)"
)
"""Words that show that a name is no person's; to be searched without regard to case."""

_AND = r" [Aa][Nn][Dd](?= )"
_PLAIN = re.compile(r"[^{}~;=\\]++")
_ET_AL = re.compile(r"(?:^|[\s~,])et[\s~]+al\.?$")


def split(text: str, separator: str) -> list[str]:
    """The parts of a text between separators outside braces, blanks at their ends off; a part may be empty."""
    if "{" not in text and "}" not in text:
        return [part.strip() for part in re.split(separator, text)]
    parts = []
    depth = start = 0
    for match in re.finditer(rf"[{{}}]|{separator}", text):
        if match[0] == "{":
            depth += 1
        elif match[0] == "}":
            depth = max(0, depth - 1)
        elif depth == 0:
            parts.append(text[start : match.start()].strip())
            start = match.end()
    return [*parts, text[start:].strip()]


def cut(text: str, separator: str) -> list[str]:
    """Like ``split``, without the empty parts."""
    return [part for part in split(text, separator) if part]


def single_names(text: str) -> list[str]:
    """The names in a field, as written; "others" where the list goes on ("and others", "et al.")."""
    folded = " ".join(text.split())
    plain = _plain_names(folded)
    if plain:
        return plain
    chunks = cut(folded, _AND)
    names: list[str] = []
    for number, chunk in enumerate(chunks, 1):
        if chunk.count(",") < 2 and chunk[-1] != "," and ";" not in chunk and "al" not in chunk:
            names.append(chunk)  # measured: nearly all
            continue
        for name in _in_chunk(chunk, goes_on=number < len(chunks)):
            bare = _ET_AL.sub("", name)
            if bare == name:
                names.append(name)
            else:
                names += [stripped for stripped in (bare.strip(" ,~"), "others") if stripped]
    return names


def _plain_names(text: str) -> list[str]:
    """The names where "and" alone separates them beyond doubt, as it mostly does; none where it may not."""
    lower = text.lower()
    if not _PLAIN.fullmatch(text) or "et al" in lower or " and and" in lower:
        return []
    names = text.split(" and ")
    if len(names) != lower.count(" and ") + 1 or lower.startswith("and ") or lower.endswith(" and"):
        return []
    if any(name[-1:] == "," or name.count(",") > 1 for name in names):
        return []
    return names


def _in_chunk(text: str, *, goes_on: bool) -> list[str]:
    """The names in what stands between two "and"s: more than one where somebody joined them by commas.

    Three parts of two words and more are three people, unless the second is a suffix; BibTeX knows no name of more than
    three parts. Two parts are left alone ("García Márquez, Gabriel José"), unless a comma stands before the "and".
    """
    if ";" in text and "&" not in text:
        return cut(text, ";")
    if "," not in text or EXTENDED.search(text):
        return [text]
    serial = text.endswith(",")
    parts = cut(text, ",")
    several = [len(cut(part, SPACE)) > 1 for part in parts]
    if len(parts) > 3:
        return _many(parts, several)
    if serial and (goes_on or len(parts) > 1):
        text = text.rstrip(" ,")
    people = all(several) and ((len(parts) == 3 and not SUFFIX.fullmatch(parts[1])) or (len(parts) == 2 and serial))
    return parts if people else [text] if parts else []


def _many(parts: list[str], several: list[bool]) -> list[str]:
    """Four parts and more: families and given names in turn (``Kingma, D. P., Ba, J.``), or whole names."""
    turns = all(map(_initials, parts[1::2])) or not any(several[::2])
    if len(parts) % 2 == 0 and turns:
        return [f"{family}, {given}" for family, given in zip(parts[::2], parts[1::2], strict=True)]
    names: list[str] = []
    for part in parts:
        if names and SUFFIX.fullmatch(part):
            names[-1] += f" {part}"
        else:
            names.append(part)
    return names


def _initials(text: str) -> bool:
    letters = re.sub(r"[\s.~-]", "", text)
    return 0 < len(letters) <= 4 and letters.isalpha() and letters.isupper()
