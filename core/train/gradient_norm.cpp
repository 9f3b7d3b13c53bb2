#include "core/train/gradient_norm.h"

#include <cmath>

namespace logitbench {

namespace {

void add_squares(auto gradients, double& squares) {
  for (auto g : gradients) squares += static_cast<double>(g) * static_cast<double>(g);
}

}  // namespace

double gradient_norm(std::span<const ParameterArray> parameters) {
  double squares = 0;
  for (const ParameterArray& array : parameters)
    std::visit([&](auto gradients) { add_squares(gradients, squares); }, array.gradients);
  return std::sqrt(squares);
}

double gradient_norm(std::span<const double> gradient) {
  double squares = 0;
  add_squares(gradient, squares);
  return std::sqrt(squares);
}

void clip_gradient(std::span<const ParameterArray> parameters, double norm, double limit) {
  if (!std::isfinite(norm) || norm <= limit) return;
  const double factor = limit / norm;
  for (const ParameterArray& array : parameters)
    std::visit(
        [&](auto gradients) {
          using Real = typename decltype(gradients)::value_type;
          for (auto& g : gradients) g *= static_cast<Real>(factor);
        },
        array.gradients);
}

}  // namespace logitbench
