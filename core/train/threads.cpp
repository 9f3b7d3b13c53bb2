#include "core/train/threads.h"

#include <sched.h>

#include <algorithm>
#include <thread>

namespace logitbench {

namespace {

// Of a backend that says nothing. Some 30 µs on one core where it is quick, a millisecond in plain
// loops: more than handing parts of each layer to another core costs.
size_t threads_for_plain_loops(const NetworkSpec& spec, size_t max_batch) {
  constexpr size_t kMultiplyAddsOfThread = 1'000'000;
  return 3 * multiply_adds_per_row(spec) * max_batch / kMultiplyAddsOfThread;
}

}  // namespace

size_t usable_cores() {
  cpu_set_t allowed;
  if (sched_getaffinity(0, sizeof allowed, &allowed) == 0)
    return static_cast<size_t>(CPU_COUNT(&allowed));
  return std::max(1U, std::thread::hardware_concurrency());
}

size_t resolve_threads(size_t configured, const BackendPlugin& backend, const Map& parameters,
                       const NetworkSpec& spec, size_t max_batch, size_t cores) {
  if (configured > 0) return configured;
  const size_t worth = backend.threads_auto ? backend.threads_auto(parameters, spec, max_batch)
                                            : threads_for_plain_loops(spec, max_batch);
  return std::clamp<size_t>(worth, 1, std::max<size_t>(cores, 1));
}

}  // namespace logitbench
