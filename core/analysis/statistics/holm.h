// Several questions asked at once.
#pragma once

#include <cstddef>
#include <span>
#include <unordered_map>
#include <vector>

namespace logitbench {

// Each p as it is to be read when all are asked together: with the p in ascending order,
// max over j <= i of min(1, (m - j) p_j), j from 0. The chance of one or more wrong alarms is then
// at most the level, however the tests depend on each other. Holm, "A simple sequentially rejective
// multiple test procedure", 1979.
std::vector<double> holm_corrected(std::span<const double> p);

// Of many tests, few of which have a p of their own: how many have which.
class CountedP {
 public:
  void add(double p, size_t tests) {
    counts_[p] += tests;
    size_ += tests;
  }
  void add(const CountedP& others) {
    for (const auto& [p, tests] : others.counts_) add(p, tests);
  }
  size_t size() const { return size_; }
  const std::unordered_map<double, size_t>& counts() const { return counts_; }

 private:
  std::unordered_map<double, size_t> counts_;
  size_t size_ = 0;
};

// For each of the p asked for, which are p of some of `all`: what holm_corrected() makes of it
// among them.
std::vector<double> holm_corrected_among(std::span<const double> asked, const CountedP& all);

}  // namespace logitbench
