"""Timing two ways of doing the same work, turn by turn, so that a noisy machine disturbs both alike."""

import statistics
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

Work = Callable[[], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Sample:
    """Durations of one kind of work, in milliseconds."""

    name: str
    milliseconds: tuple[float, ...]

    @property
    def median(self) -> float:
        """The middle duration."""
        return statistics.median(self.milliseconds)

    def quantile(self, percent: int) -> float:
        """The duration that `percent` of the runs stay under."""
        return statistics.quantiles(self.milliseconds, n=100)[percent - 1]

    def __str__(self) -> str:
        low, high = self.quantile(25), self.quantile(75)
        spread = f"quartiles {low:.2f} to {high:.2f}, p95 {self.quantile(95):.2f}"
        return f"  {self.name:<46} median {self.median:8.2f} ms  ({spread}, n = {len(self.milliseconds)})"


async def alternate(
    ours: tuple[str, Work], baseline: tuple[str, Work], *, rounds: int
) -> tuple[Sample, Sample]:
    """Run both `rounds` times in turn, after a tenth as many to warm up."""
    durations: dict[str, list[float]] = {ours[0]: [], baseline[0]: []}
    for turn in range(rounds + rounds // 10):
        for name, work in (ours, baseline):
            started = time.perf_counter()
            await work()
            if turn >= rounds // 10:
                durations[name].append((time.perf_counter() - started) * 1000)
    return Sample(ours[0], tuple(durations[ours[0]])), Sample(baseline[0], tuple(durations[baseline[0]]))


def report(title: str, ours: Sample, baseline: Sample) -> None:
    """Print both, and the ratio of their medians."""
    print(
        f"\n{title}\n{ours}\n{baseline}\n  ratio of medians, ours to baseline: {ours.median / baseline.median:.2f}"
    )
