#include "tools/logitbench/bench/limits.h"

#include <logitbench/error.h>

#include <algorithm>
#include <chrono>
#include <numeric>
#include <string>

#include "tools/logitbench/bench/limit_kernels.h"
#include "tools/logitbench/bench/plugin_parts.h"

namespace logitbench::bench {

namespace {

constexpr size_t kSweptBytes = size_t{64} << 20;  // by a run: starting the threads is nothing then
constexpr size_t kMultiplyAddRepeats = 1u << 20;

// The best of some runs, in units per second; `run` gives the units done.
template <class Run>
double best_rate(Run&& run) {
  using Clock = std::chrono::steady_clock;
  constexpr int kRuns = 4;  // the first finds cold caches and sleeping threads
  double best = 0;
  for (int i = 0; i < kRuns; ++i) {
    const auto start = Clock::now();
    const double units = run();
    best = std::max(best, units / std::chrono::duration<double>(Clock::now() - start).count());
  }
  return best;
}

}  // namespace

SquareProduct::SquareProduct(PluginHost& host, const std::string& dtype, size_t threads)
    : features_{{1, 1, kSide}, kSide, std::vector<float>(kSide * kSide, 0.5f), 1.0}, rows_(kSide) {
  std::iota(rows_.begin(), rows_.end(), 0U);
  const NetworkSpec spec{features_.shape, {Dense{kSide}}};
  network_ = compile(host, "onednn", dtype, spec, {kSide, threads});
  network_->set_parameters(plain_parameters(spec));
}

void SquareProduct::run() { network_->forward({&features_, rows_}); }

// In place `bytes` are all there is; elsewhere they are halved, so that both touch as much memory.
Sweep::Sweep(size_t bytes, size_t repeats, Writes writes)
    : values_(bytes / sizeof(float) / (writes == Writes::elsewhere ? 2 : 1), 1.0f),
      written_(writes == Writes::elsewhere ? values_.size() : 0),
      repeats_(repeats) {}

double Sweep::bytes_moved() const {
  return 2.0 * static_cast<double>(values_.size() * sizeof(float) * repeats_);
}

void Sweep::run(Parallel& parallel) {
  float* to = written_.empty() ? values_.data() : written_.data();
  parallel.over(values_.size(), 1024, [&](size_t first, size_t last) {
    for (size_t i = 0; i < repeats_; ++i)
      sweep_once(values_.data() + first, to + first, last - first, 1.0f);
  });
}

Sweep sweep_over(size_t bytes, Writes writes) {
  return {bytes, std::max<size_t>(1, kSweptBytes / bytes), writes};
}

double multiply_add(Parallel& parallel, bool single_precision) {
  std::vector<double> flops(parallel.threads());
  parallel.over(flops.size(), 1, [&](size_t first, size_t last) {
    for (size_t i = first; i < last; ++i) {
      float kept = 0;
      double kept_double = 0;
      flops[i] = single_precision ? multiply_add(kMultiplyAddRepeats, &kept)
                                  : multiply_add(kMultiplyAddRepeats, &kept_double);
    }
  });
  return std::accumulate(flops.begin(), flops.end(), 0.0);
}

double Limits::measured(const std::string& what, size_t threads,
                        const std::function<double()>& measure) {
  const auto key = std::pair(what, threads);
  if (const auto found = known_.find(key); found != known_.end()) return found->second;
  return known_[key] = measure();
}

double Limits::flop_per_second(const std::string& dtype, size_t threads) {
  return measured(dtype, threads, [&] {
    double best = 0;
    if (dtype != "bf16") {
      LentThreads lent(host_, threads);
      best = best_rate([&] { return multiply_add(lent.parallel(), dtype == "f32"); });
    }
    if (dtype != "f64") try {
        SquareProduct product(host_, dtype, threads);
        best = std::max(best, best_rate([&] { return product.run(), SquareProduct::kFlops; }));
      } catch (const Error&) {  // this build has no such product: the other limit holds
      }
    return best;
  });
}

double Limits::bytes_per_second(double working_set_bytes, Writes writes, size_t threads) {
  // Two sizes in each power of two, so that few are measured.
  size_t bytes = kCacheSweepBytes;
  while (static_cast<double>(bytes) < working_set_bytes && bytes < kMemorySweepBytes)
    bytes = (bytes & (bytes - 1)) == 0 ? bytes / 2 * 3 : bytes / 3 * 4;
  const char* kind = writes == Writes::in_place ? "bytes:" : "copied bytes:";
  return measured(kind + std::to_string(bytes), threads, [&] {
    LentThreads lent(host_, threads);
    Sweep sweep = sweep_over(bytes, writes);
    return best_rate([&] { return sweep.run(lent.parallel()), sweep.bytes_moved(); });
  });
}

}  // namespace logitbench::bench
