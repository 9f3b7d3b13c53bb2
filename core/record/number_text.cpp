#include "core/record/number_text.h"

#include <fmt/format.h>

#include <cmath>

namespace logitbench {

std::string number_text(double value) {
  if (std::isnan(value)) return "nan";
  return fmt::format("{}", value);
}

std::string number_text(float value) {
  if (std::isnan(value)) return "nan";
  return fmt::format("{}", value);
}

std::string rounded_text(double value) {
  return std::isfinite(value) ? fmt::format("{:.4g}", value) : number_text(value);
}

std::string number_text(uint64_t value) { return fmt::format("{}", value); }

}  // namespace logitbench
