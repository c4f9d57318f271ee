"""Runs the real program in a process of its own, as a user would."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Run:
    """What a run printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The JSON document on standard output."""
        return json.loads(self.out)


@dataclass(frozen=True)
class Program:
    """The program in a folder, with the services at a gateway and answers in a folder of their own."""

    cwd: Path
    gateway: str = "http://127.0.0.1:9"  # the discard port: nobody listens
    cache: Path | None = None

    def environ(self, **extra: str) -> dict[str, str]:
        """The environment: the tester's keys and settings left out."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("BERTBIB_")}
        cache = self.cache or self.cwd / ".cache"
        own = {"BERTBIB_GATEWAY": self.gateway, "BERTBIB_CACHE_DIR": str(cache), "BERTBIB_PACE": "0", "NO_COLOR": "1"}
        return {**kept, **own, **extra}

    def __call__(self, *args: str | Path, stdin: str | bytes | None = None, **extra: str) -> Run:
        """Run ``bertbib ARGS``; ``extra`` are environment variables."""
        body = stdin.encode() if isinstance(stdin, str) else stdin
        done = subprocess.run(
            [sys.executable, "-m", "bertbib", *map(str, args)],
            cwd=self.cwd,
            env=self.environ(**extra),
            input=body if body is not None else b"",
            capture_output=True,
            timeout=120,
            check=False,
        )
        return Run(done.returncode, done.stdout.decode(), done.stderr.decode())

    def start(self, *args: str | Path, **extra: str) -> subprocess.Popen[bytes]:
        """Start ``bertbib ARGS`` and return the running process."""
        return subprocess.Popen(
            [sys.executable, "-m", "bertbib", *map(str, args)],
            cwd=self.cwd,
            env=self.environ(**extra),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
