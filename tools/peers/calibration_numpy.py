"""Metrics of decisions and their confidence in NumPy, float64.

    /usr/bin/python3 tools/peers/calibration_numpy.py tools/peers/golden/calibration_numpy.json

Each case: what the columns are (softmax, sigmoid or probabilities), classes, rows of columns, labels;
and Brier score, expected calibration error over 15 bins of equal width and of equal numbers of rows,
accuracy of each class (null: no row), confusion matrix [label][decision], and of each bin of equal
width its rows, mean confidence and accuracy (null: no row). Definitions: core/train/metrics.h,
core/train/reliability.h, written here a second time, in another way.
"""

import json
import sys

import numpy as np

BINS = 15


def probabilities_of(kind, columns):
    if kind == "probabilities":
        return columns
    if kind == "sigmoid":
        p = 1 / (1 + np.exp(-columns[:, 0]))
        return np.stack([1 - p, p], axis=1)
    e = np.exp(columns - columns.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def bins_of_equal_width(confidence, right):
    bin_of = np.digitize(confidence, np.arange(BINS + 1) / BINS, right=True) - 1
    table, error = [], 0.0
    for b in range(BINS):
        inside = bin_of == b
        if not inside.any():
            table.append([0, None, None])
            continue
        table.append([int(inside.sum()), confidence[inside].mean(), right[inside].mean()])
        error += inside.mean() * abs(right[inside].mean() - confidence[inside].mean())
    return table, error


def error_of_equal_numbers(confidence, right):
    values, group = np.unique(confidence, return_inverse=True)
    share = np.bincount(group, right) / np.bincount(group)
    order = np.argsort(confidence, kind="stable")
    n, error = len(order), 0.0
    for b in range(BINS):
        rows = order[n * b // BINS : n * (b + 1) // BINS]
        if len(rows):
            error += len(rows) / n * abs(share[group[rows]].mean() - confidence[rows].mean())
    return error


def case(name, kind, classes, columns, labels):
    columns, labels = np.asarray(columns, float), np.asarray(labels, int)
    p = probabilities_of(kind, columns)
    decision = p.argmax(axis=1)
    confidence, right = p.max(axis=1), (decision == labels).astype(float)
    confusion = np.zeros((classes, classes), int)
    np.add.at(confusion, (labels, decision), 1)
    rows = confusion.sum(axis=1)
    table, error = bins_of_equal_width(confidence, right)
    return {
        "name": name,
        "kind": kind,
        "classes": classes,
        "columns": columns.tolist(),
        "labels": labels.tolist(),
        "brier": ((p - np.eye(classes)[labels]) ** 2).sum(axis=1).mean(),
        "ece": error,
        "ece_adaptive": error_of_equal_numbers(confidence, right),
        "class_accuracy": [
            confusion[k, k] / rows[k] if rows[k] else None for k in range(classes)
        ],
        "confusion": confusion.tolist(),
        "reliability": table,
    }


def random_case(name, kind, classes, rows, scale, leave_out=None):
    rng = np.random.RandomState(rows + classes)
    width = 1 if kind == "sigmoid" else classes
    columns = np.round(rng.normal(size=(rows, width)) * scale, 4)
    if kind == "probabilities":
        columns = rng.dirichlet(np.ones(classes), rows)
    labels = rng.randint(classes, size=rows)
    if leave_out is not None:
        labels[labels == leave_out] = (leave_out + 1) % classes
    return case(name, kind, classes, columns, labels)


def main():
    cases = [random_case(f"softmax_{k}_{s}", "softmax", k, 47, s) for k in (2, 3, 10) for s in (1, 4)]
    cases += [
        random_case("one_column", "sigmoid", 2, 61, 2),
        random_case("probabilities", "probabilities", 4, 50, 1),
        random_case("fewer_rows_than_bins", "softmax", 3, 7, 1),
        random_case("a_class_without_rows", "softmax", 4, 40, 2, leave_out=1),
        # Confidences that lie on the ends of bins, all alike.
        case("ends_of_bins_3", "softmax", 3, np.zeros((20, 3)), np.arange(20) % 3),
        case("ends_of_bins_5", "softmax", 5, np.zeros((31, 5)), np.arange(31) % 5),
        case("sure_of_all", "softmax", 2, np.tile([0.0, 900.0], (40, 1)), np.arange(40) % 4 == 0),
        # Two confidences: their rows fill several bins of equal numbers.
        case(
            "two_confidences",
            "probabilities",
            2,
            np.where(np.arange(50)[:, None] % 2, [0.9, 0.1], [0.3, 0.7]),
            np.arange(50) % 7 % 2,
        ),
    ]
    with open(sys.argv[1], "w") as out:
        out.write("[\n" + ",\n".join(json.dumps(c) for c in cases) + "\n]\n")


main()
