#include "core/sweep/early_stopping.h"

#include <fmt/format.h>
#include <logitbench/error.h>
#include <logitbench/metric.h>

#include <algorithm>
#include <numeric>
#include <unordered_map>

#include "core/config/identity.h"
#include "core/config/recorded_metrics.h"
#include "core/config/value_text.h"
#include "core/sweep/median_stopping.h"
#include "core/sweep/successive_halving.h"

namespace logitbench {

namespace {

// All of a run's config but its seed.
std::string setting_of(const Run& run) {
  return canonical_text(Value(without(run.resolved, "seed")));
}

// What the loss's values mean.
std::string loss_of(const Run& run) {
  std::string text;
  for (const char* key : {"loss", "reduction"})
    if (const Value* value = run.resolved.find(key)) text += canonical_text(*value);
  return text;
}

std::vector<std::vector<size_t>> settings_of(const Plan& plan) {
  std::vector<std::vector<size_t>> settings;
  std::unordered_map<std::string, size_t> known;
  for (size_t i = 0; i < plan.runs.size(); ++i) {
    const auto [place, is_new] = known.try_emplace(setting_of(plan.runs[i]), settings.size());
    if (is_new) settings.emplace_back();
    settings[place->second].push_back(i);
  }
  return settings;
}

std::unique_ptr<StopRule> rule_of(const Plan& plan, std::vector<size_t> competitors) {
  if (!plan.stop.method) return nullptr;
  if (*plan.stop.method == StopMethod::median)
    return std::make_unique<MedianStopping>(plan, std::move(competitors));
  return std::make_unique<SuccessiveHalving>(plan, std::move(competitors));
}

}  // namespace

EarlyStopping::EarlyStopping(const Plan& plan) : plan_(plan) {
  if (!plan.stop.method) return;
  settings_ = settings_of(plan);
  std::vector<size_t> competitors;
  for (const std::vector<size_t>& runs : settings_) competitors.push_back(runs.front());
  rule_ = rule_of(plan, std::move(competitors));
}

std::optional<Round> EarlyStopping::next(const StandingOf& standing) {
  if (rule_ != nullptr)
    if (std::optional<Round> round = rule_->next(standing)) return round;
  rule_.reset();
  if (last_round_begun_) return std::nullopt;
  last_round_begun_ = true;
  return last_round(standing);
}

std::vector<PrunedRun> EarlyStopping::judge(const StandingOf& standing) {
  return rule_ != nullptr ? rule_->judge(standing) : std::exchange(pruned_repeats_, {});
}

std::optional<Round> EarlyStopping::last_round(const StandingOf& standing) {
  Round round;
  if (!plan_.stop.method) {
    round.runs.resize(plan_.runs.size());
    std::iota(round.runs.begin(), round.runs.end(), size_t{0});
    return round;
  }
  for (const std::vector<size_t>& setting : settings_) {
    const RunStatus first = standing(setting.front()).status;
    const bool lost = first == RunStatus::pruned || first == RunStatus::diverged;
    for (size_t i = 1; i < setting.size(); ++i)
      if (lost)
        pruned_repeats_.push_back(
            {setting[i], fmt::format("its setting {} with seed {}",
                                     first == RunStatus::pruned ? "was pruned" : "diverged",
                                     plan_.runs[setting.front()].config.seed)});
      else
        round.runs.push_back(setting[i]);
  }
  return round;
}

void check_competition(const Plan& plan) {
  const StopSettings& stop = plan.stop;
  if (!stop.method) return;
  const auto refuse = [&](const Run& run, const std::string& what) {
    throw ConfigError(fmt::format("{}: stop.metric: found {}.{}, {}",
                                  plan.place_of("stop.metric", run), stop.split, stop.metric,
                                  what));
  };
  const Run& first = plan.runs.front();
  const MetricInfo& metric = *metric_of_series(stop.metric);
  for (const Run& run : plan.runs) {
    if (!records(run.config, metric))
      refuse(run, fmt::format("which {} does not record, expected it under metrics, too: "
                              "metrics: [{}]",
                              run.run_id, metric.name));
    if (metric.in_the_loss_unit && loss_of(run) != loss_of(first))
      refuse(run,
             fmt::format("in the unit of the loss, which is another in {} than in {}: expected "
                         "what all have in common, e.g. valid.accuracy or valid.nll",
                         run.run_id, first.run_id));
  }
}

}  // namespace logitbench
