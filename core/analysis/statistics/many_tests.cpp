#include "core/analysis/statistics/many_tests.h"

#include <oneapi/tbb/enumerable_thread_specific.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/parallel_sort.h>

#include <algorithm>

#include "core/analysis/statistics/test_bins.h"

namespace logitbench {

namespace {

// Counts each test in its bin.
class BinCounter : public TestSink {
 public:
  void add_t(size_t degrees_of_freedom, std::span<const double> sizes) override {
    add(degrees_of_freedom, sizes);
  }
  void add_p(std::span<const double> p) override { add(kBinsOfP, p); }

  TestBins bins;

 private:
  void add(size_t kind, std::span<const double> places) {
    std::vector<uint32_t>& counts = bins.counts_of(kind);
    for (const double place : places) ++counts[bin_of(place)];
  }
};

// Keeps the p of the tests in bins that matter.
class Collector : public TestSink {
 public:
  explicit Collector(const BinMarks& marks) : marks_(&marks) {}
  void add_t(size_t degrees_of_freedom, std::span<const double> sizes) override {
    add(degrees_of_freedom, sizes);
  }
  void add_p(std::span<const double> p) override { add(kBinsOfP, p); }

  std::vector<double> collected;

 private:
  void add(size_t kind, std::span<const double> places) {
    const std::vector<char>& marked = (*marks_)[kind];
    if (marked.empty()) return;
    for (const double place : places)
      if (marked[bin_of(place)] != 0) collected.push_back(p_at(kind, place));
  }

  const BinMarks* marks_;
};

template <class Sink>
void ask_all(size_t parts, const TestsOfPart& tests, tbb::enumerable_thread_specific<Sink>& sinks) {
  tbb::parallel_for(size_t{0}, parts, [&](size_t part) { tests(part, sinks.local()); });
}

}  // namespace

std::vector<double> holm_corrected_among(std::span<const double> asked, size_t parts,
                                         const TestsOfPart& tests) {
  tbb::enumerable_thread_specific<BinCounter> counters;
  ask_all(parts, tests, counters);
  TestBins all;
  for (const BinCounter& counter : counters) all.add(counter.bins);
  const BinnedTests binned(all);

  std::vector<double> ascending;  // those that are not 1 in any case
  for (const double p : asked)
    if (binned.least_corrected(p) < 1) ascending.push_back(p);
  std::sort(ascending.begin(), ascending.end());
  std::vector<double> collected;
  std::vector<PRange> exact;
  if (!ascending.empty()) {
    const BinsThatMatter matter = binned.that_matter(ascending);
    exact = matter.ranges;
    tbb::enumerable_thread_specific<Collector> collectors{Collector(matter.marks)};
    ask_all(parts, tests, collectors);
    for (const Collector& collector : collectors)
      collected.insert(collected.end(), collector.collected.begin(), collector.collected.end());
    tbb::parallel_sort(collected.begin(), collected.end());
  }

  std::vector<double> corrected_of_ascending;
  double largest = 0;
  size_t next = 0;
  auto range = exact.begin();
  for (const double p : ascending) {
    for (; next < collected.size() && collected[next] <= p; ++next) {
      while (range != exact.end() && range->high < collected[next]) ++range;
      // How many are smaller is known within the ranges alone, and none beside them matters.
      if (range == exact.end() || collected[next] < range->low) continue;
      const size_t smaller = range->smaller_elsewhere + next;
      const auto as_small = static_cast<double>(binned.size() - smaller);
      largest = std::max(largest, std::min(1.0, as_small * collected[next]));
    }
    corrected_of_ascending.push_back(largest);
  }
  std::vector<double> corrected;
  for (const double p : asked) {
    const auto at = std::lower_bound(ascending.begin(), ascending.end(), p);
    corrected.push_back(at == ascending.end() || *at != p
                            ? 1
                            : corrected_of_ascending[static_cast<size_t>(at - ascending.begin())]);
  }
  return corrected;
}

}  // namespace logitbench
