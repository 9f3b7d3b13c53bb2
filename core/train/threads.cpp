#include "core/train/threads.h"

#include <sched.h>

#include <algorithm>
#include <thread>

namespace logitbench {

namespace {

// A step (forward and the two halves of backward) below this many multiply-adds takes some 30 µs on
// one core: about what handing parts of each layer to a second one costs.
constexpr size_t kMultiplyAddsWorthAThread = 1'000'000;

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
  cpu_set_t allowed;
  if (sched_getaffinity(0, sizeof allowed, &allowed) == 0)
    return static_cast<size_t>(CPU_COUNT(&allowed));
  return std::max(1U, std::thread::hardware_concurrency());
}

size_t resolve_threads(size_t configured, const NetworkSpec& spec, size_t batch_size,
                       size_t cores) {
  if (configured > 0) return configured;
  const size_t step = 3 * multiply_adds_per_row(spec) * batch_size;
  return std::clamp<size_t>(step / kMultiplyAddsWorthAThread, 1, std::max<size_t>(cores, 1));
}

}  // namespace logitbench
