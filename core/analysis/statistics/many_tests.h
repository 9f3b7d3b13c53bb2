// Holm's correction of a few tests among millions: what the p of the others are is counted in
// narrow bins, and computed only where it matters. No list of all tests is kept or sorted.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace logitbench {

// Takes tests, some at a time, in any order.
class TestSink {
 public:
  virtual ~TestSink() = default;
  // |t| of t-tests with so many degrees of freedom, 1 or more: p falls where |t| rises, so that
  // their order is known without their p.
  virtual void add_t(size_t degrees_of_freedom, std::span<const double> sizes) = 0;
  virtual void add_p(std::span<const double> p) = 0;
};

// Gives the tests of a part to a sink; the same whenever it is asked. Called by several threads.
using TestsOfPart = std::function<void(size_t part, TestSink& sink)>;

// For each of the p asked for, which are p of tests that the parts 0 .. parts - 1 give: what
// holm_corrected() makes of it among all of them. Asks for every part once or twice.
std::vector<double> holm_corrected_among(std::span<const double> asked, size_t parts,
                                         const TestsOfPart& tests);

}  // namespace logitbench
