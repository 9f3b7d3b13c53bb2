#include "core/record/same_number.h"

#include <bit>
#include <cmath>
#include <cstdint>

namespace logitbench {

bool same_number(double a, double b) {
  return (std::isnan(a) && std::isnan(b)) ||
         std::bit_cast<uint64_t>(a) == std::bit_cast<uint64_t>(b);
}

}  // namespace logitbench
