"""An MLP and notebook 000's CNN on MNIST in PyTorch, epoch by epoch, written as anybody writes it.

    /usr/bin/python3 tools/peers/mnist_torch.py IDX_FOLDER OUT.csv [SEED ...]

IDX_FOLDER holds MNIST's images and labels as plain IDX files; seeds default to 0 and 1. After
torch.manual_seed(seed): modules with PyTorch's own initial weights, then three epochs over the first
12,800 training images in batches of 128, from a DataLoader that shuffles, each followed by a pass of a
second DataLoader over the test images. train.loss is the mean over the epoch's batches of each
batch's mean loss, taken while training; valid.loss and valid.accuracy are means over rows.
"""

import csv
import sys
from pathlib import Path
from statistics import mean

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

TRAIN_IMAGES = 12_800
BATCH = 128
EPOCHS = 3


def mlp():
    return nn.Sequential(nn.Flatten(), nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 10))


def cnn():
    def conv(inputs, outputs):
        return [nn.Conv2d(inputs, outputs, 3, padding="same"), nn.ReLU()]

    return nn.Sequential(
        *conv(1, 8), *conv(8, 8), nn.MaxPool2d(2),
        *conv(8, 16), *conv(16, 16), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(784, 40), nn.ReLU(), nn.Linear(40, 10),
    )


MODELS = {"mlp": mlp, "cnn": cnn}
# At larger steps than these PyTorch does not follow itself on the CNN: see README.md.
OPTIMIZERS = {
    "mlp": {
        "sgd": lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9, nesterov=True, weight_decay=1e-4),
        "adam": lambda p: torch.optim.Adam(p, lr=0.001, weight_decay=1e-4),
        "adamw": lambda p: torch.optim.AdamW(p, lr=0.001, weight_decay=0.01),
    },
    "cnn": {
        "adam": lambda p: torch.optim.Adam(p, lr=1e-4, weight_decay=1e-4),
    },
}


def read_split(folder, name, count=None):
    images = np.fromfile(folder / f"{name}-images-idx3-ubyte", np.uint8)[16:].reshape(-1, 28, 28)
    labels = np.fromfile(folder / f"{name}-labels-idx1-ubyte", np.uint8)[8:]
    x = torch.from_numpy(images[:count]).unsqueeze(1).float() / 255
    return TensorDataset(x, torch.from_numpy(labels[:count]).long())


def train(training, validation, model_name, optimizer_name, seed):
    torch.manual_seed(seed)
    model = MODELS[model_name]()
    optimizer = OPTIMIZERS[model_name][optimizer_name](model.parameters())
    training_loader = DataLoader(training, BATCH, shuffle=True)
    validation_loader = DataLoader(validation, BATCH)
    for epoch in range(1, EPOCHS + 1):
        losses = []
        for x, y in training_loader:
            optimizer.zero_grad()
            loss = F.cross_entropy(model(x), y)
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        total, correct = 0.0, 0
        with torch.no_grad():
            for x, y in validation_loader:
                logits = model(x)
                total += F.cross_entropy(logits, y, reduction="sum").item()
                correct += (logits.argmax(1) == y).sum().item()
        yield epoch, {
            "train.loss": mean(losses),
            "valid.loss": total / len(validation),
            "valid.accuracy": correct / len(validation),
        }


def main():
    torch.set_num_threads(1)
    folder = Path(sys.argv[1])
    training = read_split(folder, "train", TRAIN_IMAGES)
    validation = read_split(folder, "t10k")
    seeds = [int(seed) for seed in sys.argv[3:]] or [0, 1]
    with open(sys.argv[2], "w", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["model", "optimizer", "seed", "epoch", "metric", "value"])
        for model in MODELS:
            for optimizer in OPTIMIZERS[model]:
                for seed in seeds:
                    for epoch, metrics in train(training, validation, model, optimizer, seed):
                        for metric, value in metrics.items():
                            writer.writerow([model, optimizer, seed, epoch, metric, f"{value:.9g}"])


main()
