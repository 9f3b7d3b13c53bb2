#include "tools/logitbench/bench/measure.h"

#include <algorithm>

namespace logitbench::bench {

void report(Bench& bench, benchmark::State& state, const Work& work, double seconds) {
  const double iterations = static_cast<double>(state.iterations());
  if (iterations == 0 || seconds <= 0) return;
  const auto rate = [&](const char* name, double units) {
    if (units > 0) state.counters[name] = {units * iterations, benchmark::Counter::kIsRate};
  };
  rate("flop_per_second", work.flops);
  rate("bytes_per_second", work.bytes);

  double at_limit_s = 0;
  if (work.flops > 0)
    if (const double limit = bench.limits.flop_per_second(work.dtype, work.threads); limit > 0)
      at_limit_s = work.flops / limit;
  if (work.bytes > 0)
    at_limit_s =
        std::max(at_limit_s, work.bytes / bench.limits.bytes_per_second(work.working_set_bytes,
                                                                        work.writes, work.threads));
  if (at_limit_s > 0) state.counters["of_limit"] = at_limit_s * iterations / seconds;
}

}  // namespace logitbench::bench
