"""What is compared: configs/benchmarks/<name>.yaml, and how near the losses of the two must come.

The tolerances are relative, of each epoch's train loss; where they come from is told in
tools/peers/README.md, "Are both doing the same?".
"""

from dataclasses import dataclass

BACKENDS = ["onednn", "native"]
DTYPES = ["f32", "bf16"]


@dataclass(frozen=True)
class Workload:
    name: str
    dtypes: tuple
    losses_epochs: int  # over which the losses are compared
    tolerances: dict  # by dtype
    round_epochs: int  # from the initial weights on, as many as the config has

    def config(self, root):
        return root / "configs" / "benchmarks" / f"{self.name}.yaml"


WORKLOADS = [
    Workload("spiral", ("f32",), 30, {"f32": 1e-5}, 500),
    Workload("linear", ("f32",), 2, {"f32": 1e-5}, 2),
    Workload("mlp128", ("f32", "bf16"), 1, {"f32": 1e-5, "bf16": 5e-3}, 1),
    Workload("mlp1024", ("f32", "bf16"), 1, {"f32": 1e-5, "bf16": 1e-3}, 1),
    Workload("cnn", ("f32", "bf16"), 1, {"f32": 5e-3, "bf16": 3e-2}, 1),
]
