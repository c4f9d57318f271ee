"""How long a run waits, all in all, for hosts that keep it waiting."""

from __future__ import annotations

from dataclasses import dataclass

from bertbib.fetch.complaints import LONGEST_RETRY_AFTER

_BUDGET = 40.0
"""Seconds that may be lost to silence until only the shortest limits hold: one host may take 30 of them."""
_SHORTEST_SILENCE, _SHORTEST_ANSWER = 3.0, 5.0
_TRIES = 2


@dataclass(slots=True)
class Patience:
    """What is left of a run's patience: ``lost`` seconds went to waiting in vain, and good ones make up for them.

    A network that swallows everything would else cost the limits of every host one after the other: minutes.
    """

    silence_s: float
    answer_s: float
    lost: float = 0.0

    @property
    def left(self) -> float:
        """Seconds that may still be lost."""
        return max(0.0, _BUDGET - self.lost)

    def silence(self) -> float:
        """Seconds without a byte after which a try is given up."""
        return min(self.silence_s, max(_SHORTEST_SILENCE, self.left / _TRIES))

    def answer(self) -> float:
        """Seconds after which a whole answer is overdue."""
        return min(self.answer_s, max(_SHORTEST_ANSWER, self.left))

    def tries(self) -> int:
        """Silences of one host in a row after which it is out."""
        return _TRIES if self.left else 1

    def retry_after(self) -> float:
        """The longest time that a server may ask us to wait."""
        return min(LONGEST_RETRY_AFTER, self.left)

    def spend(self, lost: float, spent: float) -> None:
        """Reckon a round of questions that took ``spent`` seconds, of them ``lost`` ones in vain."""
        self.lost = max(0.0, self.lost + lost - max(0.0, spent - lost))
