"""When the next request to a host may start: one at a time and not too soon, over all processes of this machine.

arXiv allows a request every three seconds over one connection, for all programs of a user together
(https://info.arxiv.org/help/api/tou.html); the same gate serves every host, each with its own pace.
"""

from __future__ import annotations

import os
import random
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event

from bertbib.model import SourceError

PATIENCE = 300.0
"""Seconds to wait for other processes to let us at a host."""
_POLL = 0.05


class Pacer:
    """Gates of the hosts: a lock file each, and a file whose time stamp is the start of the last request.

    Where the directory cannot be written the pace holds within this process only.
    """

    def __init__(self, directory: Path, stop: Event, *, on: bool = True) -> None:
        self._directory = directory / "hosts"
        self._stop = stop
        self._on = on
        self._started: dict[str, float] = {}

    @contextmanager
    def turn(self, host: str, pace: float) -> Iterator[None]:
        """Hold the host's gate for one request that starts at least ``pace`` seconds after the last one.

        The gate is open while we wait for the pace, so that several processes take turns. Raise SourceError where they
        leave us none.
        """
        if not self._on:
            yield
            return
        deadline = time.monotonic() + PATIENCE
        while True:
            with self._locked(host, deadline):
                pause = self._pause(host, pace)
                if pause <= 0:
                    self.mark(host)
                    yield
                    return
            self.wait(pause)

    def wait(self, seconds: float) -> None:
        """Wait; raise SourceError as soon as the run is stopped."""
        if self._stop.wait(seconds):
            raise SourceError("the run was interrupted", "failed")

    def back_off(self, attempt: int, asked: float | None = None) -> None:
        """Wait after a failed try: as long as the server asked for, else at random up to 1 s, 2 s, ... ("full jitter").

        ``attempt`` counts from 1. Test servers (unpaced) are not left waiting, unless they asked for it.
        """
        longest = 2.0 ** (attempt - 1) if self._on else 0.05
        self.wait(random.uniform(0.0, longest) if asked is None else asked)  # noqa: S311 - no secret

    def _file(self, host: str, suffix: str) -> Path:
        return self._directory / (re.sub(r"[^a-z0-9.-]", "_", host.lower())[:120] + suffix)

    @contextmanager
    def _locked(self, host: str, deadline: float) -> Iterator[None]:
        from filelock import FileLock, Timeout  # slow to import, and of no use offline

        with suppress(OSError):
            self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = FileLock(self._file(host, ".lock"))
        while True:
            try:
                lock.acquire(timeout=0)
                break
            except Timeout:
                if time.monotonic() > deadline:
                    raise SourceError(f"{host}: kept busy by other runs of bertbib", "timeout", host=host) from None
                self.wait(_POLL)
            except (OSError, NotImplementedError):  # no such directory, or a file system without locks
                break
        try:
            yield
        finally:
            lock.release()

    def _pause(self, host: str, pace: float) -> float:
        """Seconds still to wait, never more than the pace however the clock was set."""
        start = self._file(host, ".start")
        since_ours = time.monotonic() - self._started.get(host, float("-inf"))
        try:
            since = time.time() - start.stat().st_mtime
        except OSError:
            return pace - since_ours
        if since < 0:  # the clock was set back: count from now on
            self._stamp(host)
            since = 0.0
        return pace - min(since, since_ours)

    def mark(self, host: str) -> None:
        """Note that a request to this host starts now; again when its connection stands, as making it takes a while."""
        if self._on:
            self._started[host] = time.monotonic()
            self._stamp(host)

    def _stamp(self, host: str) -> None:
        """Set the time of the start file to our own clock's; a file server may have another."""
        start, now = self._file(host, ".start"), time.time()
        with suppress(OSError):
            start.touch()
            os.utime(start, (now, now))
