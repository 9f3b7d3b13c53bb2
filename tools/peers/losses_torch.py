"""Values and gradients of the losses in PyTorch, float32, one line for each row of logits.

    /usr/bin/python3 tools/peers/losses_torch.py tools/peers/golden/losses_torch.csv

Columns: the loss, upstream (what the row's loss is multiplied by before backward), the class index,
the row's loss, its logits, the gradients; the last two separated by spaces. Random logits at several
scales and logits that are not finite for each loss; and for the two that break, one column 80 to 110
below the other.
"""

import csv
import sys

import torch
import torch.nn.functional as F

CLIP = 1e-7


def nll(log_probabilities, target):
    return F.nll_loss(log_probabilities, target, reduction="none")


def mnist_loss(x, target):
    p = x.sigmoid().squeeze(1)
    return torch.where(target == 1, 1 - p, p)


def bce_with_logits(x, target):
    return F.binary_cross_entropy_with_logits(x.squeeze(1), target.float(), reduction="none")


LOSSES = {
    "cross_entropy": lambda x, t: F.cross_entropy(x, t, reduction="none"),
    "log_softmax_nll": lambda x, t: nll(F.log_softmax(x, dim=1), t),
    "softmax_prob": lambda x, t: torch.softmax(x, dim=1)[range(len(t)), t],
    "mnist_loss": mnist_loss,
    "bce_with_logits": bce_with_logits,
    "softmax_log_nll": lambda x, t: nll(torch.log(torch.softmax(x, dim=1)), t),
    "clipped_softmax_nll": lambda x, t: nll(
        torch.log(torch.softmax(x, dim=1).clamp(CLIP, 1 - CLIP)), t
    ),
}


def rows_of(name, x, target, upstream):
    x = x.clone().requires_grad_()
    losses = LOSSES[name](x, target)
    (losses * upstream).sum().backward()
    for row in range(len(target)):
        yield [
            name,
            f"{upstream:.9g}",
            target[row].item(),
            f"{losses[row].item():.9g}",
            " ".join(f"{v:.9g}" for v in x[row].tolist()),
            " ".join(f"{v:.9g}" for v in x.grad[row].tolist()),
        ]


def random_rows(name):
    for columns in (1,) if name in ("mnist_loss", "bce_with_logits") else (2, 3, 10):
        for scale in (0.0, 1.0, 10.0, 60.0):
            torch.manual_seed(columns)
            x = torch.randn(4, columns) * scale
            target = torch.randint(max(columns, 2), (4,))
            yield from rows_of(name, x, target, 1 / 256)


def edge_rows(name):
    inf, nan = float("inf"), float("nan")
    one = [[inf], [-inf], [nan]]
    two = [[inf, 0], [0, inf], [-inf, 0], [0, nan], [nan, 0], [inf, inf], [-inf, -inf], [inf, -inf]]
    x = torch.tensor(one if name == "mnist_loss" else two)
    for target in (0, 1):
        yield from rows_of(name, x, torch.full((len(x),), target), 1.0)


def gap_rows(name):
    gaps = torch.arange(80, 110, 0.125)
    x = torch.stack([torch.zeros_like(gaps), -gaps], dim=1)
    for target in (0, 1):
        for upstream in (1.0, 1 / 256):
            yield from rows_of(name, x, torch.full((len(gaps),), target), upstream)


def main():
    torch.set_num_threads(1)
    with open(sys.argv[1], "w", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["loss", "upstream", "target", "row_loss", "logits", "gradients"])
        for name in LOSSES:
            writer.writerows(random_rows(name))
            # PyTorch's formula makes 0·inf of an infinite logit here; the limit is finite.
            if name != "bce_with_logits":
                writer.writerows(edge_rows(name))
        for name in ("softmax_log_nll", "clipped_softmax_nll"):
            writer.writerows(gap_rows(name))


main()
