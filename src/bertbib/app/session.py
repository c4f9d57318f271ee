"""One run's surroundings: configuration, environment, transport and sources."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from bertbib import registry
from bertbib.config import Config, Environment, environment, load_config
from bertbib.inquiry import Inquiry
from bertbib.model import Problem, SourceError
from bertbib.publications import Publications

if TYPE_CHECKING:
    from bertbib.cache import AnswerCache
    from bertbib.fetch import Transport
    from bertbib.model.protocols import Finder, Source, Witness
    from bertbib.packs.store import Pack

Progress = Callable[[str], None]
_HEAVY_TO_READ = frozenset({"arxiv", "pages"})
"""Sources of feeds and pages: arxiv, lxml and requests take longer to load than all the rest of an offline verb."""


@dataclass(slots=True)
class Session:
    """Settings of a run, and what its transport did."""

    config: Config
    env: Environment
    offline: bool = False
    progress: Progress | None = None
    refresh: bool = False
    """Whether answers on disk are passed over, to ask again."""
    any_age: bool = False
    """Whether answers on disk count however old they are: only to explain what was decided."""
    light: bool = False
    """Whether sources are left out whose answers take heavy packages to read."""
    requests: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    failures: dict[str, SourceError] = field(default_factory=dict)
    """By source, why an answer of it could not be had or believed."""
    heard: bool = False
    """Whether at least one valid answer came, over the network or out of the cache."""

    def unreachable(self) -> bool:
        """Whether somebody was asked over the network and nobody gave a valid answer."""
        return not self.heard and any(error.failure != "offline" for error in self.failures.values())

    def has_answers(self) -> bool:
        """Whether there are answers on disk, so that a run that only reads them need not begin a file for them."""
        from bertbib.cache import FILE  # as below

        return (self.env.cache_dir() / FILE).is_file()

    @contextmanager
    def publications(self, *, ask: bool = True, look_up: bool | None = None) -> Iterator[Publications]:
        """The search for records; with ``ask`` False it asks nobody, opens no cache, and packs only to ``look_up``."""
        opened: list[tuple[Transport, AnswerCache]] = []
        packs: list[Pack] = []
        connect = (lambda: self._connect(opened)) if ask else None
        inquiry = Inquiry(self._sources, connect, self._witnesses, self._finders)
        try:
            yield Publications(
                inquiry, (lambda: self._packs(packs)) if (ask if look_up is None else look_up) else tuple
            )
        finally:
            self.failures = dict(sorted(inquiry.failures.items()))
            for transport, cache in opened:
                self.requests = dict(sorted(transport.requests.items()))
                self.heard = transport.asked_anything()
                self.problems += cache.problems
                transport.close()
                cache.close()
            for pack in packs:
                self.problems += pack.problems
                pack.close()
            self.problems += [_outage(error) for error in self.failures.values() if error.failure != "offline"]

    def _witnesses(self) -> Sequence[Witness]:
        found = list(registry.each("witnesses"))
        self.problems += [problem for _witness, problem in found if problem is not None]
        return [witness for witness, _problem in found if witness is not None]

    def _finders(self) -> Sequence[Finder]:
        found = list(registry.each("finders"))
        self.problems += [problem for _finder, problem in found if problem is not None]
        return [finder for finder, _problem in found if finder is not None]

    def _packs(self, opened: list[Pack]) -> Sequence[Pack]:
        from bertbib.packs.staleness import stale  # only where something has to be looked up
        from bertbib.packs.store import default_folder, open_packs

        packs, problems = open_packs(default_folder())
        self.problems += problems
        self.problems += [said for pack in packs if (said := stale(pack.info, date.today()))]
        opened += packs
        return packs

    def _sources(self) -> Sequence[Source]:
        sources, problems = registry.sources()
        self.problems += problems
        return [one for one in sources if not (self.light and one.name in _HEAVY_TO_READ)]

    def _connect(self, opened: list[tuple[Transport, AnswerCache]]) -> Transport:
        from bertbib.cache import AnswerCache  # measured: a build whose lock lacks nothing needs neither
        from bertbib.fetch import FetchSettings, Transport

        folder = self.env.cache_dir()
        cache = AnswerCache.open(folder)
        settings = FetchSettings(
            gateway=self.env.gateway,
            pace=self.env.pace,
            mailto=self.env.mailto,
            offline=self.offline,
            refresh=self.refresh,
            any_age=self.any_age,
            cache_dir=folder,
            tokens=self.env.tokens,
        )
        transport = Transport(settings, cache, progress=self.progress)
        opened.append((transport, cache))
        return transport


def _outage(error: SourceError) -> Problem:
    return Problem("outage", "warning", error.message, hint="what it was asked for stays unknown; run again later")


def open_session(root: Path | None = None, *, offline: bool = False, progress: Progress | None = None) -> Session:
    """A session for the project at ``root`` (default: the current folder); raise ConfigError for a wrong
    configuration.
    """
    return Session(load_config(root or Path.cwd()), environment(), offline=offline, progress=progress)
