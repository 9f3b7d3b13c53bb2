#include "tools/logitbench/time_estimate.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "core/config/value_text.h"
#include "tools/logitbench/progress_line.h"

namespace logitbench {

namespace {

struct Known {
  double wall_s = 0;
  double epochs = 0;
};

// What decides the time of an epoch.
std::string workload_of(const Run& run) {
  return canonical_text(run.resolved.at("dataset")) + canonical_text(run.resolved.at("model")) +
         canonical_text(run.resolved.at("backend")) + std::to_string(run.config.batch_size);
}

double epochs_of(const RunConfig& config) {
  return static_cast<double>(std::max<uint64_t>(config.epochs, 1));
}

}  // namespace

const Attempt* attempt_of(const EndedRuns& earlier, const Run& run) {
  const auto found = earlier.find(run.run_id);
  return found == earlier.end() ? nullptr : &found->second;
}

std::string time_estimate(const Plan& plan, const EndedRuns& earlier) {
  std::map<std::string, Known> known;
  size_t finished = 0, done = 0;
  if (!earlier.empty())
    for (const Run& run : plan.runs) {
      const Attempt* attempt = attempt_of(earlier, run);
      done += is_done(plan, attempt) ? 1 : 0;
      if (attempt == nullptr || !is_finished(attempt->result->status)) continue;
      Known& sum = known[workload_of(run)];
      sum.wall_s += attempt->result->wall_s;
      sum.epochs += static_cast<double>(std::max<uint64_t>(attempt->result->epochs, 1));
      ++finished;
    }
  if (done == plan.runs.size()) return "nothing to do";
  if (finished == 0) return "no estimate of the time before a first run has ended";

  double seconds = 0;
  size_t unknown = 0;
  for (const Run& run : plan.runs) {
    if (is_done(plan, attempt_of(earlier, run))) continue;
    const auto like = known.find(workload_of(run));
    if (like == known.end())
      ++unknown;
    else
      seconds += like->second.wall_s / like->second.epochs * epochs_of(run.config);
  }
  const size_t to_do = plan.runs.size() - done;
  if (unknown == to_do)
    return fmt::format(
        "no estimate of the time of the {} to do: no finished run has their dataset, "
        "model, batch size and backend",
        to_do);
  std::string text =
      fmt::format("{} to do: {} {} one after another, by the time an epoch took in {} finished {}",
                  to_do - unknown, plan.stop.method ? "at most" : "about", duration_text(seconds),
                  finished, finished == 1 ? "run" : "runs");
  if (unknown > 0)
    text +=
        fmt::format("; {} more of other data, models, batch sizes or backends: not known", unknown);
  return text;
}

}  // namespace logitbench
