"""How long searches wait in a cluster: `python -m tests.bench.queueing --millions 1 --cores 8 --rates 1 10 1000`.

A simulation of arrivals at random times that the cores of the machines that hold the shards serve in their order.
What a search costs was measured on one node with 20,000 sections (`python -m tests.bench.cluster`, docs/scale.md)
and is taken not to grow: texts of the likely best are fetched and scored whatever the total. The part that grows
is an estimate, of 10 ms a million sections for each term that is gone through (Lucene at 100,000 sections, DESIGN).
A search asks every shard at once, one copy of each, and ends with the last of them.
"""

import argparse
import heapq
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

MIX = {  # class: share of searches, processor ms at 20,000 sections, further ms a million sections of a shard
    "common word": (0.25, 312.0, 200.0),
    "2–3 words": (0.35, 246.0, 100.0),
    "Han run of 4": (0.25, 105.0, 20.0),
    "English name": (0.10, 155.0, 20.0),
    "long question": (0.05, 300.0, 400.0),
}


@dataclass(frozen=True, slots=True)
class Plan:
    """A cluster: sections in millions, shards, copies of each, and cores that answer."""

    millions: float
    shards: int
    copies: int
    cores: int


def served(plan: Plan, rate: float, seconds: float, rng: random.Random) -> list[float]:
    """Return the milliseconds that each search took, waiting included, at so many a second."""
    free = [0.0] * plan.cores  # when each core is
    heapq.heapify(free)
    kinds, weights = list(MIX), [share for share, _, _ in MIX.values()]
    took, now = [], 0.0
    while now < seconds:
        now += rng.expovariate(rate)
        _, fixed, growing = MIX[rng.choices(kinds, weights)[0]]
        mean = (fixed + growing * plan.millions) / plan.shards
        ended = now
        for _ in range(plan.shards):
            begins = max(now, heapq.heappop(free))
            ends = begins + rng.gammavariate(2, mean / 2) / 1000
            heapq.heappush(free, ends)
            ended = max(ended, ends)
        took.append((ended - now) * 1000)
    return took


def busy(plan: Plan, rate: float) -> float:
    """Return how much of the cores a rate takes, 1 for all."""
    mean = sum(share * (fixed + growing * plan.millions) for share, fixed, growing in MIX.values())
    return rate * mean / 1000 / plan.cores


def rows(plans: Sequence[Plan], rates: Sequence[float], seconds: float, seed: int) -> Iterator[str]:
    """Yield a table in Markdown."""
    yield "| million sections | shards × copies | cores | searches/s | cores busy | p50 ms | p95 ms | p99 ms |"
    yield "| --- | --- | --- | --- | --- | --- | --- | --- |"
    for plan in plans:
        for rate in rates:
            used = busy(plan, rate)
            head = f"| {plan.millions:g} | {plan.shards} × {plan.copies} | {plan.cores} | {rate:g} | {100 * used:.0f} % "
            if used >= 1:
                yield f"{head}| waits without end | | |"
                continue
            took = sorted(served(plan, rate, seconds, random.Random(seed)))
            cells = (took[min(len(took) - 1, len(took) * p // 100)] for p in (50, 95, 99))
            yield f"{head}| {' | '.join(f'{one:.0f}' for one in cells)} |"


PLANS = (Plan(0.02, 1, 1, 2), Plan(1, 1, 2, 4), Plan(1, 4, 2, 16), Plan(1, 4, 16, 384), Plan(100, 64, 2, 384))


def main() -> None:
    """Print Markdown."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.queueing", description=__doc__)
    parser.add_argument("--millions", type=float)
    parser.add_argument("--shards", type=int, default=1)
    parser.add_argument("--copies", type=int, default=2)
    parser.add_argument("--cores", type=int, default=8)
    parser.add_argument("--rates", type=float, nargs="+", default=[1, 10, 1000])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    own = (
        [Plan(options.millions, options.shards, options.copies, options.cores)] if options.millions else PLANS
    )
    for line in rows(own, options.rates, options.seconds, options.seed):
        print(line)


if __name__ == "__main__":
    main()
