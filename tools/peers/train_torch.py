"""PyTorch's side of tools/peers/compare: one workload in one process, told by lines of JSON what
to do.

    /usr/bin/python3 tools/peers/train_torch.py IDX_FOLDER < requests > answers

The first line describes the workload: what a manifest.json of `logitbench run` holds of a run,
under `config`, and `dtype`, `threads` and `flush_denormal`. It is answered with the version and the
ways to train that this PyTorch has (`forms`). Then, each answered with a line:

    {"losses": EPOCHS, "form": FORM}                      the train loss of each epoch
    {"round": EPOCHS, "form": FORM, "seconds": AT_LEAST}  samples and the seconds that they took
    {"glance": SECONDS, "form": FORM}                     the same of as many steps as fit

Each starts from the initial weights of torch.manual_seed(seed). The samples are float32 tensors
made before anything is timed, the batches slices of them: nothing is copied, nothing is shuffled.
Between two lines it takes no processor time: it waits for the next one.
"""

import itertools
import json
import sys
import time
from pathlib import Path
from statistics import mean

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn


def mnist(folder, parameters):
    images = np.fromfile(folder / "train-images-idx3-ubyte", np.uint8)[16:].reshape(-1, 1, 28, 28)
    labels = np.fromfile(folder / "train-labels-idx1-ubyte", np.uint8)[8:]
    rows = parameters.get("limit") or len(labels)
    return torch.from_numpy(images[:rows]).float() / 255, torch.from_numpy(labels[:rows]).long()


def spiral(parameters, seed):
    """Notebook 001's, as plugins/datasets/spiral has it."""
    random = np.random.RandomState(seed)
    samples, classes = parameters["samples"], parameters["classes"]
    points, labels = [], []
    for c in range(classes):
        noise = random.randn(samples).astype(np.float32) * np.float32(0.2)
        t = np.linspace(4.0 * c, 4.0 * (c + 1), samples) + noise
        r = np.linspace(0.0, 1.0, samples)
        points.append(np.stack([r * np.sin(t * 2.5), r * np.cos(t * 2.5)], axis=1))
        labels += [c] * samples
    return torch.from_numpy(np.concatenate(points).astype(np.float32)), torch.tensor(labels)


def data_of(config, folder):
    dataset = config["dataset"]
    if dataset["name"] == "spiral":
        return spiral(dataset, config["seed"])
    images, labels = mnist(folder, dataset)
    return (images if config["model"]["name"] == "cnn" else images.flatten(1)), labels


def layers_of(model, inputs, classes):
    if model["name"] == "cnn":
        def conv(channels_in, channels_out):
            return [nn.Conv2d(channels_in, channels_out, 3, padding=1), nn.ReLU()]

        return nn.Sequential(
            *conv(1, 8), *conv(8, 8), nn.MaxPool2d(2), *conv(8, 16), *conv(16, 16), nn.MaxPool2d(2),
            nn.Flatten(), nn.Linear(784, 40), nn.ReLU(), nn.Linear(40, classes))
    widths = [inputs, *model.get("hidden", []), classes]
    layers = []
    for i, o in zip(widths, widths[1:]):
        layers += [nn.Linear(i, o), nn.ReLU()]
    return nn.Sequential(*layers[:-1])


def optimizer_of(settings, parameters, variant):
    keywords = {variant: True} if variant in ("foreach", "fused") else {"foreach": False}
    keywords.update(lr=settings["lr"], weight_decay=settings["weight_decay"])
    if settings["name"] == "adam":
        return torch.optim.Adam(parameters, eps=settings["epsilon"],
                                betas=(settings["beta1"], settings["beta2"]), **keywords)
    return torch.optim.SGD(parameters, momentum=settings["momentum"],
                           nesterov=settings["nesterov"], **keywords)


class Workload:
    def __init__(self, description, folder):
        self.config = description["config"]
        self.bf16 = description["dtype"] == "bf16"
        self.batch = self.config["train"]["batch_size"]
        self.x, self.y = data_of(self.config, folder)
        self.classes = int(self.y.max()) + 1
        self.x_channels_last = (
            self.x.contiguous(memory_format=torch.channels_last) if self.x.dim() == 4 else None)

    def start(self, form):
        """Initial weights, and what they are trained on and by."""
        torch.manual_seed(self.config["seed"])
        model = layers_of(self.config["model"], self.x[0].numel(), self.classes)
        x = self.x
        if form["channels_last"]:
            model, x = model.to(memory_format=torch.channels_last), self.x_channels_last
        optimizer = optimizer_of(self.config["optimizer"], model.parameters(), form["optimizer"])
        return model, x, optimizer

    def loss(self, model, x, y):
        if not self.bf16:
            return F.cross_entropy(model(x), y)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            logits = model(x)
        return F.cross_entropy(logits.float(), y)

    def step(self, model, x, optimizer, first):
        optimizer.zero_grad(set_to_none=True)
        loss = self.loss(model, x[first:first + self.batch], self.y[first:first + self.batch])
        loss.backward()
        optimizer.step()
        return loss

    def starts(self):
        return range(0, len(self.x), self.batch)

    def forms(self):
        """The ways to train that work here."""
        found = []
        for channels_last in [False, True] if self.x_channels_last is not None else [False]:
            for optimizer in ["loop", "foreach", "fused"]:
                form = {"channels_last": channels_last, "optimizer": optimizer}
                try:
                    state = self.start(form)
                    for first in self.starts()[:2]:
                        self.step(*state, first)
                except (RuntimeError, TypeError):  # this version does not have it
                    continue
                found.append(form)
        return found

    def losses(self, epochs, form):
        state, result = self.start(form), []
        for _ in range(epochs):
            result.append(mean(self.step(*state, first).item() for first in self.starts()))
        return result

    def round(self, epochs, form, at_least_s):
        samples, seconds = 0, 0.0
        while seconds < at_least_s:
            state = self.start(form)
            started = time.perf_counter()
            for _ in range(epochs):
                for first in self.starts():
                    self.step(*state, first)
            seconds += time.perf_counter() - started
            samples += epochs * len(self.x)
        return {"samples": samples, "seconds": seconds}

    def glance(self, form, seconds):
        state, starts = self.start(form), itertools.cycle(self.starts()[:len(self.x) // self.batch])
        for first in itertools.islice(starts, 3):  # what happens once is none of the speed
            self.step(*state, first)
        started, steps = time.perf_counter(), 0
        while time.perf_counter() - started < seconds:
            self.step(*state, next(starts))
            steps += 1
        return {"samples": steps * self.batch, "seconds": time.perf_counter() - started}


def main():
    description = json.loads(sys.stdin.readline())
    if description["flush_denormal"]:  # first of all: OpenMP's threads take it from this one
        torch.set_flush_denormal(True)
    torch.set_num_threads(description["threads"])
    workload = Workload(description, Path(sys.argv[1]))

    def answer(value):
        print(json.dumps(value), flush=True)

    answer({"version": torch.__version__, "forms": workload.forms()})
    for line in sys.stdin:
        request = json.loads(line)
        if "losses" in request:
            answer(workload.losses(request["losses"], request["form"]))
        elif "glance" in request:
            answer(workload.glance(request["form"], request["glance"]))
        else:
            answer(workload.round(request["round"], request["form"], request["seconds"]))


main()
