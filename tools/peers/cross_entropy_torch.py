"""torch.nn.functional.cross_entropy with all that it takes, batch by batch, in float64.

    /usr/bin/python3 tools/peers/cross_entropy_torch.py tools/peers/golden/cross_entropy_torch.csv

A line is a batch: its parameters (class_weights and ignore_index empty where there are none), the
number of classes, targets (class indices; or rows of weights, one after the other), logits, and then
what PyTorch makes of it: the reduced loss and its gradient. Lists are separated by spaces. The logits
are float32 numbers, so that a program in single precision sees the same ones.
"""

import csv
import sys

import torch
import torch.nn.functional as F

ROWS = 4
SMOOTHINGS = (0.0, 0.1, 1.0)
HEADER = ["label_smoothing", "class_weights", "ignore_index", "reduction", "classes", "targets",
          "logits", "value", "gradients"]


def logits_of(classes, scale):
    torch.manual_seed(classes)
    return (torch.randn(ROWS, classes) * scale).double()


def class_weights(classes):
    """The first class weighs nothing, the others more or less than one."""
    return torch.tensor([0.0, 0.5, 2.5, 1.0, 0.3][:classes], dtype=torch.float64)


def batches_of_indices():
    """Logits, labels, and the class that is ignored where one is."""
    yield logits_of(2, 1), torch.tensor([0, 1, 1, 0]), 0
    for scale in (0, 1, 10, 60, 1e4):
        yield logits_of(5, scale), torch.tensor([4, 1, 0, 2]), 2
    yield logits_of(5, 3), torch.full((ROWS,), 3), 3  # no row is left
    yield logits_of(5, 3), torch.full((ROWS,), 0), 1  # no row weighs anything


def batches_of_weights():
    one_hot = F.one_hot(torch.tensor([4, 1, 0, 2]), 5).double()
    torch.manual_seed(1)
    probabilities = torch.softmax(torch.randn(ROWS, 5, dtype=torch.float64), dim=1)
    # Not normalized, some below zero, and a row of zeros.
    real = torch.randn(ROWS, 5, dtype=torch.float64) * 2
    real[1] = 0
    for targets in (one_hot, probabilities, real):
        for scale in (1, 60):
            yield logits_of(5, scale), targets


def shortest(tensor):
    return " ".join(repr(number) for number in tensor.flatten().tolist())


def rounded(tensor, digits):
    return " ".join(f"{number:.{digits}g}" for number in tensor.flatten().tolist())


def line(logits, targets, smoothing, weight, ignored, reduction):
    x = logits.clone().requires_grad_()
    more = {} if ignored is None else {"ignore_index": ignored}
    value = F.cross_entropy(x, targets, weight=weight, label_smoothing=smoothing,
                            reduction=reduction, **more)
    value.backward()
    return [
        smoothing,
        "" if weight is None else shortest(weight),
        "" if ignored is None else ignored,
        reduction,
        logits.shape[1],
        shortest(targets),
        rounded(logits, 9),
        rounded(value, 14),
        rounded(x.grad, 14),
    ]


def lines():
    for smoothing in SMOOTHINGS:
        for reduction in ("mean", "sum"):
            for logits, labels, ignored in batches_of_indices():
                for weight in (None, class_weights(logits.shape[1])):
                    for skipped in (None, ignored):
                        yield line(logits, labels, smoothing, weight, skipped, reduction)
            for logits, targets in batches_of_weights():
                for weight in (None, class_weights(logits.shape[1])):
                    yield line(logits, targets, smoothing, weight, None, reduction)


def main():
    torch.set_num_threads(1)
    with open(sys.argv[1], "w", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(lines())


main()
