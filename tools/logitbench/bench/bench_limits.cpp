// limit/...: what the machine can do at most, which the other benchmarks are measured by.
#include "tools/logitbench/bench/measure.h"
#include "tools/logitbench/bench/plugin_parts.h"

namespace logitbench::bench {

namespace {

void matmul(Bench& bench, benchmark::State& state, const std::string& dtype, size_t threads) {
  SquareProduct product(bench.host, dtype, threads);
  product.run();
  const Stopwatch watch;
  for (auto _ : state) product.run();
  report(bench, state, {.flops = SquareProduct::kFlops, .dtype = dtype, .threads = threads},
         watch.seconds());
}

void sweep(Bench& bench, benchmark::State& state, bool cached, Writes writes, size_t threads) {
  LentThreads lent(bench.host, threads);
  const size_t bytes = cached ? kCacheSweepBytes * threads : kMemorySweepBytes;
  Sweep array = sweep_over(bytes, writes);
  array.run(lent.parallel());
  const Stopwatch watch;
  for (auto _ : state) array.run(lent.parallel());
  report(bench, state,
         {.bytes = array.bytes_moved(),
          .working_set_bytes = static_cast<double>(bytes),
          .writes = writes,
          .threads = threads},
         watch.seconds());
}

void fma(Bench& bench, benchmark::State& state, const std::string& dtype, size_t threads) {
  LentThreads lent(bench.host, threads);
  double flops = multiply_add(lent.parallel(), dtype == "f32");
  const Stopwatch watch;
  for (auto _ : state) flops = multiply_add(lent.parallel(), dtype == "f32");
  report(bench, state, {.flops = flops, .dtype = dtype, .threads = threads}, watch.seconds());
}

}  // namespace

void add_limits(Bench& bench) {
  for (const size_t threads : thread_counts()) {
    const std::string on = "/threads:" + std::to_string(threads);
    for (const std::string dtype : {"f32", "bf16"})
      add(bench, "limit/matmul/" + dtype + on, TimedBy::wall_clock,
          [&bench, dtype, threads](auto& state) { matmul(bench, state, dtype, threads); });
    for (const std::string dtype : {"f32", "f64"})
      add(bench, "limit/fma/" + dtype + on, TimedBy::wall_clock,
          [&bench, dtype, threads](auto& state) { fma(bench, state, dtype, threads); });
    for (const bool cached : {false, true})
      for (const Writes writes : {Writes::in_place, Writes::elsewhere}) {
        const std::string name = std::string(cached ? "limit/cache" : "limit/memory") +
                                 (writes == Writes::in_place ? "" : "/copy");
        add(bench, name + on, TimedBy::wall_clock, [&bench, cached, writes, threads](auto& state) {
          sweep(bench, state, cached, writes, threads);
        });
      }
  }
}

}  // namespace logitbench::bench
