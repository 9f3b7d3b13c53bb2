"""Trajectories of PyTorch's optimizers: twenty steps from random values along random gradients.

    /usr/bin/python3 tools/peers/optimizers_torch.py tools/peers/golden/optimizers_torch.json

The same start and gradients for every case; `dtype` says in which type PyTorch ran, the numbers are
exact either way. `after` holds the values after steps 1, 2 and 20.
"""

import json
import sys

import torch

STEPS = 20
KEPT = (1, 2, STEPS)

CASES = [
    ("sgd", {"lr": 0.1}),
    ("sgd", {"lr": 0.1, "weight_decay": 0.01}),
    ("sgd", {"lr": 0.05, "momentum": 0.9}),
    ("sgd", {"lr": 0.05, "momentum": 0.9, "weight_decay": 0.01}),
    ("sgd", {"lr": 0.05, "momentum": 0.9, "nesterov": True, "weight_decay": 0.01}),
    ("adam", {}),
    ("adam", {"lr": 0.1, "beta1": 0.8, "beta2": 0.95, "epsilon": 1e-4, "weight_decay": 0.01}),
    ("adamw", {}),
    ("adamw", {"lr": 0.05, "weight_decay": 0.0}),
    ("adamw", {"lr": 0.1, "beta1": 0.8, "beta2": 0.95, "epsilon": 1e-4, "weight_decay": 0.1}),
]


def make(name, parameters, p):
    if name == "sgd":
        return torch.optim.SGD([p], foreach=False, **parameters)
    own = dict(parameters)
    adam = {"adam": torch.optim.Adam, "adamw": torch.optim.AdamW}[name]
    betas = (own.pop("beta1", 0.9), own.pop("beta2", 0.999))
    return adam([p], betas=betas, eps=own.pop("epsilon", 1e-8), foreach=False, **own)


def trajectory(name, parameters, dtype, start, gradients):
    p = torch.nn.Parameter(start.to(dtype).clone())
    optimizer = make(name, parameters, p)
    after = {}
    for step, gradient in enumerate(gradients, 1):
        p.grad = gradient.to(dtype).clone()
        optimizer.step()
        if step in KEPT:
            after[str(step)] = p.tolist()
    return after


def main():
    torch.manual_seed(0)
    start = torch.randn(16)
    # Three orders of magnitude, so that Adam's epsilon and scaling show.
    gradients = torch.randn(STEPS, 16) * torch.logspace(-3, 0, 16)
    golden = {"start": start.tolist(), "gradients": gradients.tolist(), "cases": []}
    for name, parameters in CASES:
        for dtype in (torch.float32, torch.float64):
            golden["cases"].append({
                "optimizer": name,
                "parameters": parameters,
                "dtype": str(dtype).removeprefix("torch."),
                "after": trajectory(name, parameters, dtype, start, gradients),
            })
    with open(sys.argv[1], "w") as out:
        json.dump(golden, out, indent=1)
        out.write("\n")


main()
