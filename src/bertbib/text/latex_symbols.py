"""What single LaTeX macros print: accents, letters, symbols, spaces, and how macros with arguments are read.

Sources: "The Not So Short Introduction to LaTeX" (accents and special characters), The TeXbook, chapter 9, and "The
Comprehensive LaTeX Symbol List". Whatever is not here is looked up in pylatexenc's tables.
"""

from __future__ import annotations

from functools import lru_cache

ACCENTS = {
    "`": ("\u0300", "`"),
    "'": ("\u0301", "\u00b4"),
    "^": ("\u0302", "^"),
    "~": ("\u0303", "~"),
    '"': ("\u0308", "\u00a8"),
    "=": ("\u0304", "\u00af"),
    ".": ("\u0307", "\u02d9"),
    "u": ("\u0306", "\u02d8"),
    "v": ("\u030c", "\u02c7"),
    "H": ("\u030b", "\u02dd"),
    "r": ("\u030a", "\u02da"),
    "c": ("\u0327", "\u00b8"),
    "k": ("\u0328", "\u02db"),
    "d": ("\u0323", "."),
    "b": ("\u0331", "_"),
    "t": ("\u0361", "\u2040"),
    "h": ("\u0309", ""),
    "G": ("\u030f", ""),
    "f": ("\u0311", ""),
    "textcommabelow": ("\u0326", ","),
}
"""Accent macro -> the combining character, and what stands there when there is no letter to carry it."""

LETTERS = {
    "o": "ø",
    "O": "Ø",
    "l": "ł",
    "L": "Ł",
    "ae": "æ",
    "AE": "Æ",
    "oe": "œ",
    "OE": "Œ",
    "aa": "å",
    "AA": "Å",
    "ss": "ß",
    "SS": "SS",
    "i": "\u0131",
    "j": "\u0237",
    "dh": "ð",
    "DH": "Ð",
    "dj": "đ",
    "DJ": "Đ",
    "th": "þ",
    "TH": "Þ",
    "ng": "ŋ",
    "NG": "Ŋ",
    "ohorn": "ơ",
    "OHORN": "Ơ",
    "uhorn": "ư",
    "UHORN": "Ư",
}

SYMBOLS = {
    "ldots": "…",
    "dots": "…",
    "textellipsis": "…",
    "textendash": "\u2013",
    "textemdash": "—",
    "textendashsp": "\u2013",
    "textquotesingle": "'",
    "textquoteleft": "\u2018",
    "textquoteright": "\u2019",
    "textquotedblleft": "“",
    "textquotedblright": "”",
    "textquotedbl": '"',
    "lq": "\u2018",
    "rq": "\u2019",
    "guillemotleft": "«",
    "guillemotright": "»",
    "textbackslash": "\\",
    "textasciitilde": "~",
    "textasciicircum": "^",
    "textasciigrave": "`",
    "textdollar": "$",
    "textunderscore": "_",
    "textbraceleft": "{",
    "textbraceright": "}",
    "textless": "<",
    "textgreater": ">",
    "textbar": "|",
    "textasteriskcentered": "*",
    "textperiodcentered": "·",
    "textbullet": "•",
    "textdegree": "°",
    "textmu": "µ",
    "textpm": "±",
    "texttimes": "\u00d7",
    "textregistered": "®",
    "texttrademark": "™",
    "textcopyright": "©",
    "copyright": "©",
    "pounds": "£",
    "textsterling": "£",
    "texteuro": "€",
    "euro": "€",
    "S": "§",
    "P": "¶",
    "dag": "†",
    "ddag": "‡",
    "textexclamdown": "¡",
    "textquestiondown": "¿",
    "textordfeminine": "ª",
    "textordmasculine": "º",
    "slash": "/",
    "lbrace": "{",
    "rbrace": "}",
    "newblock": " ",
    "quad": " ",
    "qquad": " ",
    "enspace": " ",
    "thinspace": " ",
    "space": " ",
    "nobreakspace": " ",
    "newline": " ",
    "linebreak": " ",
    "par": " ",
}

LOGOS = {"TeX": "TeX", "LaTeX": "LaTeX", "LaTeXe": "LaTeX2e", "BibTeX": "BibTeX", "XeTeX": "XeTeX", "LuaTeX": "LuaTeX"}
"""Words that are macros because their capitals matter."""

CHARACTERS = {
    "&": "&",
    "%": "%",
    "$": "$",
    "#": "#",
    "_": "_",
    "{": "{",
    "}": "}",
    " ": " ",
    "\n": " ",
    "\t": " ",
    "\r": " ",
    "\\": " ",
    ",": " ",
    ";": " ",
    ":": " ",
    ">": " ",
    "!": "",
    "/": "",
    "-": "",
    "@": "",
}
"""Control symbols (a backslash and one character that is no letter)."""

_SILENT = (
    "relax protect bf it em sc rm tt sl sf md up bfseries itshape slshape scshape upshape mdseries normalfont rmfamily "
    "sffamily ttfamily tiny scriptsize footnotesize small normalsize large Large LARGE huge Huge null noindent "
    "leavevmode boldmath unboldmath displaystyle textstyle xspace allowbreak nobreak"
)
SILENT = frozenset(_SILENT.split())
"""Declarations and the like: they print nothing themselves."""

_WRAPPERS = (
    "emph textbf textit textsc textrm texttt textsl textsf textmd textup textnormal text mbox hbox fbox underline "
    "uline uppercase lowercase MakeUppercase MakeLowercase textsuperscript textsubscript mathrm bibinfo "
    "bibnamefont bibfnamefont bibstring textnohyphenation textln mkbibemph mkbibbold mkbibitalic titlecap ensuretext "
    "capitalisewords textgreek textcyr foreigntext"
)
WRAPPERS = frozenset(_WRAPPERS.split())
"""Macros whose one argument is the text."""

QUOTERS = frozenset({"enquote", "mkbibquote", "textquote"})

_DROPPERS = "noopsort SortNoop nosort printfirst vphantom phantom hphantom label vspace hspace"
DROPPERS = frozenset(_DROPPERS.split())
"""Macros whose argument is not printed, such as the sorting trick of the BibTeX manual."""


@lru_cache(maxsize=512)
def rare_symbol(macro: str) -> str | None:
    """What a macro without arguments prints according to pylatexenc (``alpha``: the letter); None if it knows none."""
    # Imported here: most bibliographies never name a macro that is not in the tables above.
    from pylatexenc.latex2text import get_default_latex_context_db

    spec = get_default_latex_context_db().get_macro_spec(macro)
    replacement = getattr(spec, "simplify_repl", None)
    if isinstance(replacement, str) and replacement and "%" not in replacement:
        return replacement
    return None
