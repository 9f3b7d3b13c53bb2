#include "core/sweep/match_expectations.h"

#include <fmt/format.h>
#include <logitbench/error.h>
#include <logitbench/metric.h>

#include <algorithm>
#include <set>

#include "core/config/config_error.h"
#include "core/config/key_path.h"
#include "core/config/nearest_name.h"
#include "core/config/value_text.h"
#include "core/sweep/exclusions.h"

namespace logitbench {

namespace {

[[noreturn]] void refuse(const Expectation& expectation, const std::string& message) {
  throw ConfigError(expectation.place + ": expect: " + message);
}

const Value* find_setting(const Run& run, const std::string& key) {
  return find_value(run.resolved, split_key(key, {}));
}

bool is_about(const Expectation& expectation, const Run& run) {
  return std::all_of(expectation.where.begin(), expectation.where.end(), [&](const auto& entry) {
    const Value* setting = find_setting(run, entry.first);
    return setting != nullptr && same_setting(entry.second, *setting);
  });
}

// A section by its plugin's name.
std::string setting_text(const Value& setting) {
  const Value* name = setting.is_map() ? setting.map().find("name") : nullptr;
  return value_text(name != nullptr ? *name : setting);
}

// Says which part of `where` no run has.
[[noreturn]] void refuse_no_run(const Expectation& expectation, const Plan& plan) {
  for (const auto& [key, wanted] : expectation.where) {
    std::set<std::string> known;
    std::vector<std::string> settings;
    bool found = false;
    for (const Run& run : plan.runs) {
      for (std::string& name : dotted_keys(run.resolved)) known.insert(std::move(name));
      const Value* setting = find_setting(run, key);
      if (setting == nullptr) continue;
      found |= same_setting(wanted, *setting);
      const std::string text = setting_text(*setting);
      if (std::find(settings.begin(), settings.end(), text) == settings.end())
        settings.push_back(text);
    }
    if (settings.empty())
      refuse(expectation, fmt::format("found the key {}, which no run has, expected a key of the "
                                      "config{}",
                                      shown(key), did_you_mean(key, {known.begin(), known.end()})));
    if (!found)
      refuse(expectation, fmt::format("found {} {}, which no run has, expected {}{}", key,
                                      shown(value_text(wanted)), name_list(settings),
                                      did_you_mean(value_text(wanted), settings)));
  }
  refuse(expectation, "found a combination that is not among the runs, expected one that is: " +
                          where_text(expectation));
}

std::vector<std::string> recorded_metrics(const RunConfig& config) {
  std::vector<std::string> names;
  for (const MetricInfo& metric : kAlwaysRecorded) names.emplace_back(metric.name);
  names.insert(names.end(), config.metrics.begin(), config.metrics.end());
  return names;
}

// The test split is taken once, after the last epoch, and only where it is not the validation,
// which it is by default in a dataset that has one.
std::string impossible_of_test(const MetricClaim& claim, const Run& run) {
  const ValidationSource source = run.config.validation.value_or(ValidationSource::test);
  if (source == ValidationSource::test)
    return fmt::format(
        "found test.{}, which {} records only with dataset.validation: train or a "
        "fraction, expected one of them, or valid.{}",
        claim.metric, run.run_id, claim.metric);
  const uint64_t last = run.config.epochs;
  if (claim.value_of == ValueOf::at && claim.epoch != last)
    return fmt::format(
        "found test.{} at epoch {}, but {} takes it once, after epoch {}, expected "
        "epoch {} or final",
        claim.metric, claim.epoch, run.run_id, last, last);
  return "";
}

// Why the run can never meet the expectation, or nothing.
std::string impossible(const Expectation& expectation, const Run& run) {
  const MetricClaim* claim = std::get_if<MetricClaim>(&expectation.claim);
  if (claim == nullptr) return "";
  const std::vector<std::string> names = recorded_metrics(run.config);
  if (std::find(names.begin(), names.end(), claim->metric) == names.end())
    return fmt::format(
        "found the metric {}, which {} does not record, expected {}{}; others are "
        "asked for under metrics",
        shown(claim->metric), run.run_id, name_list(names), did_you_mean(claim->metric, names));
  const std::string series = claim->split + "." + claim->metric;
  if (claim->metric == "grad_norm" && claim->split != "train")
    return fmt::format("found {}, which is never recorded, expected train.grad_norm", series);
  const uint64_t epochs = run.config.epochs;
  if (claim->value_of == ValueOf::at && claim->epoch > epochs)
    return fmt::format("found epoch {}, but {} ends with epoch {}, expected at most that",
                       claim->epoch, run.run_id, epochs);
  const bool untrained = epochs == 0 || (claim->value_of == ValueOf::at && claim->epoch == 0);
  if (claim->split == "train" && untrained)
    return fmt::format("found train.{} of an untrained network, which has none, expected valid.{}",
                       claim->metric, claim->metric);
  return claim->split == "test" ? impossible_of_test(*claim, run) : "";
}

}  // namespace

void match_expectations(Plan& plan, bool overridden) {
  for (Expectation& expectation : plan.expectations) {
    expectation.runs.clear();
    for (size_t i = 0; i < plan.runs.size(); ++i) {
      if (!is_about(expectation, plan.runs[i])) continue;
      const std::string problem = impossible(expectation, plan.runs[i]);
      if (!problem.empty() && !overridden) refuse(expectation, problem);
      if (problem.empty()) expectation.runs.push_back(i);
    }
    if (expectation.runs.empty() && !overridden) refuse_no_run(expectation, plan);
  }
}

std::string where_text(const Expectation& expectation) {
  std::string result;
  for (const auto& [key, value] : expectation.where)
    result += (result.empty() ? "" : ", ") + key + ": " + value_text(value);
  return result.empty() ? "all runs" : result;
}

}  // namespace logitbench
