"""Which headings of an Org file are entries rather than themes.

An entry is a heading that links a paper, or has one in its properties or in the lines right below it; a theme is a
heading above entries. What stands below an entry are its details.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bertbib.readers.blocks import Block
from bertbib.readers.citing import CITE, citation, cited_key
from bertbib.readers.labels import Hyperlink, hyperlinks
from bertbib.readers.notes import is_venue_note, year_in
from bertbib.readers.pieces import BREAK, Piece, text_of
from bertbib.readers.slots import Unit, bold, linked, plain, quoted
from bertbib.text.links import canonical_url, parse_identifier

_TAGS = re.compile(r"[ \t]+:[\w@#%:]+:[ \t]*$")
_PRIORITY = re.compile(r"\[#\w{1,2}\][ \t]*")
_SURE_STATES = frozenset({"TODO", "DONE"})
_LINKS = frozenset(
    {
        "URL",
        "LINK",
        "DOI",
        "ARXIV",
        "ARXIV_ID",
        "EPRINT",
        "SOURCE",
        "PDF",
        "ROAM_REFS",
        "ROAM_REF",
        "ROAM_KEY",
        "ISBN",
        "PAPER",
    }
)
_KEYS = frozenset(
    {
        "CITE_KEY",
        "CITEKEY",
        "BIBTEX_KEY",
        "BIBKEY",
        "CITATION_KEY",
        "ROAM_REFS",
        "ROAM_REF",
        "ROAM_KEY",
        "NOTER_CITE_KEY",
    }
)
_VENUES = ("VENUE", "CONFERENCE", "JOURNAL", "BOOKTITLE")
_ROAM_KEY = re.compile(r"(?:\[cite:)?(?:@|cite:&?)([^\s\];,]+)")


@dataclass(slots=True)
class Outline:
    """A heading's text without its state, priority and tags, and its properties."""

    text: str
    state: str = ""
    commented: bool = False
    properties: list[tuple[str, str]] = field(default_factory=list)

    @classmethod
    def of(cls, text: str, states: Collection[str]) -> Outline:
        """Read what follows the stars; ``states`` are the words that can be a state."""
        text = _TAGS.sub("", f" {text}").strip()
        state, _, rest = text.partition(" ")
        rest = rest.strip()
        # "READING List" is a name, "READING [[url][Title]]" a state.
        if state in states and rest and (state in _SURE_STATES or "[[" in rest or rest.count(" ") > 1):
            text = rest
        else:
            state = ""
        text = _PRIORITY.sub("", text, count=1) if text.startswith("[#") else text
        if text == "COMMENT" or text.startswith("COMMENT "):
            return cls(text, state, commented=True)
        return cls(text, state)

    def links(self) -> list[Piece]:
        """The links that the properties state, a citation key first, and a note of venue and year."""
        found: list[Piece] = []
        values = dict(self.properties)
        for name, value in self.properties:
            if name in _KEYS:
                found += [citation(key) for key in _keys(name, value)]
            if name == "CUSTOM_ID" and "BTYPE" in values:  # ol-bibtex keeps an entry's key there
                found.append(citation(value))
        for name, value in self.properties:
            found += [Piece("", "link", url) for url in _urls(name, value)] if name in _LINKS else []
        venue = next((values[name] for name in _VENUES if name in values), "")
        year = year_in(values.get("YEAR", "") or values.get("DATE", ""))
        if venue or year:
            said = f"{venue} {year}" if venue and year and str(year) not in venue else venue or str(year)
            found.append(Piece(f" ({said})"))
        return found


def _keys(name: str, value: str) -> list[str]:
    if name.startswith("ROAM"):
        return _ROAM_KEY.findall(value)
    return [value.split()[0].lstrip("@")] if value.split() else []


def _urls(name: str, value: str) -> Iterator[str]:
    """The addresses in a property; a bare number is one of the scheme that the property's name says."""
    scheme = {"DOI": "doi:", "ARXIV": "arxiv:", "ARXIV_ID": "arxiv:", "EPRINT": "arxiv:", "ISBN": "isbn:"}.get(name, "")
    for word in value.replace('"', " ").split():
        word = word.strip("[]<>,;")
        identifier = parse_identifier(word) or (parse_identifier(scheme + word) if scheme else None)
        if "://" in word:
            yield word
        elif identifier is not None:
            yield canonical_url(identifier)


@dataclass(slots=True)
class _Node:
    """A heading with the blocks right below it, its own links, and the headings below it."""

    heading: Block
    outline: Outline
    pieces: list[Piece]
    body: list[Block] = field(default_factory=list)
    parent: _Node | None = None
    children: list[_Node] = field(default_factory=list)
    entry: bool = False

    @property
    def links(self) -> list[Hyperlink]:
        return hyperlinks(self.pieces)


def blocks_of(blocks: Sequence[Block], outlines: Mapping[int, Outline]) -> list[Block]:
    """The blocks with entry headings, and all that stands below each, as items."""
    preface, nodes = _nodes(blocks, outlines)
    for node in reversed(nodes):  # what is below a heading comes after it
        node.entry = _is_entry(node)
    for node in nodes:
        _settle_siblings(node)
    found = list(preface)
    inside: _Node | None = None
    current = Block("other", 0)
    open_level = 0
    for node in nodes:
        if inside is not None and node.heading.level > inside.heading.level:
            current.later += [BREAK, *node.pieces, *_flat(node.body)]
            continue
        inside = None
        if node.entry and not _has_entries_below(node):
            inside = node
            if open_level >= node.heading.level:  # an entry beside a theme is not in it
                found.append(Block("heading", node.heading.line, level=node.heading.level))
            details = [block for block in node.body if not _opens_with_a_paper(block)]
            current = Block("item", node.heading.line, _with_title(node), later=_flat(details))
            found += [current, *filter(_opens_with_a_paper, node.body)]
            continue
        found.append(node.heading)
        open_level = node.heading.level
        if node.entry:  # a theme named by a paper: the paper is in it
            found.append(Block("item", node.heading.line, node.pieces))
        found += node.body
    return found


