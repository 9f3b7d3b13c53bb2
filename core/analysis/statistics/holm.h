// Several questions asked at once.
#pragma once

#include <span>
#include <vector>

namespace logitbench {

// Each p as it is to be read when all are asked together: with the p in ascending order,
// max over j <= i of min(1, (m - j) p_j), j from 0. The chance of one or more wrong alarms is then
// at most the level, however the tests depend on each other. Holm, "A simple sequentially rejective
// multiple test procedure", 1979.
std::vector<double> holm_corrected(std::span<const double> p);

}  // namespace logitbench
