"""Child processes: what they print, what they import, and what they cost."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

NOBODY = "http://127.0.0.1:9"  # the discard port: nobody listens
_LAUNCH = """
import os, sys
nowhere = os.open(os.devnull, os.O_WRONLY)
output = [(os.POSIX_SPAWN_DUP2, nowhere, 1), (os.POSIX_SPAWN_DUP2, nowhere, 2)]
child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=output)
_child, status, usage = os.wait4(child, 0)
print(os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime, usage.ru_maxrss)
"""  # a process between, because the kernel reckons the memory of the process that forks to the peak of its child
FINE = (0, 3)  # 3: a list may hold links that nobody can be asked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A command line, where it runs, and where it finds the services and its answers on disk."""

    argv: Sequence[str]
    cwd: Path
    cache: Path
    gateway: str = NOBODY

    def environ(self) -> dict[str, str]:
        """The environment without settings of Python or bertbib, so that bytecode is kept."""
        ours = ("PYTHON", "BERTBIB_", "OPENREVIEW_")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
        own = {"BERTBIB_GATEWAY": self.gateway, "BERTBIB_CACHE_DIR": str(self.cache), "BERTBIB_PACE": "0"}
        return {**kept, **own, "NO_COLOR": "1"}

    def run(self) -> tuple[str, str]:
        """What it writes to standard output and standard error; another exit code than the fine ones ends all."""
        done = subprocess.run(self.argv, cwd=self.cwd, env=self.environ(), capture_output=True, text=True, check=False)
        if done.returncode not in FINE:
            sys.exit(f"{self}: exit code {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout, done.stderr

    def run_any(self) -> int:
        """Run it, whatever comes of it; the exit code."""
        done = subprocess.run(self.argv, cwd=self.cwd, env=self.environ(), capture_output=True, check=False)
        return done.returncode

    def cost(self) -> Cost:
        """Run it once, its output to nowhere, and return what the kernel counted for it."""
        launch = [sys.executable, "-S", "-c", _LAUNCH, *self.argv]
        done = subprocess.run(launch, cwd=self.cwd, env=self.environ(), stdout=subprocess.PIPE, text=True, check=True)
        code, cpu, peak = done.stdout.split()
        if int(code) not in FINE:
            sys.exit(f"{self}: exit code {code}")
        return Cost(float(cpu), float(peak) / (1 << 20 if sys.platform == "darwin" else 1 << 10))


@dataclass(frozen=True, slots=True)
class Cost:
    """User and system CPU seconds, and the largest resident set in MB."""

    cpu: float
    peak: float


@dataclass(frozen=True, slots=True)
class Costs:
    """The costs of one command over all rounds."""

    rounds: Sequence[Cost]

    @property
    def least(self) -> float:
        """The smallest CPU time."""
        return min(one.cpu for one in self.rounds)

    @property
    def median(self) -> float:
        """The median CPU time."""
        return statistics.median(one.cpu for one in self.rounds)

    @property
    def most(self) -> float:
        """The largest CPU time."""
        return max(one.cpu for one in self.rounds)

    @property
    def peak(self) -> float:
        """The median of the peaks of memory in MB."""
        return statistics.median(one.peak for one in self.rounds)


def interleaved(commands: Mapping[str, Command], rounds: int) -> dict[str, Costs]:
    """Run A B C A B C ..., after one round to warm up, so that a busy machine is equally bad to all."""
    taken: dict[str, list[Cost]] = {name: [] for name in commands}
    for number in range(rounds + 1):
        for name, command in commands.items():
            cost = command.cost()
            if number:
                taken[name].append(cost)
    return {name: Costs(costs) for name, costs in taken.items()}


def imported(stderr: str) -> set[str]:
    """The top-level modules in what ``python -X importtime`` says."""
    lines = (line for line in stderr.splitlines() if line.startswith("import time:"))
    return {line.rpartition("|")[2].strip().partition(".")[0] for line in lines}
