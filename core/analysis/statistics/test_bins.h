// Tests counted by where their p lies, and which of these bins Holm's correction depends on.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace logitbench {

// A kind of tests is their degrees of freedom, and their place |t|; or they are of different
// degrees, and their place is p itself.
inline constexpr size_t kBinsOfP = 0;

// 128 to each power of two between 2^-64 and 2^64; the first and the last reach further.
inline constexpr size_t kBins = size_t{128} * 128;
size_t bin_of(double place);

// Two-sided p of a test at such a place.
double p_at(size_t kind, double place);

class TestBins {
 public:
  // Of each bin how many tests; valid until another kind is asked for.
  std::vector<uint32_t>& counts_of(size_t kind);
  void add(const TestBins& others);
  const std::vector<std::vector<uint32_t>>& counts() const { return counts_; }

 private:
  std::vector<std::vector<uint32_t>> counts_;  // [kind], empty where there is no test
};

using BinMarks = std::vector<std::vector<char>>;  // [kind][bin], empty where none is marked

struct PRange {
  double low = 0, high = 0;
  size_t smaller_elsewhere = 0;  // tests below it in bins that are not marked
};

struct BinsThatMatter {
  BinMarks marks;
  // Ascending, apart from each other. A test in no marked bin is in none of them, and what the
  // correction depends on is in one.
  std::vector<PRange> ranges;
};

class BinnedTests {
 public:
  explicit BinnedTests(const TestBins& bins);

  size_t size() const { return size_; }
  // What a p among them is corrected to, or more.
  double least_corrected(double p) const;
  // For p among them, ascending, none of which is corrected to 1 for sure.
  BinsThatMatter that_matter(std::span<const double> asked) const;

 private:
  struct Bin {
    size_t kind = 0, index = 0, count = 0;
    double low = 0, high = 0;  // its tests' p lie between
    double most = 0;           // (m - j) p of Holm's correction is no more for any of its tests
  };

  size_t below(double p) const;         // tests of bins that lie below p
  size_t beginning_by(double p) const;  // tests of bins that begin at p or below

  size_t size_ = 0, kinds_ = 0;
  std::vector<Bin> by_low_;
  std::vector<size_t> counted_by_low_;   // of the bins up to the i-th, in order of low
  std::vector<double> highs_;            // ascending
  std::vector<size_t> counted_by_high_;  // of the bins up to the i-th of highs_
  std::vector<double> least_by_high_;    // some test of these has (m - j) p as large as this
};

}  // namespace logitbench
