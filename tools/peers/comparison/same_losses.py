"""Whether both sides train the same: a fast program that computes something else is no peer."""

import sys


def check_losses(workload, dtype, backend, ours, theirs):
    """Says how near they come; ends the program where that is not near enough."""
    tolerance = workload.tolerances[dtype]
    differences = [abs(a - b) / b for a, b in zip(ours, theirs)]
    furthest = max(range(len(differences)), key=differences.__getitem__)
    text = (f"{backend}: train loss of epoch {furthest + 1} {ours[furthest]:.6g}, PyTorch's "
            f"{theirs[furthest]:.6g}: {differences[furthest]:.1e} apart, allowed {tolerance:.0e}")
    if len(ours) != len(theirs) or not differences[furthest] <= tolerance:
        sys.exit(f"compare: {workload.name} {dtype}: not the same training. {text}")
    return text
