#include "tools/logitbench/report/drawn_number.h"

#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace logitbench {

Json drawn_number(double value) {
  if (!std::isfinite(value)) return {};
  char text[32];
  std::snprintf(text, sizeof text, "%.5g", value);
  const double rounded = std::strtod(text, nullptr);
  // Whole numbers are shorter without their ".0".
  if (rounded == std::trunc(rounded) && std::abs(rounded) < 1e15)
    return static_cast<int64_t>(rounded);
  return rounded;
}

}  // namespace logitbench
