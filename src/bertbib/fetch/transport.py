"""The one transport: requests go out, believed readings come back; everything else is a SourceError.

One thread asks one host, its requests in order over one connection, so that no host waits for another. An answer is
kept, and counts, only once its source has read it.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial

from bertbib.cache import DAY, AnswerCache
from bertbib.fetch.addresses import host_of
from bertbib.fetch.complaints import complaint, retry_after
from bertbib.fetch.exchange import Exchange, Lapse
from bertbib.fetch.pacing import Pacer
from bertbib.fetch.patience import Patience
from bertbib.fetch.settings import FetchSettings
from bertbib.model import Answer, Identifier, Reading, Request, SourceError
from bertbib.model.protocols import Respondent

_TRIES = 3
_GRACE = 1.0


@dataclass(slots=True, kw_only=True)
class _Lane:
    """The jobs for one host in one call of ask, and how far they have come."""

    exchange: Exchange
    jobs: list[tuple[int, Respondent, Request]] = field(default_factory=list)
    results: dict[int, Reading | SourceError] = field(default_factory=dict)
    refused: int = 0
    lost: float = 0.0
    done: bool = False
    bug: BaseException | None = None


class Transport:
    """Asks the sources' requests and keeps the answers; to be used by one thread.

    ``requests`` counts what was really sent, by host; ``outages`` says which hosts are out for this run, and why.
    """

    def __init__(
        self, settings: FetchSettings, cache: AnswerCache, *, progress: Callable[[str], None] | None = None
    ) -> None:
        self.requests: Counter[str] = Counter()
        self.outages: dict[str, SourceError] = {}
        self._settings = settings
        self._cache = cache
        self._progress = progress
        self._stop = threading.Event()
        self._pacer = Pacer(settings.cache_dir, self._stop, on=settings.pace)
        self._patience = Patience(settings.silence_s, settings.answer_s)
        self._change = threading.Condition()
        self._exchanges: dict[str, Exchange] = {}
        self._readings: dict[tuple[str, int], tuple[Answer, Reading | None]] = {}
        self._asked = False
        self._fresh: set[str] = set()
        self._too_large: dict[str, tuple[int, SourceError]] = {}

    def asked_anything(self) -> bool:
        """Whether at least one valid answer came over the network."""
        return self._asked

    def find(self, source: Respondent, identifier: Identifier) -> Reading | None:
        """What a kept answer says about one identifier, whatever else was asked with it; never asks the network.

        Offline an old answer that found it counts too.
        """
        any_age = self._settings.any_age
        answer = self._cache.find(source.name, identifier, stale=self._settings.offline, any_age=any_age)
        if answer is None or self._is_passed_over(answer):
            return None
        reading = _about(self._reading(source, answer), identifier)
        return None if reading and self._is_too_old(reading, answer) else reading

    def ask(self, jobs: Sequence[tuple[Respondent, Request]]) -> list[Reading | SourceError]:
        """The readings of the jobs, in their order: from the cache, else over the network.

        A job without a believable answer yields the SourceError that says why; nothing is raised but
        KeyboardInterrupt and errors of our own.
        """
        results: dict[int, Reading | SourceError] = {}
        lanes: dict[str, _Lane] = {}
        for position, (source, request) in enumerate(jobs):
            settled = self._without_network(source, request)
            if settled is None:
                host = host_of(request.url)
                lane = lanes.setdefault(host, _Lane(exchange=self._exchange(host)))
                lane.jobs.append((position, source, request))
            else:
                results[position] = settled
        start = time.monotonic()
        try:
            self._run(list(lanes.values()))
        except BaseException:
            self._stop.set()
            raise
        self._patience.spend(max((lane.lost for lane in lanes.values()), default=0.0), time.monotonic() - start)
        for lane in lanes.values():
            results |= lane.results
        return [results[position] for position in range(len(jobs))]

    def close(self) -> None:
        """End what is still being waited for and close the connections; the cache stays open."""
        self._stop.set()
        for exchange in self._exchanges.values():
            exchange.close()

    def _without_network(self, source: Respondent, request: Request) -> Reading | SourceError | None:
        """What can be said about a job at once; None where its host has to be asked."""
        if reading := self._cached(source, request):
            return reading
        try:
            host = host_of(request.url)
        except ValueError:
            return SourceError(f"{source.name}: not an address: {request.url}", "malformed")
        if self._stop.is_set():
            return SourceError(f"{host}: not asked, as the run was interrupted", "failed", host=host)
        if self._settings.offline:
            return SourceError(f"{host}: not asked, as this run is offline", "offline", host=host)
        steps, error = self._too_large.get(host, (0, None))
        return self.outages.get(host) or (error if request.instead and _steps(request) >= steps else None)

    def _exchange(self, host: str) -> Exchange:
        if host not in self._exchanges:
            connected = partial(self._pacer.mark, host)
            self._exchanges[host] = Exchange(host, self._settings, sent=self._count, connected=connected)
        return self._exchanges[host]

    def _count(self, host: str) -> None:
        with self._change:
            self.requests[host] += 1

    def _run(self, lanes: list[_Lane]) -> None:
        """Let every lane work in a thread of its own until all are done; raise the first error of our own."""
        for lane in lanes:
            # Daemons, so that Ctrl-C need not wait for a host that says nothing.
            threading.Thread(target=self._work, args=(lane,), name=lane.exchange.host, daemon=True).start()
        with self._change:
            while waiting := [lane for lane in lanes if not lane.done]:
                self._change.wait(0.1)
                for lane in waiting:
                    self._watch(lane)
        for lane in lanes:
            if lane.bug:
                raise lane.bug

    def _watch(self, lane: _Lane) -> None:
        """End a lane whose answer is overdue: by cutting the connection or, where none stands, by leaving it alone."""
        exchange = lane.exchange
        late = time.monotonic() - exchange.deadline
        if lane.done or late < 0:
            return
        exchange.abort()
        if exchange.connecting or late > _GRACE:
            error = exchange.overdue()
            lane.lost += exchange.waited()
            self.outages[exchange.host] = error
            lane.results |= {position: error for position, _, _ in lane.jobs if position not in lane.results}
            lane.done = True

    def _work(self, lane: _Lane) -> None:
        try:
            lane.exchange.warm_up()
            for position, source, request in lane.jobs:
                result = self._settle(lane, source, request)
                with self._change:
                    if lane.done:  # given up by the watch
                        return
                    lane.results[position] = result
                self._tell(f"{lane.exchange.host}: {len(lane.results)} of {len(lane.jobs)} answers")
        except BaseException as bug:
            lane.bug = bug
        finally:
            with self._change:
                lane.done = True
                self._change.notify()

    def _tell(self, line: str) -> None:
        if self._progress is not None:
            with self._change:
                self._progress(line)

    def _settle(self, lane: _Lane, source: Respondent, request: Request) -> Reading | SourceError:
        """The result of one job: ask, read, keep."""
        host = lane.exchange.host
        # Another process, or an earlier job, may have asked the same.
        if settled := self._without_network(source, request):
            return settled
        try:
            answer = self._converse(lane, source, request)
        except SourceError as error:
            if error.failure != "malformed" and not self._stop.is_set():
                self._rule_out(host, request, error)
            return error
        try:
            reading = _read(source, answer)
        except SourceError as error:
            # One refusal may be about one paper; two in a row are about us.
            lane.refused = lane.refused + 1 if error.failure in ("blocked", "throttled") else 0
            if lane.refused > 1 or (lane.refused and request.instead):
                self._rule_out(host, request, error)
            return error
        lane.refused = 0
        self._asked = True
        self._keep(source, answer, reading)
        return reading

    def _rule_out(self, host: str, request: Request, error: SourceError) -> None:
        """Ask a host no more in this run; one that failed at a large request, no more for as much at once."""
        if request.instead and error.failure not in ("unreachable", "throttled"):
            self._too_large[host] = (_steps(request), error)
        else:
            self.outages[host] = error

    def _keep(self, source: Respondent, answer: Answer, reading: Reading) -> None:
        """Keep an answer, or what its source has cut out of it."""
        for one in reading.kept or ():
            self._fresh.add(one.sha256)
            self._cache.put(one, reading.records.keys() & set(one.request.ids), (), source.ttl)
        if reading.kept is not None:
            return
        self._fresh.add(answer.sha256)
        brief = not reading.records or reading.refused or reading.follow
        undecided = reading.absent | reading.unclear.keys()
        if reading.unclear and not (reading.records or reading.absent or reading.refused or reading.follow):
            return  # it says nothing, so the next run asks again
        self._cache.put(answer, reading.records, undecided, min(source.ttl, DAY) if brief else source.ttl)

    def _converse(self, lane: _Lane, source: Respondent, request: Request) -> Answer:
        """An answer that is worth reading, after up to three tries; raise the SourceError of the last one."""
        exchange, attempt, silences, paused = lane.exchange, 0, 0, 0.0
        while True:
            attempt, pause = attempt + 1, None
            exchange.limit(self._patience.silence(), self._patience.answer())
            try:
                with self._pacer.turn(exchange.host, source.pace):
                    answer = exchange.ask(request)
            except Lapse as lapse:
                error, silences = lapse.error, silences + 1
                lane.lost += exchange.waited()
            except SourceError:
                lane.lost += exchange.waited()
                raise
            else:
                if answer.status != 429 and answer.status < 500:
                    return answer
                pause = retry_after(answer.headers)
                error = complaint(exchange.host, answer, pause)
            if (pause or 0.0) > self._patience.retry_after():  # whatever it was asked for
                self.outages[exchange.host] = error
            hopeless = error.failure == "blocked" or exchange.host in self.outages
            tired = silences >= self._patience.tries() or (silences > 0 and lane.lost >= self._patience.left)
            if hopeless or tired or attempt == _TRIES:
                lane.lost += paused
                raise error
            self._tell(f"{error.message}, trying again")
            self._pacer.back_off(attempt, pause)
            paused += pause or 0.0

    def _cached(self, source: Respondent, request: Request) -> Reading | None:
        """The reading of the kept answer to this request; None where there is none to be believed."""
        answer = self._cache.get(request, stale=self._settings.any_age)
        if answer is None or self._is_passed_over(answer):
            return None
        try:
            reading = _read(source, answer)
        except SourceError:
            return None
        return None if self._is_too_old(reading, answer) else reading

    def _is_too_old(self, reading: Reading, answer: Answer) -> bool:
        """Whether an answer says that something is not known, and is too old to be believed in that."""
        return bool(reading.absent or reading.unclear) and _is_old(answer) and not self._settings.any_age

    def _is_passed_over(self, answer: Answer) -> bool:
        """Whether an answer is from before a run that is to ask again."""
        return self._settings.refresh and answer.sha256 not in self._fresh

    def _reading(self, source: Respondent, answer: Answer) -> Reading | None:
        """The reading of a kept answer, None where it is no longer believed; hundreds of ids share one answer."""
        key = (source.name, id(answer))
        if key not in self._readings:
            if len(self._readings) >= 16:
                self._readings.clear()
            try:
                reading = _read(source, answer)
            except SourceError:
                reading = None
            self._readings[key] = (answer, reading)  # the answer is kept with it, so that its id stays its own
        return self._readings[key][1]


def _steps(request: Request) -> int:
    """How often a request can give way to smaller ones."""
    return 1 + max(map(_steps, request.instead)) if request.instead else 0


def _read(source: Respondent, answer: Answer) -> Reading:
    """What the source reads in an answer; raise SourceError whatever goes wrong in it: bodies are hostile."""
    host = host_of(answer.request.url)
    try:
        return replace(source.read(answer), date=answer.fetched[:10])
    except SourceError as error:
        error.host = error.host or host
        raise
    except Exception as error:
        message = f"{source.name}: the answer of {host} cannot be read ({type(error).__name__})"
        raise SourceError(message, "malformed", host=host) from error


def _about(reading: Reading | None, identifier: Identifier) -> Reading | None:
    """What a reading says about one identifier: its verdicts on the others may be of another age."""
    if reading is None:
        return None
    records = {identifier: reading.records[identifier]} if identifier in reading.records else {}
    refused = {identifier: reading.refused[identifier]} if identifier in reading.refused else {}
    absent = frozenset({identifier}) & reading.absent
    follow = tuple(request for request in reading.follow if identifier in request.ids)
    unclear = {one: text for one, text in reading.unclear.items() if one == identifier}
    decided = records or refused or absent or follow or unclear
    return Reading(records, absent, refused, unclear, follow, reading.date) if decided else None


def _is_old(answer: Answer) -> bool:
    """Whether an answer is too old to say that something does not exist: that may change any day."""
    try:
        fetched = datetime.fromisoformat(answer.fetched)
        return datetime.now(UTC) - fetched > timedelta(seconds=DAY)
    except (ValueError, TypeError):
        return True
