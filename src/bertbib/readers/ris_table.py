"""RIS tags and types -> CSL's variables and types.

Facts of the RIS format specifications (Research Information Systems, 2001 and 2011) and of what programs write where
these leave room: Zotero, EndNote, Mendeley and publishers put a proceedings' name into C3, T2, BT or JO.
"""

from __future__ import annotations

CSL_TYPES = {
    "ABST": "article-journal", "ADVS": "motion_picture", "AGGR": "dataset", "ANCIENT": "classic", "ART": "graphic",
    "BILL": "bill", "BLOG": "post-weblog", "BOOK": "book", "CASE": "legal_case", "CHAP": "chapter", "CHART": "figure",
    "CLSWK": "classic", "COMP": "software", "CONF": "paper-conference", "CPAPER": "paper-conference", "CTLG": "book",
    "DATA": "dataset", "DBASE": "dataset", "DICT": "entry-dictionary", "EBOOK": "book", "ECHAP": "chapter",
    "EDBOOK": "book", "EJOUR": "article-journal", "ELEC": "webpage", "ENCYC": "entry-encyclopedia", "EQUA": "figure",
    "FIGURE": "figure", "GEN": "document", "GOVDOC": "report", "GRANT": "report", "HEAR": "hearing",
    "ICOMM": "webpage", "INPR": "article-journal", "INTV": "interview", "JFULL": "periodical",
    "JOUR": "article-journal", "LEGAL": "legal_case", "MANSCPT": "manuscript", "MAP": "map", "MGZN": "article-magazine",
    "MPCT": "motion_picture", "MULTI": "motion_picture", "MUSIC": "musical_score", "NEWS": "article-newspaper",
    "PAMP": "pamphlet", "PAT": "patent", "PCOMM": "personal_communication", "PREPRINT": "article", "RPRT": "report",
    "SER": "book", "SLIDE": "speech", "SOUND": "song", "STAND": "standard", "STAT": "legislation", "THES": "thesis",
    "UNBILL": "bill", "UNPB": "manuscript", "UNPD": "manuscript", "VIDEO": "motion_picture", "WEB": "webpage",
}  # fmt: skip
"""Types of reference; all others are documents."""

_TAGS = (
    "TY ER ID A1 A2 A3 A4 AB AD AN AU AV BT C1 C2 C3 C4 C5 C6 C7 C8 CA CN CP CR CT CY DA DB DI DO DP DS ED EP ET FD H1 "
    "H2 IS J1 J2 JA JF JO K1 KW L1 L2 L3 L4 LA LB LK M1 M2 M3 N1 N2 NO NV OL OP PA PB PM PMID PP PY RD RI RN RP RT SE "
    "SF SL SN SP SR ST SV T1 T2 T3 TA TI TT U1 U2 U3 U4 U5 UK UR VL VO WP WT WV Y1 Y2 YR"
)
TAGS = frozenset(_TAGS.split())
"""Tags that are known, for lines of a loose form: ``TY - JOUR``."""

TITLES = ("TI", "T1", "CT")
ABSTRACTS = ("AB", "N2")
NOTES = ("N1", "M2", "RN", "NO")
PUBLISHERS = ("PB",)
PLACES = ("CY", "PP")
LINKS = {"L1": "paper", "L2": "paper", "LK": "other", "L4": "other"}

BOOKS = frozenset({"book"})
PARTS = frozenset({"chapter", "paper-conference", "entry-dictionary", "entry-encyclopedia"})
WHOLES = BOOKS | {"thesis", "report", "software", "map", "manuscript", "pamphlet"}
"""Types whose T2 is a series, and whose SP is the number of pages."""

PERIODICALS = ("JF", "JO", "T2", "BT", "JA", "J1", "J2")
VOLUMES = ("C3", "BT", "T2", "JF", "JO", "JA", "T3")
SERIES_OF_A_PART = ("T3",)
SERIES_OF_A_WHOLE = ("T2", "T3")
