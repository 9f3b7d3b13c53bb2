#include "core/sweep/early_stopping.h"

#include <fmt/format.h>
#include <logitbench/error.h>
#include <logitbench/metric.h>

#include <algorithm>
#include <numeric>
#include <unordered_map>

#include "core/sweep/median_stopping.h"
#include "core/sweep/successive_halving.h"

namespace logitbench {

namespace {

// A run's swept values without its seed.
std::string setting_of(const Plan& plan, const Run& run) {
  std::string setting;
  for (size_t i = 0; i < run.swept.size(); ++i)
    if (plan.swept_keys[i] != "seed") (setting += run.swept[i]) += '\n';
  return setting;
}

std::vector<std::vector<size_t>> settings_of(const Plan& plan) {
  std::vector<std::vector<size_t>> settings;
  std::unordered_map<std::string, size_t> known;
  for (size_t i = 0; i < plan.runs.size(); ++i) {
    const auto [place, is_new] = known.try_emplace(setting_of(plan, plan.runs[i]), settings.size());
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
  if (repeats_done_) return std::nullopt;
  repeats_done_ = true;
  return repeats(standing);
}

std::vector<PrunedRun> EarlyStopping::judge(const StandingOf& standing) {
  return rule_ != nullptr ? rule_->judge(standing) : std::exchange(pruned_repeats_, {});
}

std::optional<Round> EarlyStopping::repeats(const StandingOf& standing) {
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
  for (const Run& run : plan.runs) {
    const std::string asked_for(metric_of_series(stop.metric)->name);
    if (stop.metric != "loss" && stop.metric != "accuracy" && !run.config.asks_for(asked_for))
      refuse(run, fmt::format("which {} does not record, expected it under metrics, too: "
                              "metrics: [{}]",
                              run.run_id, asked_for));
    if (stop.metric == "loss" && (run.config.loss.name != first.config.loss.name ||
                                  run.config.objective != first.config.objective))
      refuse(run, fmt::format("which is {} in one run and {} in another: expected what all have "
                              "in common, e.g. valid.accuracy or valid.nll",
                              first.config.loss.name, run.config.loss.name));
  }
}

}  // namespace logitbench
