"""Notebook 004's linear classifier of threes and sevens in PyTorch, epoch by epoch.

    /usr/bin/python3 tools/peers/mnist37_torch.py IDX_FOLDER OUT.csv [SEED ...]

IDX_FOLDER holds MNIST's training images and labels as plain IDX files; seeds default to 0 1 2 3.
After torch.manual_seed(seed): weights = randn(784, columns), bias = randn(columns). Ten epochs of
batches of 256 in file order, threes first, label 1 is three, p -= grad * lr. train.loss is the mean
over the batches of each batch's mean loss, valid.* are taken after the epoch on the training rows.
"""

import csv
import sys
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

EPOCHS = 10
BATCH = 256


def softmax_log_nll(logits, targets):
    return F.nll_loss(torch.log(torch.softmax(logits, dim=1)), targets)


def softmax_prob(logits, targets):
    return torch.softmax(logits, dim=1)[range(len(targets)), targets].mean()


def mnist_loss(logits, targets):
    p = logits.sigmoid()
    return torch.where(targets.unsqueeze(1) == 1, 1 - p, p).mean()


def log_softmax_nll(logits, targets):
    return F.nll_loss(F.log_softmax(logits, dim=1), targets)


LOSSES = {
    "mnist_loss": (mnist_loss, 1),
    "cross_entropy": (F.cross_entropy, 2),
    "log_softmax_nll": (log_softmax_nll, 2),
    "softmax_prob": (softmax_prob, 2),
    "softmax_log_nll": (softmax_log_nll, 2),
}


def read_threes_and_sevens(folder):
    images = np.fromfile(folder / "train-images-idx3-ubyte", np.uint8)[16:].reshape(-1, 784)
    labels = np.fromfile(folder / "train-labels-idx1-ubyte", np.uint8)[8:]
    threes, sevens = images[labels == 3], images[labels == 7]
    x = torch.from_numpy(np.concatenate([threes, sevens])).float() / 255.0
    y = torch.tensor([1] * len(threes) + [0] * len(sevens))
    return x, y


def decisions(logits):
    return (logits.sigmoid() > 0.5).long().squeeze(1) if logits.shape[1] == 1 else logits.argmax(1)


def p0_decisions(logits):
    if logits.shape[1] == 1:
        return decisions(logits)
    return (torch.softmax(logits, dim=1)[:, 0] > 0.5).long()


def mean(values):
    return sum(values) / len(values)


def accuracies(decide, logits, y):
    batches = zip(logits.split(BATCH), y.split(BATCH))
    return [(decide(a) == b).double().mean().item() for a, b in batches]


def train(x, y, loss_name, lr, seed):
    loss_function, columns = LOSSES[loss_name]
    torch.manual_seed(seed)
    weights = torch.randn((784, columns)).requires_grad_()
    bias = torch.randn(columns).requires_grad_()
    for epoch in range(1, EPOCHS + 1):
        losses = []
        for xb, yb in zip(x.split(BATCH), y.split(BATCH)):
            loss = loss_function(xb @ weights + bias, yb)
            loss.backward()
            losses.append(loss.item())
            for p in (weights, bias):
                p.data -= p.grad * lr
                p.grad.zero_()
        with torch.no_grad():
            logits = x @ weights + bias
            finite = all(torch.isfinite(p).all() for p in (weights, bias))
            yield epoch, {
                "train.loss": mean(losses),
                "valid.accuracy": (decisions(logits) == y).double().mean().item(),
                "valid.batch_mean_accuracy": mean(accuracies(decisions, logits, y)),
                "valid.p0_batch_mean_accuracy": mean(accuracies(p0_decisions, logits, y)),
                "weights_finite": int(finite),
            }


def main():
    torch.set_num_threads(1)
    x, y = read_threes_and_sevens(Path(sys.argv[1]))
    seeds = [int(seed) for seed in sys.argv[3:]] or [0, 1, 2, 3]
    with open(sys.argv[2], "w", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["loss", "lr", "seed", "epoch", "metric", "value"])
        for name in LOSSES:
            for lr in (1.0, 0.1):
                for seed in seeds:
                    for epoch, metrics in train(x, y, name, lr, seed):
                        for metric, value in metrics.items():
                            text = value if isinstance(value, int) else f"{value:.9g}"
                            writer.writerow([name, lr, seed, epoch, metric, text])


main()
