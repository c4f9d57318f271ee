"""Texts of .bib files in everybody's style, with what they say: for the tests that read or edit them in place."""

from dataclasses import dataclass

from hypothesis import strategies as st

PIECES = (
    *("Deep", "networks", "ü", "日本", "Ω", "{BERT}", "{N{e}{{s}}t}", '{"}', '{\\"o}', "\\'{e}", "\\&", "\\{x\\}"),
    *(" ", " ", ", ", " = ", "a@b.org", "x@ home", " % ", "#", "'", "~", "--", "(", ")", "\n    ", "\t"),
)
"""What values are put together from; none of it ends one, and no line starts with an @."""

KEYS = ("a", "Liu2019", "DBLP:conf/x/1+X'22", "a b", "Müller", "foo%2F", "10.1000/1#2", "*", "a@b", "x_y-z")
NAMES = ("author", "title", "journal", "year", "month", "pages", "note", "keywords", "url", "x-note", "bdsk-url-1")
BETWEEN = (
    "",
    "\n",
    "Some text, by me@home.org (or you@work {x}).\n",
    "% a comment, see @misc\n",
    "%@misc{old, title = {x}}\n",
    '@comment{jabref-meta: databaseType:bibtex;}\n\n@string{acl = "Proc. of {ACL}"}\n',
    "@String(nips = {NeurIPS})\n",
    '@preamble{"\\newcommand{\\x}{y}" # { % }}\n',
)
BROKEN = (
    "@misc{lost, title = {T\n",
    "@misc{lost, title = {T}, {x}}\n",
    "@article{\n",
    "@misc{lost, title = {a \\} b}}\n",
)


@dataclass(frozen=True)
class Styled:
    """An entry as written, and what it says: its fields in order, values as between their delimiters."""

    text: str
    type: str
    key: str
    fields: tuple[tuple[str, str], ...]
    comments: tuple[str, ...] = ()


@dataclass(frozen=True)
class StyledFile:
    """A .bib text with its entries; ``newline`` ends its lines."""

    text: str
    newline: str
    entries: tuple[Styled, ...]


values = st.lists(st.sampled_from(PIECES), max_size=6).map("".join)


@st.composite
def fields_written(draw: st.DrawFn, name: str) -> tuple[str, str]:
    """A value as it is written, and as it is read."""
    if name == "month":
        month = draw(st.sampled_from(["jan", "SEP"]))
        return month, month.lower()
    if name == "year":
        year = str(draw(st.integers(1900, 2100)))
        return draw(st.sampled_from(["%s", "{%s}", '"%s"'])) % year, year
    value = draw(values)
    form = draw(st.sampled_from(["{%s}", "{%s}", '"%s"', '{%s} # ""', '"" #\n "%s"', "{%s}#{}"]))
    return form % value, value


@st.composite
def entries(draw: st.DrawFn, key: str) -> Styled:
    """An entry in one of the layouts that people use."""
    entry_type = draw(st.sampled_from(["article", "misc", "InProceedings", "BOOK"]))
    names = draw(st.lists(st.sampled_from(NAMES), max_size=6, unique=True))
    written = [draw(fields_written(name)) for name in names]
    opening, closing = draw(st.sampled_from([("{", "}"), ("{", "}"), ("(", ")")]))
    case = draw(st.sampled_from([str.lower, str.lower, str.upper, str.title]))
    layout = draw(st.sampled_from(["lines", "lines", "one line", "leading", "two on a line"]))
    indent = draw(st.sampled_from(["", "  ", "\t"])) if layout != "one line" else ""
    equals = draw(st.sampled_from([" = ", "=", "\t= "]))
    width = draw(st.sampled_from([0, 0, 12]))
    comments: list[str] = []
    text = f"@{entry_type}{draw(st.sampled_from(['', ' ']))}{opening}{key}"
    for number, (name, (raw, _)) in enumerate(zip(names, written, strict=True)):
        comment = ""
        if (layout == "lines" or (layout == "leading" and number and "%" not in key)) and draw(st.integers(0, 4)) == 0:
            comments.append(f"% why {key} {number}")
            comment = f" {comments[-1]}"
        if layout == "one line" or (layout == "two on a line" and number % 2):
            text += f",{draw(st.sampled_from(['', ' ']))}"
        elif layout == "leading":
            text += f"{comment}\n{indent}, "
        else:
            text += f",{comment}\n{indent}"
        text += f"{case(name).ljust(width)}{equals}{raw}"
    text += draw(st.sampled_from(["", ","])) if layout != "leading" else ""
    text += ("" if layout == "one line" else draw(st.sampled_from(["\n", " ", "\n  "]))) + closing
    fields = tuple((case(name), value) for name, (_, value) in zip(names, written, strict=True))
    return Styled(text, entry_type, key, fields, tuple(comments))


@st.composite
def bib_files(draw: st.DrawFn, *, broken: bool = False) -> StyledFile:
    """A whole file; with ``broken``, entries that nobody can read stand between the others."""
    newline = draw(st.sampled_from(["\n", "\n", "\r\n", "\r"]))
    keys = draw(st.lists(st.sampled_from(KEYS), max_size=4, unique=True))
    found = []
    text = draw(st.sampled_from(["", "\ufeff"]))
    for key in keys:
        entry = draw(entries(key))
        between = draw(st.sampled_from(BETWEEN + BROKEN if broken else BETWEEN))
        text += between + entry.text + draw(st.sampled_from(["\n", "\n\n"]))
        found.append(entry)
    text += draw(st.sampled_from(["", "The end."]))
    changed = [Styled(one.text.replace("\n", newline), one.type, one.key, one.fields, one.comments) for one in found]
    return StyledFile(text.replace("\n", newline), newline, tuple(changed))
