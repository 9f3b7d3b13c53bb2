#include "threads_auto.h"

#include <float_network/thread_costs.h>

namespace logitbench::onednn {
namespace {

using float_network::ThreadCosts;

// On two cores (AVX-512 with bfloat16, oneDNN 2.6), fitted to steps of linear and MLPs of one
// hidden layer of 8 to 256 units with 12 to 1,200 rows: within a quarter, for most within a tenth.
constexpr ThreadCosts kFloats{.row = 29,
                              .number = 0.31,
                              .multiply_add = 0.029,
                              .parameter = 0.64,
                              .thread = 4000,
                              .root_of_parameters = 180};
constexpr ThreadCosts kBfloat16{.row = 36,
                                .number = 0.29,
                                .multiply_add = 0.015,
                                .parameter = 0.64,
                                .thread = 4000,
                                .root_of_parameters = 180};

}  // namespace

size_t threads_auto(const Map& parameters, const NetworkSpec& spec, size_t max_batch) {
  const bool rounds = parameters.text("dtype") == "bf16";
  return float_network::threads_worth(rounds ? kBfloat16 : kFloats, spec, max_batch);
}

}  // namespace logitbench::onednn
