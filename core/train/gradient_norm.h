// The L2 norm of the whole gradient, in double, arrays and elements in order.
#pragma once

#include <span>

#include <logitbench/network.h>

namespace logitbench {

double gradient_norm(std::span<const ParameterArray> parameters);
// Of a part of the canonical one.
double gradient_norm(std::span<const double> gradient);

// Scales the gradient to a norm of `limit` where it is larger. A norm that is not finite is left
// alone, so that the divergence shows where it began.
void clip_gradient(std::span<const ParameterArray> parameters, double norm, double limit);

}  // namespace logitbench
