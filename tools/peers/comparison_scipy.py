"""What SciPy says of runs that `logitbench compare` compares.

    /usr/bin/python3 tools/peers/comparison_scipy.py tools/peers/golden/comparison

Writes two files. comparison/runs.csv: a results table of five losses, drawn once and rounded, with
seeds that all share, that few share and that none shares, ties, and runs that diverged.
comparison/scipy.json: from that CSV, read back, each group's numbers, each loss beside the baseline
`plain`, all pairs corrected together; and, apart from it, rank tests of lists with ties and zeros
and the repeats that a t-test needs.
"""

import csv
import itertools
import json
import os
import sys

import numpy as np
from scipy import stats

METRIC = "final.valid.accuracy"
LEAST = 5  # repeats


def make_runs(path):
    draw = np.random.RandomState(7)
    of_seed = dict(zip(range(40), draw.normal(0, 0.01, 40)))  # what runs of one seed share
    diverged = {("smooth", 3), ("plain", 11)}
    losses = {
        "plain": (range(0, 12), 0.90, 6),
        "smooth": (range(0, 12), 0.908, 6),
        "coarse": (range(0, 10), 0.899, 2),  # two digits: ties
        "apart": (range(20, 29), 0.93, 6),  # no seed in common with the others
        "few": (range(0, 3), 0.95, 6),
    }
    with open(path, "w", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["run_id", "status", "seed", "loss", METRIC, "best.valid.accuracy", "epochs",
                      "samples_per_s", "wall_s"])
        for loss, (seeds, level, digits) in losses.items():
            for seed in seeds:
                value = round(level + of_seed[seed] + draw.normal(0, 0.008), digits)
                status = "diverged" if (loss, seed) in diverged else "completed"
                out.writerow([f"{loss}-seed{seed}", status, seed, loss, repr(value), repr(value), 5,
                              1000, 1])


def read_groups(path):
    groups = {}
    with open(path) as file:
        for row in csv.DictReader(file):
            if row["status"] == "completed":
                groups.setdefault(row["loss"], {})[int(row["seed"])] = float(row[METRIC])
    return groups


def t_interval(mean, error, degrees):
    half = stats.t.ppf(0.975, degrees) * error
    return [mean - half, mean + half]


def describe(group):
    x = np.array(list(group.values()))
    resampled = stats.bootstrap((x,), np.mean, n_resamples=200000, method="percentile",
                                random_state=1).confidence_interval
    return {"n": len(x), "mean": x.mean(), "sd": x.std(ddof=1), "median": np.median(x),
            "t_interval": t_interval(x.mean(), stats.sem(x), len(x) - 1),
            "bootstrap_interval": list(resampled)}


def wilcoxon(d):
    d = np.asarray(d)
    left = d[d != 0]
    ties = len(np.unique(np.abs(left))) < len(left) or len(left) < len(d)
    exact = not ties and len(left) <= 50
    result = stats.wilcoxon(d, zero_method="wilcox", correction=not exact,
                            mode="exact" if exact else "approx")
    return {"statistic": result.statistic, "p": result.pvalue, "exact": exact}


def mann_whitney(a, b):
    ties = len(set(a) | set(b)) < len(a) + len(b)
    exact = not ties and max(len(a), len(b)) <= 20
    result = stats.mannwhitneyu(b, a, method="exact" if exact else "asymptotic")
    return {"statistic": result.statistic, "p": result.pvalue, "exact": exact}


