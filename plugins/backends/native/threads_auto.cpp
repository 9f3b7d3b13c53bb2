#include "threads_auto.h"

#include <float_network/thread_costs.h>

#include <algorithm>

#include "engines.h"
#include "image_layout.h"
#include "small_network.h"
#include "team.h"

namespace logitbench::native {
namespace {

using float_network::SharingCosts;
using float_network::StepCosts;
using float_network::threads_worth;

// On two cores (AVX-512), fitted to steps on MNIST's images, whose zeros cost little: of linear and
// MLPs of one hidden layer of 8 to 256 units with 16 to 256 rows,
constexpr StepCosts kVectors{.row = 250, .number = 0, .multiply_add = 0.013, .parameter = 0.86};
constexpr StepCosts kRoundedVectors{
    .row = 20, .number = 0.43, .multiply_add = 0.01, .parameter = 1.05};
// of the CNN of notebook 000 and a convolution of two channels, in both types.
constexpr StepCosts kImages{.row = 300, .number = 0.35, .multiply_add = 0.03, .parameter = 0.8};
constexpr SharingCosts kSharing{.thread = 7000, .parameter = 0.95, .most_parameters = 25'000};

size_t most_multiply_adds_of_layer(const NetworkSpec& spec) {
  size_t most = 0;
  Shape shape = spec.input;
  for (const Layer& layer : spec.layers) {
    most = std::max(most, multiply_adds_per_row({shape, {layer}}));
    shape = output_shape(layer, shape);
  }
  return most;
}

}  // namespace

size_t threads_auto(const Map& parameters, const NetworkSpec& spec, size_t max_batch) {
  const bool rounds = parameters.text("dtype") == "bf16";
  if (is_small(spec) && !rounds) return max_batch * multiply_adds_per_row(spec) / kGrain;
  if (has_images(spec)) {
    const size_t blocks = (max_batch + kImageLanes - 1) / kImageLanes;
    return std::min(blocks, threads_worth(kImages, kSharing, spec, blocks * kImageLanes));
  }
  // A loop over less than two grains is not cut.
  return std::min(max_batch * most_multiply_adds_of_layer(spec) / kGrain,
                  threads_worth(rounds ? kRoundedVectors : kVectors, kSharing, spec, max_batch));
}

}  // namespace logitbench::native