def _with_title(node: _Node) -> list[Piece]:
    """An entry's pieces; the text of a heading that links and marks nothing is its title, as if it were bold."""
    text = text_of(node.heading.pieces)
    if not text or any(piece.kind == "link" or piece.bold for piece in node.heading.pieces) or text[0] in '"\u201c':
        return node.pieces
    title, _, said = text[:-1].rpartition(" (") if text.endswith(")") else ("", "", "")
    noted = bool(title) and (is_venue_note(said) or (said.isdecimal() and year_in(said) is not None))
    written = [Piece(title, bold=True), Piece(f" ({said})")] if noted else [Piece(text, bold=True)]
    return [*written, *node.pieces[len(node.heading.pieces) :]]


def _nodes(blocks: Sequence[Block], outlines: Mapping[int, Outline]) -> tuple[list[Block], list[_Node]]:
    preface: list[Block] = []
    nodes: list[_Node] = []
    stack: list[_Node] = []
    for block in blocks:
        if block.kind != "heading":
            (nodes[-1].body if nodes else preface).append(block)
            continue
        outline = outlines[block.line]
        node = _Node(block, outline, [*block.pieces, *outline.links()])
        while stack and stack[-1].heading.level >= block.level:
            stack.pop()
        if stack:
            node.parent = stack[-1]
            stack[-1].children.append(node)
        stack.append(node)
        nodes.append(node)
    return preface, nodes


def _is_entry(node: _Node) -> bool:
    links = node.links
    if any(link.role == "paper" for link in links):
        return True
    below = any(child.entry or any(link.titled for link in child.links) for child in node.children)
    if below or any(map(_lists_papers, node.body)):
        return False
    if any(link.titled and "://" in link.url for link in links):
        return True
    return _names_the_paper_below(node)


def _has_entries_below(node: _Node) -> bool:
    """Whether headings below one that is an entry are entries too, rather than notes that link something."""
    return any(child.entry and _is_sure(child) for child in node.children)


def _is_sure(node: _Node) -> bool:
    return _opens_with_a_paper(Block("item", node.heading.line, node.pieces)) or bool(node.outline.links())


def _lists_papers(block: Block) -> bool:
    """Whether a block holds an entry of its own: a paper's link with a title."""
    if block.kind == "row":
        return any(link.role == "paper" for cell in block.cells for link in hyperlinks(cell))
    every = [block, *block.children]
    return any(_has_title(one) for one in every) if block.kind in ("item", "paragraph") else False


def _opens_with_a_paper(block: Block) -> bool:
    """Whether an item below an entry begins with the linked title of another paper."""
    if block.kind != "item":
        return False
    first = next((place for place, piece in enumerate(block.pieces) if piece.text.strip() or piece.kind == "link"), -1)
    return any(link.place == first and link.titled and link.role == "paper" for link in hyperlinks(block.pieces))


def _has_title(block: Block) -> bool:
    unit = Unit.of(block.line, block.pieces)
    papers = [link for link in (*unit.links, *hyperlinks(block.later)) if link.role == "paper"]
    # Right below a heading the text of a citation names the citation: "Vaswani and others".
    if block.kind == "paragraph" and all(cited_key(link.url) for link in papers):
        return False
    if not papers:
        return False
    if any(link.titled for link in papers):
        return True
    title = linked(unit) or bold(unit) or quoted(unit) or (plain(unit) if block.kind == "item" else None)
    return title is not None and title.strong


def _names_the_paper_below(node: _Node) -> bool:
    """Whether a heading is the title of the one paper that the lines below it link."""
    details = _flat(node.body)
    papers = [link for link in hyperlinks(details) if link.role == "paper"]
    schemes = [
        link.identifier.scheme for link in papers if link.identifier is not None and link.identifier.scheme != "url"
    ]
    cited = sum(link.url.startswith(CITE) for link in papers)
    if len(schemes) > len(set(schemes)) or cited > 1:
        return False
    text = text_of(node.pieces)
    marked = bool(node.outline.state) or year_in(text) is not None
    if not papers:
        return bool(node.outline.state) and not node.children and not node.body
    bare = all(block.kind == "item" and not text_of(block.pieces).strip(" -:") for block in node.body)
    return marked or (text.count(" ") >= 2 and not bare)


def _settle_siblings(node: _Node) -> None:
    """A heading without a link among entries is one too, where it has the length of a title: grammars are steady."""
    listed = sum(child.entry for child in node.children)
    leaves = [child for child in node.children if not child.entry and not child.children]
    if listed < 2 or listed < len(leaves):
        return
    for child in leaves:
        text = text_of(child.pieces)
        noted = text.endswith(")") and is_venue_note(text.rpartition("(")[2].rstrip(")"))
        if (text.count(" ") >= 3 or noted) and not any(map(_lists_papers, child.body)):
            child.entry = True


def _flat(blocks: Sequence[Block]) -> list[Piece]:
    """The pieces of blocks, one after the other."""
    found: list[Piece] = []
    for block in blocks:
        found += [BREAK, *block.pieces, *block.later]
        found += [piece for cell in block.cells for piece in (*cell, BREAK)]
        found += _flat(block.children)
    return found
