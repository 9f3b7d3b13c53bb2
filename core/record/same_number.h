// Whether two recorded numbers are one and the same, to the last bit.
#pragma once

namespace logitbench {

// NaN is the same as NaN, whatever its bits; 0 and -0 are not the same.
bool same_number(double a, double b);

}  // namespace logitbench
