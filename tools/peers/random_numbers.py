"""What NumPy's legacy generator and PyTorch's CPU generator draw, for core/random to follow.

    /usr/bin/python3 tools/peers/random_numbers.py tools/peers/golden/random.json

Every entry is drawn right after a fresh np.random.seed(seed) or torch.manual_seed(seed).
"""

import json
import sys

import numpy as np
import torch
from torch.utils.data import DataLoader

SEEDS = (0, 1, 42)


def numpy_draws(seed):
    def fresh(draw):
        np.random.seed(seed)
        return draw().tolist()

    return {
        "randn": fresh(lambda: np.random.randn(20)),
        "uniform_-1_1": fresh(lambda: np.random.uniform(-1, 1, 8)),
        "permutation_10": fresh(lambda: np.random.permutation(10)),
    }


def ends(tensor):
    flat = tensor.flatten()
    return {"first8": flat[:8].tolist(), "last8": flat[-8:].tolist()}


def loader_orders(epochs, with_validation):
    training = DataLoader(list(range(10)), shuffle=True)
    validation = DataLoader(list(range(10)))
    orders = []
    for _ in range(epochs):
        orders.append([batch.item() for batch in training])
        if with_validation:
            for _ in validation:
                pass
    return orders


def weights_then_bias():
    weights = torch.randn((784, 2))
    bias = torch.randn(2)
    return {**ends(weights), "bias": bias.tolist()}


def linear():
    layer = torch.nn.Linear(4, 3)
    return {"weight": layer.weight.tolist(), "bias": layer.bias.tolist()}


def torch_draws(seed):
    def fresh(draw):
        torch.manual_seed(seed)
        return draw()

    result = {f"randn_{n}": fresh(lambda: torch.randn(n).tolist()) for n in (5, 10, 16, 20)}
    result["randn_1568"] = fresh(lambda: ends(torch.randn(1568)))
    result["randn_784x2_then_2"] = fresh(weights_then_bias)
    result["uniform_-0.5_0.5_10"] = fresh(lambda: torch.empty(10).uniform_(-0.5, 0.5).tolist())
    result["randperm_10"] = fresh(lambda: torch.randperm(10).tolist())
    result["dataloader_10_epochs3"] = fresh(lambda: loader_orders(3, False))
    result["dataloader_10_with_validation_epochs3"] = fresh(lambda: loader_orders(3, True))
    result["linear_4_3"] = fresh(linear)
    return result


def main():
    golden = {
        "versions": {"numpy": np.__version__, "torch": torch.__version__},
        "numpy": {str(seed): numpy_draws(seed) for seed in SEEDS},
        "torch": {str(seed): torch_draws(seed) for seed in SEEDS},
    }
    with open(sys.argv[1], "w") as out:
        json.dump(golden, out, indent=1)
        out.write("\n")


main()
