// Paired tests of one group beside many others at a time, a vector lane for each.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "core/analysis/comparison/seed_pairs.h"

namespace logitbench {

// What paired_t_test() and wilcoxon_signed_rank() say of each pair, to the last bit: the same
// operations in the same order.
class PairedBlock {
 public:
  // As many pairs as fit: what they need stays in the innermost cache at a handful of seeds.
  static constexpr size_t kPairs = 128;

  // `pairs`, which it keeps, has two seeds or more.
  explicit PairedBlock(const SeedPairs& pairs);

  // Differences of `count` others, which lie side by side, at most kPairs: others[k * stride + i],
  // of cell k of the i-th other, less own[k * own_stride].
  void subtract(const double* own, size_t own_stride, const double* others, size_t stride,
                size_t count);

  // Of the others of the last subtract(). Valid until the next call.
  std::span<const double> t_sizes();  // |t|, each with seeds - 1 degrees of freedom
  std::span<const double> rank_p();

 private:
  using Lanes = std::array<double, kPairs>;
  double sorted_rank_p(size_t i);

  const SeedPairs& pairs_;
  size_t count_ = 0;
  std::vector<Lanes> differences_;  // [seed][other]
  std::vector<double> wilcoxon_p_;  // by statistic; empty where it is not counted
  Lanes result_{};
  std::vector<double> of_one_;
};

}  // namespace logitbench
