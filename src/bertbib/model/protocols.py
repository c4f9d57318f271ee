"""What a plugin has to be: an object (often a module) that satisfies one of these small protocols.

Plugins are found through the entry point groups ``bertbib.sources``, ``bertbib.witnesses``, ``bertbib.finders``,
``bertbib.readers`` and ``bertbib.emitters``; the built-in ones register there too. The names are the entry points'
names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

from bertbib.model.identifier import Identifier
from bertbib.model.reference import Intake
from bertbib.model.style import Bibliography, Style
from bertbib.model.wire import Answer, Reading, Request, Wanted


class Reader(Protocol):
    """Text of a reading list -> themes of references. Pure."""

    @property
    def suffixes(self) -> tuple[str, ...]:
        """File suffixes that are this reader's own, such as ``(".md",)``."""
        ...

    def sniff(self, text: str) -> bool:
        """Whether a text of unknown suffix (standard input) looks like this reader's format."""
        ...

    def read(self, text: str, path: str) -> Intake:
        """Read the text; ``path`` is shown in places and names the theme where the text names none.

        Slugs may repeat: they are made unique over all lists later. Raise InputError where the text cannot be read at
        all.
        """
        ...


class Neighbour(NamedTuple):
    """A file that a reading list names: its path (each file has one, however it is named) and its text."""

    path: str
    text: str


class Neighbours(Protocol):
    """The files that a reading list names; whoever calls the reader reads them."""

    def __call__(self, name: str, near: str) -> Neighbour | None:
        """The file that ``name`` means in the file ``near``; None where there is none that can be read."""
        ...


class FollowingReader(Reader, Protocol):
    """A reader whose lists name further files: parts of themselves, bibliographies."""

    def follow(self, text: str, path: str, neighbours: Neighbours | None) -> Intake:
        """As ``read``, with the files that the text names."""
        ...


class ThemingReader(Reader, Protocol):
    """A reader of bibliographies, for which several things can make a theme."""

    def themed(self, by: str) -> Reader:
        """A reader like it with themes out of ``file``, ``groups``, ``keywords`` or ``auto``."""
        ...


class Respondent(Protocol):
    """Whoever is asked over the network: reads answers. Pure: the transport does the asking."""

    @property
    def name(self) -> str:
        """Short name, as in ``asked``: ``arxiv``."""
        ...

    @property
    def pace(self) -> float:
        """Seconds between the starts of two requests to one host of this service."""
        ...

    @property
    def ttl(self) -> int:
        """Seconds for which a valid answer that found something stays good; one that found nothing: a day."""
        ...

    def read(self, answer: Answer) -> Reading:
        """Read an answer; raise SourceError where it is not a believable answer of this service."""
        ...


class Service(Respondent, Protocol):
    """Identifiers -> requests; answers -> readings."""

    def accepts(self, identifier: Identifier) -> bool:
        """Whether this service can be asked about this identifier."""
        ...

    def requests(self, ids: Sequence[Identifier]) -> Sequence[Request]:
        """The requests, as few as the service allows, that ask about these identifiers."""
        ...


class Source(Service, Protocol):
    """A service whose records are facts: the venue's own, a registry, a preprint server."""

    @property
    def trust(self) -> int:
        """Higher wins when two records of one work state the same field.

        The venue's own 90, a registry of DOIs 70, a preprint server 30.
        """
        ...


class Witness(Service, Protocol):
    """An aggregator that testifies where preprints were published.

    Its records are testimony, never facts: ``Record.id`` is the identifier asked about, ``ids`` the crosswalk it
    offers (DOI, ACL, DBLP key, ...), ``item`` its idea of title, authors, venue and year, ``status`` ``published``
    where it names a venue.
    """


class Finder(Respondent, Protocol):
    """A search, or the listing of a venue's volume, that leads from titles to what may be their publications.

    Its records say nothing: ``Record.id`` is the preprint asked about, ``ids`` lead to the authorities, whose own
    records have to agree like those of any candidate that nobody names. One that searches all there is may have an
    attribute ``last`` that is true: it is asked only for what the others have not led to.
    """

    def questions(self, wanted: Mapping[Identifier, Wanted]) -> Sequence[Request]:
        """The requests that may find some of these; none for those that this finder cannot know."""
        ...


class Emitter(Protocol):
    """Entries and a style -> text. Pure, and without the network."""

    @property
    def suffix(self) -> str:
        """Suffix of its files, such as ``.bib``."""
        ...

    def emit(self, bibliography: Bibliography, style: Style) -> str:
        """The text of one file, ending with a newline."""
        ...


__all__ = [
    "Bibliography",
    "Emitter",
    "Finder",
    "FollowingReader",
    "Neighbour",
    "Neighbours",
    "Reader",
    "Respondent",
    "Service",
    "Source",
    "Style",
    "ThemingReader",
    "Witness",
]
