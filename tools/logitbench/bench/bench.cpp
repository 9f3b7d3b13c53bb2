#include "tools/logitbench/bench/bench.h"

#include <algorithm>
#include <chrono>
#include <set>
#include <thread>
#include <utility>

#include "core/data/data_cache.h"
#include "core/train/threads.h"

namespace logitbench::bench {

namespace {

// Threads of OpenMP and TBB spin for some milliseconds after their last loop: those of the
// benchmark before are to sleep before another backend's want the cores.
constexpr auto kUntilThreadsSleep = std::chrono::milliseconds(20);

void skip(Bench& bench, benchmark::State& state, const std::string& reason, ExitCode code) {
  state.SkipWithError(reason.c_str());
  if (code != ExitCode::bad_config) bench.worst = std::max(bench.worst, code);
}

}  // namespace

Bench::Bench(PluginHost& plugins) : host(plugins), limits(plugins), datasets(locate) {}

void add(Bench& bench, const std::string& name, TimedBy timed_by, Body body) {
  auto* added = benchmark::RegisterBenchmark(
      name.c_str(), [&bench, body = std::move(body)](benchmark::State& state) {
        std::this_thread::sleep_for(kUntilThreadsSleep);
        try {
          body(state);
        } catch (const Error& error) {
          skip(bench, state, error.what(), error.exit_code());
        } catch (const std::exception& error) {
          skip(bench, state, error.what(), ExitCode::runs_failed);
        }
      });
  added->Unit(benchmark::kMicrosecond);
  timed_by == TimedBy::body ? added->UseManualTime() : added->UseRealTime();
}

std::vector<size_t> thread_counts() {
  const size_t cores = usable_cores();
  std::set<size_t> counts{1, cores};
  if (cores >= 2) counts.insert(2);
  return {counts.begin(), counts.end()};
}

}  // namespace logitbench::bench
