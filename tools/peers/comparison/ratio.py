"""What the rounds say: medians, their ratio, and between which bounds it lies."""

from dataclasses import dataclass
from math import comb
from statistics import median

COVERAGE = 0.95
FEWEST_ROUNDS = 6  # of which the least and the largest reach it: 1 - 2 / 2**6


def interval_of_median(values):
    """The two values between which the median of what they are drawn from lies with a probability
    of at least COVERAGE, whatever its distribution: by the binomial law of how many fall below
    it."""
    ordered, n = sorted(values), len(values)
    outside, k = 2 / 2**n, 0
    while k + 1 < n / 2 and outside + 2 * comb(n, k + 1) / 2**n <= 1 - COVERAGE:
        k += 1
        outside += 2 * comb(n, k) / 2**n
    return ordered[k], ordered[n - 1 - k]


@dataclass(frozen=True)
class Comparison:
    workload: str
    dtype: str
    backend: str
    ours: float  # samples per second, medians
    peer: float
    ratio: float
    low: float
    high: float

    def verdict(self):
        if self.low > 1:
            return "faster"
        return "slower" if self.high < 1 else "cannot tell"


def compare_rounds(workload, dtype, backend, ours, peer):
    """Of rounds that were taken in turns: round by round both had the same machine."""
    low, high = interval_of_median([a / b for a, b in zip(ours, peer)])
    return Comparison(workload, dtype, backend, median(ours), median(peer),
                      median(ours) / median(peer), low, high)
