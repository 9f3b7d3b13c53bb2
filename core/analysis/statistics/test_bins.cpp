#include "core/analysis/statistics/test_bins.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <numeric>

#include "core/analysis/statistics/t_tests.h"

namespace logitbench {

namespace {

constexpr int kBitsBelow = 45;  // 52 of the mantissa less 7 for the 128 bins
constexpr uint64_t kFirst = (uint64_t{1023} - 64) << 7;

double edge(size_t bin) {
  if (bin == 0) return 0;
  if (bin == kBins) return std::numeric_limits<double>::infinity();
  return std::bit_cast<double>((kFirst + bin) << kBitsBelow);
}

// Boost's p is right to some 1e-14 and need not fall with every step of t.
constexpr double kSlack = 1e-12;

PRange p_range(size_t kind, size_t bin) {
  const double first = edge(bin), last = edge(bin + 1);
  const double low = kind == kBinsOfP ? first : p_at(kind, last);
  const double high = kind == kBinsOfP ? std::min(last, 1.0) : p_at(kind, first);
  return {low * (1 - kSlack), high * (1 + kSlack), 0};
}

}  // namespace

size_t bin_of(double place) {
  const uint64_t bits = std::bit_cast<uint64_t>(place) >> kBitsBelow;
  return std::clamp<uint64_t>(bits, kFirst, kFirst + kBins - 1) - kFirst;
}

double p_at(size_t kind, double place) {
  return kind == kBinsOfP ? place : two_sided_p(place, static_cast<double>(kind));
}

std::vector<uint32_t>& TestBins::counts_of(size_t kind) {
  if (kind >= counts_.size()) counts_.resize(kind + 1);
  if (counts_[kind].empty()) counts_[kind].resize(kBins);
  return counts_[kind];
}

void TestBins::add(const TestBins& others) {
  for (size_t kind = 0; kind < others.counts_.size(); ++kind) {
    if (others.counts_[kind].empty()) continue;
    std::vector<uint32_t>& sums = counts_of(kind);
    for (size_t bin = 0; bin < kBins; ++bin) sums[bin] += others.counts_[kind][bin];
  }
}

BinnedTests::BinnedTests(const TestBins& bins) : kinds_(bins.counts().size()) {
  for (size_t kind = 0; kind < bins.counts().size(); ++kind)
    for (size_t bin = 0; bin < bins.counts()[kind].size(); ++bin)
      if (const size_t count = bins.counts()[kind][bin]; count > 0) {
        const PRange range = p_range(kind, bin);
        by_low_.push_back({kind, bin, count, range.low, range.high});
        size_ += count;
      }
  std::vector<size_t> order(by_low_.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::sort(by_low_.begin(), by_low_.end(),
            [](const Bin& a, const Bin& b) { return a.low < b.low; });
  std::sort(order.begin(), order.end(),
            [&](size_t a, size_t b) { return by_low_[a].high < by_low_[b].high; });
  size_t counted = 0;
  for (const Bin& bin : by_low_) counted_by_low_.push_back(counted += bin.count);
  counted = 0;
  for (const size_t i : order) {
    highs_.push_back(by_low_[i].high);
    counted_by_high_.push_back(counted += by_low_[i].count);
  }
  double least = 0;
  for (const size_t i : order) {
    Bin& bin = by_low_[i];
    bin.most = static_cast<double>(size_ - below(bin.low)) * bin.high;
    // Its smallest test has this many or fewer below itself.
    const size_t smaller = beginning_by(bin.high) - bin.count;
    least = std::max(least, static_cast<double>(size_ - smaller) * bin.low);
    least_by_high_.push_back(least);
  }
}

size_t BinnedTests::below(double p) const {
  const auto end = std::lower_bound(highs_.begin(), highs_.end(), p) - highs_.begin();
  return end == 0 ? 0 : counted_by_high_[static_cast<size_t>(end) - 1];
}

size_t BinnedTests::beginning_by(double p) const {
  const auto end = std::upper_bound(by_low_.begin(), by_low_.end(), p,
                                    [](double value, const Bin& bin) { return value < bin.low; }) -
                   by_low_.begin();
  return end == 0 ? 0 : counted_by_low_[static_cast<size_t>(end) - 1];
}

double BinnedTests::least_corrected(double p) const {
  const auto end = std::lower_bound(highs_.begin(), highs_.end(), p) - highs_.begin();
  return end == 0 ? 0 : std::min(1.0, least_by_high_[static_cast<size_t>(end) - 1]);
}

BinsThatMatter BinnedTests::that_matter(std::span<const double> asked) const {
  BinsThatMatter result;
  for (const Bin& bin : by_low_) {
    // The larger a p is, the more is certain of it: what does not matter to the next one above does
    // not matter to any.
    const auto next = std::lower_bound(asked.begin(), asked.end(), bin.low);
    if (next == asked.end()) break;
    if (bin.high < *next && bin.most <= least_corrected(*next)) continue;
    if (!result.ranges.empty() && bin.low <= result.ranges.back().high)
      result.ranges.back().high = std::max(result.ranges.back().high, bin.high);
    else
      result.ranges.push_back({bin.low, bin.high, 0});
  }
  result.marks.resize(kinds_);
  auto range = result.ranges.begin();
  size_t smaller = 0;
  for (const Bin& bin : by_low_) {
    while (range != result.ranges.end() && range->high < bin.low) {
      range->smaller_elsewhere = smaller;
      ++range;
    }
    if (range == result.ranges.end()) break;
    if (bin.high < range->low) {
      smaller += bin.count;
      continue;
    }
    if (result.marks[bin.kind].empty()) result.marks[bin.kind].resize(kBins);
    result.marks[bin.kind][bin.index] = 1;
  }
  for (; range != result.ranges.end(); ++range) range->smaller_elsewhere = smaller;
  return result;
}

}  // namespace logitbench
