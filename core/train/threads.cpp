#include "core/train/threads.h"

#include <sched.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <thread>

namespace logitbench {

namespace {

// Of a backend that says nothing. Some 30 µs on one core where it is quick, a millisecond in plain
// loops: more than handing parts of each layer to another core costs.
size_t threads_for_plain_loops(const NetworkSpec& spec, size_t max_batch) {
  constexpr size_t kMultiplyAddsOfThread = 1'000'000;
  return 3 * multiply_adds_per_row(spec) * max_batch / kMultiplyAddsOfThread;
}

// The CPUs that Slurm has given this job here; not every cluster also keeps the job to them.
std::optional<size_t> cores_given_by_slurm() {
  const char* text = std::getenv("SLURM_CPUS_ON_NODE");
  if (text == nullptr) return std::nullopt;
  size_t cores = 0;
  const auto [end, error] = std::from_chars(text, text + std::strlen(text), cores);
  if (error != std::errc() || *end != '\0' || cores == 0) return std::nullopt;
  return cores;
}

}  // namespace

size_t usable_cores() {
  size_t cores = std::max(1U, std::thread::hardware_concurrency());
  cpu_set_t allowed;
  if (sched_getaffinity(0, sizeof allowed, &allowed) == 0)
    cores = static_cast<size_t>(CPU_COUNT(&allowed));
  return std::min(cores, cores_given_by_slurm().value_or(cores));
}

size_t resolve_threads(size_t configured, const BackendPlugin& backend, const Map& parameters,
                       const NetworkSpec& spec, size_t max_batch, size_t cores) {
  if (configured > 0) return configured;
  const size_t worth = backend.threads_auto ? backend.threads_auto(parameters, spec, max_batch)
                                            : threads_for_plain_loops(spec, max_batch);
  return std::clamp<size_t>(worth, 1, std::max<size_t>(cores, 1));
}

}  // namespace logitbench
