// How many threads a run has. `threads: auto` is the backend's to say (ThreadRule); what it came to
// stands in the manifest.
#pragma once

#include <cstddef>

#include <logitbench/network.h>

namespace logitbench {

// That this process may run on: an affinity mask counts, and what Slurm has given its job.
size_t usable_cores();

// `configured` where it is a number, even one above cores. 0, auto: by the backend's rule for its
// `parameters`; for a backend without one a thread for each million multiply-adds of a step,
// forward and backward. Small work stays on one thread: waking a second costs more than it brings.
size_t resolve_threads(size_t configured, const BackendPlugin& backend, const Map& parameters,
                       const NetworkSpec& spec, size_t max_batch, size_t cores);

}  // namespace logitbench
