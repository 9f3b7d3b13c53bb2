// `threads: auto`: a fixed rule from the sizes and the cores, never a measurement, so that a config
// means the same on every run on a machine; what it came to stands in the manifest. Small work
// stays on one thread: waking a second costs more than it brings.
#pragma once

#include <cstddef>

#include <logitbench/layers.h>

namespace logitbench {

// Multiply-adds of one forward pass over one row.
size_t multiply_adds_per_row(const NetworkSpec& spec);

// That this process may run on: an affinity mask counts, and what Slurm has given its job.
size_t usable_cores();

size_t resolve_threads(size_t configured, const NetworkSpec& spec, size_t batch_size, size_t cores);

}  // namespace logitbench
