"""Whether both sides train the same: a fast program that computes something else is no peer."""

import math


class NotTheSame(Exception):
    """The two do not train the same: their speeds are not compared."""


def relative_difference(a, b):
    """Infinite where one of them is no finite number: two that diverged are not the same."""
    if not (math.isfinite(a) and math.isfinite(b)):
        return math.inf
    if a == b:
        return 0.0
    return abs(a - b) / abs(b) if b else math.inf


def check_losses(workload, dtype, backend, ours, theirs):
    """Says how near they come; raises NotTheSame where that is not near enough."""
    def refuse(why):
        raise NotTheSame(f"{backend} is left out: it does not train the same: {why}")

    epochs, tolerance = workload.losses_epochs, workload.tolerances[dtype]
    if (len(ours), len(theirs)) != (epochs, epochs):
        refuse(f"{len(ours)} train losses, PyTorch's {len(theirs)}, expected {epochs} of each")
    differences = [relative_difference(a, b) for a, b in zip(ours, theirs)]
    furthest = max(range(epochs), key=differences.__getitem__)
    text = (f"train loss of epoch {furthest + 1} {ours[furthest]:.6g}, PyTorch's "
            f"{theirs[furthest]:.6g}: {differences[furthest]:.1e} apart, allowed {tolerance:.0e}")
    if not all(difference <= tolerance for difference in differences):
        refuse(text)
    return f"{backend}: {text}"
