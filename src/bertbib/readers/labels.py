"""Labels of links (``pdf``, ``github``, ``CVPR 2024``) and what each link of an entry leads to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from bertbib.model import Identifier
from bertbib.model.reference import Role
from bertbib.readers.citing import cited_key
from bertbib.readers.notes import is_venue_note
from bertbib.readers.pieces import Piece
from bertbib.text.links import classify, parse_identifier

_WORDS: dict[Role, str] = {
    "paper": "paper papers pdf arxiv abs abstract doi ssrn acl openreview biorxiv medrxiv chemrxiv preprint "
    "journal publication ieee acm springer pmlr neurips nips cvf anthology ps hal pubmed fulltext proceedings article "
    "论文 论文链接 论文地址 原文",
    "code": "code codes github git gitlab repo repository pytorch tensorflow tf jax keras torch implementation "
    "implementations model models checkpoint checkpoints weights demo colab notebook official unofficial source "
    "huggingface hf software toolkit library 代码 源码 代码链接 代码地址",
    "data": "data dataset datasets corpus benchmark leaderboard 数据 数据集",
    "project": "project website webpage homepage page site web home docs documentation 项目 主页 项目主页",
    "blog": "blog blogpost post medium 博客 解读",
    "video": "video videos talk youtube recording 视频",
    "slides": "slides slide ppt presentation poster keynote",
    "other": "link url html 链接 bibtex bib cite citation citations tweet twitter supplementary "
    "supplement supp appendix review reviews summary wiki here this more read comments discussion news",
}
_ROLE = {word: role for role, words in _WORDS.items() for word in words.split()}
_JOINING_WORDS = (
    "and or of the a our my project's full text version v1 v2 v3 list official on in to see oral "
    "spotlight best award highlight findings workshop short long"
)
_JOINING = frozenset(_JOINING_WORDS.split())
_DATED = re.compile(r"(?:\((?:19|20)\d\d\)| [-\u2013\u2014] (?:19|20)\d\d)$")
_WORD = re.compile(r"[^\s&+/,|:()\[\]`*_.-]+")


class Hyperlink(NamedTuple):
    """A link of an entry; ``place`` counts its pieces, ``titled`` says that its label may be the title of a work."""

    place: int
    label: str
    url: str
    identifier: Identifier | None
    role: Role
    titled: bool


@lru_cache(maxsize=4096)
def label_role(label: str) -> Role | None:
    """The role that a label names, or None where it is no label but a text of its own."""
    words = _WORD.findall(label.lower())
    if not words or len(words) > 5:
        return None
    roles = [_ROLE.get(word) for word in words]
    if all(role or word in _JOINING for role, word in zip(roles, words, strict=True)):
        return next((role for role in roles if role), None)
    return None


def hyperlinks(pieces: Sequence[Piece]) -> list[Hyperlink]:
    """The links among pieces; anchors of the page itself (``#papers``) are left out."""
    found = []
    for place, piece in enumerate(pieces):
        if piece.kind != "link" or piece.url[:1] == "#":
            continue
        if cited_key(piece.url):
            titled = _leads(pieces, place) and piece.text.count(" ") > 1 and not _is_label(piece.text, bracketed=False)
            found.append(Hyperlink(place, piece.text, piece.url, None, "paper", titled))
            continue
        before = pieces[place - 1].text.rstrip() if place else ""
        after = pieces[place + 1].text.lstrip() if place + 1 < len(pieces) else ""
        bracketed = before[-1:] in ("[", "(", "\uff08", "\u3010") or after[:1] in ("]", "\uff09", "\u3011")
        bracketed |= before[-1:] == "|" and _columns(pieces[:place]) > 1
        label = piece.text
        if label[:1] == "[" and label[-1:] == "]":
            label, bracketed = label[1:-1].strip(), True
        titled = not piece.image and (not _is_label(label, bracketed) or _is_dated_title(label, pieces, place))
        identifier, role = classify(piece.url)
        named = None if titled else label_role(label) or label_role(_key_before(before) if not label else "")
        role = _settled(role, named, piece.url.strip(), identifier)
        found.append(Hyperlink(place, label, piece.url, identifier, role, titled))
    return found


def _columns(pieces: Sequence[Piece]) -> int:
    """How many columns between pipes end before a link: what stands in a later one is a label, not the title."""
    return sum(piece.text.count("|") for piece in pieces if piece.kind == "text")


def _settled(role: Role, named: Role | None, url: str, identifier: Identifier | None) -> Role:
    """The URL's role first, since labels lie; the label's where the URL says nothing certain, unless it is empty."""
    if named and url and (role == "other" or (identifier is not None and identifier.scheme == "url")):
        return named
    return role


def _key_before(text: str) -> str:
    """The key of ``Paper: https://...``, or an empty string."""
    head, colon, tail = text.replace("\uff1a", ":").rpartition(":")
    return head[-40:] if colon and not tail.strip() else ""


def _leads(pieces: Sequence[Piece], place: int) -> bool:
    """Whether nothing stands before a piece on its line."""
    return not any(one.text.strip() or one.kind == "break" for one in pieces[:place])


def _is_dated_title(label: str, pieces: Sequence[Piece], place: int) -> bool:
    """Whether the text of a link is a title with its year (``Cell as Computation (2002)``): a venue's name, which looks
    the same, does not begin an entry.
    """
    dated = label[-1:] in "0123456789)" and label.count(" ") > 2 and _DATED.search(label) is not None
    return dated and _leads(pieces, place)


def _is_label(label: str, bracketed: bool) -> bool:
    """Whether the text of a link says what the link is rather than which work it is."""
    if not any(map(str.isalpha, label)):
        return True
    if len(label) > 200:
        return False
    words = label.count(" ") + 1
    if words <= 5 and (bracketed or label_role(label) is not None):
        return True
    if "://" in label or label[:4] == "www.":
        return " " not in label
    return words <= 8 and (is_venue_note(label) or (words == 1 and parse_identifier(label) is not None))
