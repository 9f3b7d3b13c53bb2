#include "threads_auto.h"

#include <float_network/thread_costs.h>

namespace logitbench::onednn {
namespace {

using float_network::SharingCosts;
using float_network::StepCosts;

// On two cores (AVX-512 with bfloat16, oneDNN 2.6), fitted to steps of linear and MLPs of one
// hidden layer of 8 to 256 units with 12 to 1,200 rows: those of 10 µs and more come out within
// some third, most within a tenth. Convolutions take longer than that.
constexpr StepCosts kFloats{.row = 29, .number = 0.31, .multiply_add = 0.029, .parameter = 0.64};
constexpr SharingCosts kSharingFloats{.thread = 7000, .parameter = 1.2, .most_parameters = 45'000};
constexpr StepCosts kBfloat16{.row = 36, .number = 0.29, .multiply_add = 0.015, .parameter = 0.64};
constexpr SharingCosts kSharingBfloat16{
    .thread = 7000, .parameter = 1.1, .most_parameters = 30'000};

// OpenMP's threads wait for each other after each loop. Where something else takes a core, a step
// waits until the system gives it back, some ms: 300 times as long as a step of the spiral takes.
// So much is not risked for the few microseconds that a second thread saves of a short step.
constexpr double kLeastNanoseconds = 100'000;

size_t worth(const StepCosts& step, const SharingCosts& sharing, const NetworkSpec& spec,
             size_t rows) {
  if (float_network::step_nanoseconds(step, spec, rows) < kLeastNanoseconds) return 1;
  return float_network::threads_worth(step, sharing, spec, rows);
}

}  // namespace

size_t threads_auto(const Map& parameters, const NetworkSpec& spec, size_t max_batch) {
  return parameters.text("dtype") == "bf16" ? worth(kBfloat16, kSharingBfloat16, spec, max_batch)
                                            : worth(kFloats, kSharingFloats, spec, max_batch);
}

}  // namespace logitbench::onednn
