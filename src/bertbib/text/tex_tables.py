r"""What TeX calls characters, and the macros that may stand in mathematics because all they do is print.

Sources: "The Comprehensive LaTeX Symbol List" (accents, text symbols), "User's Guide for the amsmath Package".
"""

from __future__ import annotations

ACCENT_MACROS = {
    "\u0300": r"\`",
    "\u0301": r"\'",
    "\u0302": r"\^",
    "\u0303": r"\~",
    "\u0304": r"\=",
    "\u0306": r"\u",
    "\u0307": r"\.",
    "\u0308": r"\"",
    "\u030a": r"\r",
    "\u030b": r"\H",
    "\u030c": r"\v",
    "\u0323": r"\d",
    "\u0327": r"\c",
    "\u0328": r"\k",
    "\u0331": r"\b",
}
"""Combining character -> accent macro."""

NAMED_CHARACTERS = {
    "\u00a0": "~",
    "¡": r"{\textexclamdown}",
    "¢": r"{\textcent}",
    "£": r"{\textsterling}",
    "¤": r"{\textcurrency}",
    "¥": r"{\textyen}",
    "¦": r"{\textbrokenbar}",
    "§": r"{\S}",
    "¨": r"{\textasciidieresis}",
    "©": r"{\textcopyright}",
    "ª": r"{\textordfeminine}",
    "«": r"{\guillemotleft}",
    "¬": r"{\textlnot}",
    "®": r"{\textregistered}",
    "¯": r"{\textasciimacron}",
    "°": r"{\textdegree}",
    "±": r"{\textpm}",
    "²": r"{\texttwosuperior}",
    "³": r"{\textthreesuperior}",
    "\u00b4": r"{\textasciiacute}",
    "µ": r"{\textmu}",
    "¶": r"{\P}",
    "·": r"{\textperiodcentered}",
    "¹": r"{\textonesuperior}",
    "º": r"{\textordmasculine}",
    "»": r"{\guillemotright}",
    "¼": r"{\textonequarter}",
    "½": r"{\textonehalf}",
    "¾": r"{\textthreequarters}",
    "¿": r"{\textquestiondown}",
    "\u00d7": r"{\texttimes}",
    "÷": r"{\textdiv}",
    "å": r"{\aa}",
    "Å": r"{\AA}",
    "æ": r"{\ae}",
    "Æ": r"{\AE}",
    "ø": r"{\o}",
    "Ø": r"{\O}",
    "ß": r"{\ss}",
    "ð": r"{\dh}",
    "Ð": r"{\DH}",
    "þ": r"{\th}",
    "Þ": r"{\TH}",
    "đ": r"{\dj}",
    "Đ": r"{\DJ}",
    "\u0131": r"{\i}",
    "ĳ": r"{\ij}",
    "Ĳ": r"{\IJ}",
    "ł": r"{\l}",
    "Ł": r"{\L}",
    "ŋ": r"{\ng}",
    "Ŋ": r"{\NG}",
    "œ": r"{\oe}",
    "Œ": r"{\OE}",
    "ȷ": r"{\j}",
    "…": r"{\ldots}",
    "„": r"{\quotedblbase}",
    "\u201a": r"{\quotesinglbase}",
    "†": r"{\dag}",
    "‡": r"{\ddag}",
    "•": r"{\textbullet}",
    "€": r"{\texteuro}",
    "™": r"{\texttrademark}",
}
"""Character -> TeX, braced so that BibTeX leaves the macro's capitals alone."""

_QUOTES = "'`\u2018\u2019\u201c\u201d"
_DASHES = "-\u2013\u2014"
TOUCHING = {
    "\u2013": ("--", _DASHES, r"{\textendash}"),
    "\u2014": ("---", _DASHES, r"{\textemdash}"),
    "\u2018": ("`", _QUOTES, r"{\textquoteleft}"),
    "\u2019": ("'", _QUOTES, r"{\textquoteright}"),
    "\u201c": ("``", _QUOTES, r"{\textquotedblleft}"),
    "\u201d": ("''", _QUOTES, r"{\textquotedblright}"),
}
"""Character -> TeX's ligature, the neighbours that would join it, and the name to use beside them."""

_WITH_ARGUMENT = """
frac dfrac tfrac binom sqrt mathcal mathbb mathbf mathrm mathit mathsf mathtt mathfrak boldsymbol text textrm textit
textbf mathop operatorname overline underline hat widehat bar tilde widetilde vec dot ddot check breve acute grave
left right
"""

_SYMBOLS = """
alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi omicron pi varpi rho varrho
sigma varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega
aleph beth ell hbar imath jmath wp Re Im partial nabla infty emptyset varnothing forall exists neg lnot prime angle
times div cdot cdots ldots dots vdots ddots ast star circ bullet pm mp oplus ominus otimes odot wedge vee land lor
cap cup setminus sqcap sqcup uplus amalg dagger ddagger
le leq ge geq ne neq ll gg approx sim simeq cong equiv propto prec succ preceq succeq subset supset subseteq supseteq
in ni notin not mid parallel perp models vdash dashv triangleq lesssim gtrsim
to gets mapsto leftarrow rightarrow leftrightarrow Leftarrow Rightarrow Leftrightarrow longrightarrow longleftarrow
longmapsto uparrow downarrow updownarrow hookrightarrow hookleftarrow rightharpoonup rightleftharpoons iff implies
sum prod coprod int oint bigcup bigcap bigoplus bigotimes bigwedge bigvee
arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf ker lg lim liminf limsup ln log max min Pr
sec sin sinh sup tan tanh
langle rangle lfloor rfloor lceil rceil lvert rvert lVert rVert vert Vert lbrace rbrace backslash
quad qquad displaystyle textstyle mathstrut
"""

NEED_ARGUMENT = frozenset(_WITH_ARGUMENT.split())
"""Macros of mathematics that are an error at the end of a formula."""

HARMLESS = frozenset(_SYMBOLS.split()) | NEED_ARGUMENT | frozenset(",;:!>{}|_%&#$ ")
"""Macros and escaped characters that print something in mathematics and do nothing else."""
