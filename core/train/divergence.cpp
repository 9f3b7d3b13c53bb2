#include "core/train/divergence.h"

#include <cmath>

namespace logitbench {

namespace {

std::string kind_of_nonfinite(double value) {
  return std::isnan(value) ? "nan" : value > 0 ? "inf" : "-inf";
}

bool gradients_finite(std::span<const ParameterArray> parameters) {
  for (const ParameterArray& array : parameters)
    if (!all_finite(array.gradients)) return false;
  return true;
}

}  // namespace

bool all_finite(const RealSpan& values) {
  return std::visit(
      [](auto span) {
        // x - x is zero, or NaN for what is not finite; the sum keeps a NaN.
        std::remove_cv_t<typename decltype(span)::element_type> sum = 0;
        for (auto x : span) sum += x - x;
        return sum == 0;
      },
      values);
}

void DivergenceWatch::note(uint64_t epoch, uint64_t step, const std::string& what) {
  reason_ = what + " first, at epoch " + std::to_string(epoch) + ", step " + std::to_string(step);
}

void DivergenceWatch::after_step(uint64_t epoch, uint64_t step, const BatchLoss& loss,
                                 bool weights_finite, std::span<const ParameterArray> parameters) {
  // The last layer's bias sums the loss's gradient over the rows: what is not finite there is not
  // finite in the weights just updated.
  if (diverged() || (std::isfinite(loss.value) && weights_finite)) return;
  const RealSpan d_logits =
      std::visit([](const auto& matrix) -> RealSpan { return matrix.all(); }, loss.d_logits);
  if (!std::isfinite(loss.value))
    note(epoch, step, "train.loss went " + kind_of_nonfinite(loss.value));
  else if (!all_finite(d_logits))
    note(epoch, step, "the loss's gradient went non-finite");
  else
    note(epoch, step,
         gradients_finite(parameters) ? "the weights went non-finite"
                                      : "the weights' gradient went non-finite");
}

void DivergenceWatch::after_validation(uint64_t epoch, uint64_t step, double loss) {
  if (!diverged() && !std::isfinite(loss))
    note(epoch, step, "valid.loss went " + kind_of_nonfinite(loss));
}

}  // namespace logitbench
