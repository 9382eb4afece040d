"""A circuit breaker for a model at a supplier: after too many failures it is left alone for a while, then tried once."""

import random
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

WINDOW = 10.0
"""Seconds of memory …"""
_STEP = 0.5
"""… and those that are counted as one: what it remembers is no more under a flood."""
FEWEST = 10
"""Answers in the window before anything is concluded."""
SHORTEST, LONGEST = 5.0, 60.0
"""Seconds of rest: doubled each time that the trial after it fails."""


@dataclass(slots=True)
class _Moment:
    """Answers that came within one step of the clock."""

    at: int
    answers: int = 0
    failures: int = 0


@dataclass(slots=True)
class Breaker:
    """Counts what passes; `clock` gives seconds that never go back."""

    clock: Callable[[], float]
    draw: Callable[[], float] = random.random
    _seen: deque[_Moment] = field(default_factory=deque)
    _answers: int = 0
    _failures: int = 0
    _rests: int = 0
    _until: float = 0.0
    _is_trying: bool = False

    @property
    def is_open(self) -> bool:
        """Tell whether nothing passes for now."""
        return self._rests > 0 and (self._is_trying or self.clock() < self._until)

    def enter(self) -> bool:
        """Ask to pass. After a rest, one may: it is the trial, and must tell how it went."""
        if self.is_open:
            return False
        self._is_trying = self._rests > 0
        return True

    def tell(self, *, has_failed: bool) -> None:
        """Say how it went."""
        if self._rests:
            if self._is_trying:
                self._end_trial(has_failed=has_failed)
            return
        self._note(int(self.clock() / _STEP), has_failed=has_failed)
        if self._answers >= FEWEST and self._failures * 2 >= self._answers:
            self._rest()

    def _note(self, at: int, *, has_failed: bool) -> None:
        seen = self._seen
        if not seen or seen[-1].at != at:
            seen.append(_Moment(at))
        while seen[0].at < at - WINDOW / _STEP:
            gone = seen.popleft()
            self._answers -= gone.answers
            self._failures -= gone.failures
        seen[-1].answers += 1
        seen[-1].failures += has_failed
        self._answers += 1
        self._failures += has_failed

    def leave(self) -> None:
        """Say that it is not known how it went: the caller left."""
        self._is_trying = False

    def _end_trial(self, *, has_failed: bool) -> None:
        self._is_trying = False
        if has_failed:
            self._rest()
        else:
            self._rests = 0

    def _rest(self) -> None:
        seconds = min(SHORTEST * 2**self._rests, LONGEST)
        self._rests = min(self._rests + 1, 10)
        self._until = self.clock() + seconds * (0.75 + self.draw() / 2)
        self._seen.clear()
        self._answers = self._failures = 0
