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

// A step (forward and the two halves of backward) below this many multiply-adds takes some 30 µs on
// one core: about what handing parts of each layer to a second one costs.
constexpr size_t kMultiplyAddsWorthAThread = 1'000'000;

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

size_t multiply_adds_per_row(const NetworkSpec& spec) {
  size_t total = 0;
  Shape shape = spec.input;
  for (const Layer& layer : spec.layers) {
    const Shape next = output_shape(layer, shape);
    if (const auto* conv = std::get_if<Conv2d>(&layer))
      total += next.size() * conv->kernel * conv->kernel * shape.channels;
    if (std::holds_alternative<Dense>(layer)) total += shape.size() * next.size();
    shape = next;
  }
  return total;
}

size_t usable_cores() {
  size_t cores = std::max(1U, std::thread::hardware_concurrency());
  cpu_set_t allowed;
  if (sched_getaffinity(0, sizeof allowed, &allowed) == 0)
    cores = static_cast<size_t>(CPU_COUNT(&allowed));
  return std::min(cores, cores_given_by_slurm().value_or(cores));
}

size_t resolve_threads(size_t configured, const NetworkSpec& spec, size_t batch_size,
                       size_t cores) {
  if (configured > 0) return configured;
  const size_t step = 3 * multiply_adds_per_row(spec) * batch_size;
  return std::clamp<size_t>(step / kMultiplyAddsWorthAThread, 1, std::max<size_t>(cores, 1));
}

}  // namespace logitbench
