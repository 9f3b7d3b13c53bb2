// How many repeats a difference would need to be told.
#pragma once

#include <cstdint>
#include <optional>

namespace logitbench {

enum class Design { paired, unpaired };

// The fewest repeats (pairs; or numbers on either side) with which a two-sided t-test at this level
// finds a difference of `effect` standard deviations (Cohen's d, paired d_z) with this probability,
// by the noncentral t distribution, from 2 on. None where it is more than a million, and for no
// effect at all. Source: Cohen, "Statistical Power Analysis", 1988, chapter 2.
std::optional<uint64_t> needed_repeats(double effect, Design design, double level, double power);

// The probability with which the test finds it.
double t_test_power(double effect, Design design, uint64_t repeats, double level);

}  // namespace logitbench