def beside(a, b):
    """b - a, paired where at least LEAST seeds, or all of the smaller group's, are shared."""
    shared = sorted(set(a) & set(b))
    if len(shared) >= LEAST or len(shared) == min(len(a), len(b)):
        d = np.array([b[s] - a[s] for s in shared])
        test = stats.ttest_rel([b[s] for s in shared], [a[s] for s in shared])
        return {"paired": True, "n": len(d), "difference": d.mean(), "t": test.statistic,
                "p": test.pvalue, "degrees": len(d) - 1, "effect": d.mean() / d.std(ddof=1),
                "interval": t_interval(d.mean(), stats.sem(d), len(d) - 1), "rank": wilcoxon(d)}
    x, y = np.array(list(a.values())), np.array(list(b.values()))
    test = stats.ttest_ind(y, x, equal_var=False)
    parts = [x.var(ddof=1) / len(x), y.var(ddof=1) / len(y)]
    degrees = sum(parts) ** 2 / (parts[0] ** 2 / (len(x) - 1) + parts[1] ** 2 / (len(y) - 1))
    pooled = np.sqrt(((len(x) - 1) * x.var(ddof=1) + (len(y) - 1) * y.var(ddof=1)) /
                     (len(x) + len(y) - 2))
    difference = y.mean() - x.mean()
    return {"paired": False, "n": len(y), "difference": difference, "t": test.statistic,
            "p": test.pvalue, "degrees": degrees, "effect": difference / pooled,
            "interval": t_interval(difference, np.sqrt(sum(parts)), degrees),
            "rank": mann_whitney(list(a.values()), list(b.values()))}


def holm(p):
    order = np.argsort(p, kind="stable")
    corrected = np.empty(len(p))
    corrected[order] = np.minimum(1, np.maximum.accumulate((len(p) - np.arange(len(p))) *
                                                           np.asarray(p)[order]))
    return corrected.tolist()


def comparisons(groups):
    told = [name for name, group in groups.items() if len(group) >= LEAST]
    pairs = {f"{a} {b}": beside(groups[a], groups[b]) for a, b in itertools.combinations(told, 2)}

    def with_holm(names):
        t = holm([pairs[name]["p"] for name in names])
        rank = holm([pairs[name]["rank"]["p"] for name in names])
        return {name: {"t": t[i], "rank": rank[i]} for i, name in enumerate(names)}

    return {"pairs": pairs, "holm_of_all_pairs": with_holm(list(pairs)),
            "holm_with_baseline": with_holm([n for n in pairs if n.startswith("plain ")])}


def rank_cases():
    draw = np.random.RandomState(11)
    lists = [[0.3, -0.1, 0.2, 0.5, 0.4], [1, 1, -2, 3, 3, 0, 4], [0, 0, 0, 1, 2, 3],
             draw.normal(0.2, 1, 50).tolist(), draw.normal(0.2, 1, 60).tolist(),
             np.round(draw.normal(0.2, 1, 30), 1).tolist()]
    pairs = [([1, 2, 3, 4, 5], [3.5, 6, 7, 8, 9]), ([1, 2, 2, 3, 5], [2, 3, 4, 6, 6, 7]),
             (draw.normal(0, 1, 20).tolist(), draw.normal(0.5, 1, 17).tolist()),
             (draw.normal(0, 1, 25).tolist(), draw.normal(0.5, 1, 6).tolist())]
    return {"wilcoxon": [{"differences": d, **wilcoxon(d)} for d in lists],
            "mann_whitney": [{"a": a, "b": b, **mann_whitney(a, b)} for a, b in pairs]}


def needed(effect, paired, level, power=0.8):
    n = 2
    while True:
        degrees = n - 1 if paired else 2 * n - 2
        shift = effect * np.sqrt(n if paired else n / 2)
        edge = stats.t.ppf(1 - level / 2, degrees)
        if stats.nct.sf(edge, degrees, shift) + stats.nct.cdf(-edge, degrees, shift) >= power:
            return n
        n += 1


def main(folder):
    os.makedirs(folder, exist_ok=True)
    runs = os.path.join(folder, "runs.csv")
    make_runs(runs)
    groups = read_groups(runs)
    result = {"groups": {name: describe(group) for name, group in groups.items()},
              **comparisons(groups), **rank_cases(),
              "needed_repeats": [{"effect": effect, "paired": paired, "level": level,
                                  "n": needed(effect, paired, level)}
                                 for effect in (0.2, 0.5, 0.8, 1.5, 4.0)
                                 for paired in (True, False) for level in (0.05, 0.005)]}
    with open(os.path.join(folder, "scipy.json"), "w") as file:
        json.dump(result, file, indent=1, default=lambda number: number.item())
        file.write("\n")


main(sys.argv[1])
