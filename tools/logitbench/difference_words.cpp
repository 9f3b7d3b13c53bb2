#include "tools/logitbench/difference_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/record/number_text.h"
#include "tools/logitbench/begun_process.h"
#include "tools/logitbench/progress_line.h"
#include "tools/logitbench/report/repeat_command.h"
#include "tools/logitbench/report/setting_words.h"

namespace logitbench {

namespace {

using Texts = std::vector<std::string>;

// Keys of a config by which no number of a run changes.
bool is_label(const std::string& key) {
  return key == "experiment" || key == "note" || key == "source";
}

// "a", "a and b", "a, b and 7 more".
std::string list_words(const Texts& names) {
  constexpr size_t kMost = 5;
  const size_t shown = names.size() > kMost ? kMost - 1 : names.size();
  std::string text;
  for (size_t i = 0; i < shown; ++i) {
    const bool is_last = i + 1 == names.size();
    text += i == 0 ? "" : is_last ? " and " : ", ";
    text += printable(names[i]);
  }
  if (shown < names.size()) text += fmt::format(" and {} more", names.size() - shown);
  return text;
}

std::string series_words(const SeriesName& series) {
  return printable(series.split + "." + series.metric);
}

Texts numeric_differences(const DiffedRuns& runs) {
  Texts names = what_differs(runs.difference.config.differ);
  std::erase_if(names, is_label);
  return names;
}

std::string config_sentence(const DiffedRuns& runs) {
  const Texts all = what_differs(runs.difference.config.differ);
  const Texts names = numeric_differences(runs);
  if (all.empty()) return "The configs are the same.";
  if (names.empty()) return "The configs are the same but for " + list_words(all) + ".";
  return "The configs differ in " + list_words(names) + (names.size() == 1 ? " alone." : ".");
}

// What is known of both and not the same; every command has its own words and its own time.
Texts environment_differences(const DiffedRuns& runs) {
  Texts names;
  for (const ValueDifference& one : runs.difference.environment.differ)
    if (one.a && one.b && one.key != "command_line" && one.key != "started")
      names.push_back(one.key);
  return names;
}

std::string data_sentence(const DiffedRuns& runs) {
  const RunDifference& difference = runs.difference;
  std::string data;
  if (!difference.has_data_of(&DataDifference::a) || !difference.has_data_of(&DataDifference::b)) {
    Texts unknown;
    if (!difference.has_data_of(&DataDifference::a)) unknown.push_back("a");
    if (!difference.has_data_of(&DataDifference::b)) unknown.push_back("b");
    data = "Which data " + list_words(unknown) + " used is not recorded";
  } else if (difference.has_same_data()) {
    data = "Same data";
  } else {
    Texts splits;
    for (const DataDifference& one : difference.data)
      if (!one.is_same()) splits.push_back(one.split);
    data = "The data differ: " + list_words(splits);
  }
  const Texts environment = environment_differences(runs);
  return data + (environment.empty()
                     ? "; of program and machine nothing that is recorded differs."
                     : "; of program and machine this differs: " + list_words(environment) + ".");
}

void add_status(const char* name, const RunRecord& run, Texts& sentences) {
  if (run.status == RunStatus::completed) return;
  std::string sentence = fmt::format("{} is {}", name, to_text(run.status));
  if (run.status == RunStatus::diverged || run.status == RunStatus::failed ||
      run.status == RunStatus::timed_out)
    sentence = fmt::format("{} {}", name,
                           run.status == RunStatus::timed_out ? "timed out" : to_text(run.status));
  if (run.begun && run.begun->epoch)
    sentence +=
        fmt::format(", {}after epoch {}", run.begun->life == Life::dead ? "its process died " : "",
                    *run.begun->epoch);
  if (!run.reason.empty()) sentence += ": " + printable(run.reason);
  if (run.series.empty()) sentence += run.reason.empty() ? ": it has no results yet" : "";
  if (!sentence.ends_with('.')) sentence += '.';
  sentences.push_back(std::move(sentence));
}

// The number that the sentence is about: what comparisons take, else a common yardstick.
const MetricDifference* headline(const RunDifference& difference) {
  for (const char* name : {"final.valid.accuracy", "final.valid.nll", "final.valid.loss"})
    for (const MetricDifference& metric : difference.metrics)
      if (metric.name == name && metric.a && metric.b && metric.comparable) return &metric;
  return nullptr;
}

// As many digits as tell them apart.
std::string beside(double value, double other) {
  const std::string text = rounded_text(value);
  return text == rounded_text(other) && value != other ? number_text(value) : text;
}

std::string headline_words(const RunDifference& difference, const MetricDifference& metric) {
  const double a = *metric.a, b = *metric.b;
  if (a == b || (std::isnan(a) && std::isnan(b)))
    return fmt::format("{} is {} in both", metric.name, rounded_text(a));
  std::string words =
      fmt::format("{} is {} in a, {} in b", metric.name, beside(a, b), beside(b, a));
  if (!metric.can_be_judged)
    return words + "; neither is called the better one: " + why_not_judged(difference);
  if (const auto a_is_better = metric.a_is_better())
    words += fmt::format(": {} is better{}", *a_is_better ? "a" : "b",
                         std::isfinite(b - a) ? " by " + rounded_text(std::abs(b - a)) : "");
  return words;
}

std::string curve_sentence(const CurveDifference& curves) {
  if (curves.first)
    return fmt::format("The curves differ from epoch {} on, first in {}.", curves.first->epoch,
                       series_words(curves.first->series));
  if (curves.compared == 0) return "The curves have no epoch of a series in common.";
  return std::string("The curves are the same to the last bit") +
         (curves.is_same() ? "." : " as far as both have them.");
}

// The same config and seed must give the same bits where what they depend on is the same.
std::string same_config_sentence(const DiffedRuns& runs) {
  Texts causes;
  for (const std::string& name : environment_differences(runs))
    if (name != "host" && name != "machine.memory_bytes") causes.push_back(name);
  return causes.empty()
             ? "The same config gives the same bits on one machine, and nothing that is recorded "
               "says why it did not: `logitbench check` says whether these results are sound."
             : "Bits depend on threads, libraries and processor: " + list_words(causes) +
                   " may be why the same config gave others.";
}

std::string folder_words(const DiffedRuns& runs) {
  const std::string a = shell_quoted(runs.a.folder.string());
  const std::string b = shell_quoted(runs.b.folder.string());
  return printable(a == b ? a : a + " " + b);
}

std::string caution(const DiffedRuns& runs, const Texts& differing) {
  if (differing == Texts{"seed"})
    return "Two seeds of one config: such a difference is what chance makes.";
  if (runs.a.seeds > 1 && runs.b.seeds > 1)
    return fmt::format(
        "One seed of each is no verdict: `logitbench compare {}` takes all of them, {} of a's "
        "config and {} of b's.",
        folder_words(runs), runs.a.seeds, runs.b.seeds);
  return "One seed of each is no verdict: with repeats (sweep.repeats) `logitbench compare` says "
         "whether it is more than chance.";
}

}  // namespace

std::string why_not_judged(const RunDifference& difference) {
  const bool a = difference.a_completed, b = difference.b_completed;
  if (!a && !b) return "a and b have not completed";
  if (!a || !b) return std::string(a ? "b" : "a") + " has not completed";
  return difference.has_same_data() ? "" : "the data are not known to be the same";
}

std::string curve_words(const CurveDifference& curves) {
  if (!curves.last_epoch_a && !curves.last_epoch_b) return "not recorded of either";
  if (!curves.last_epoch_a || !curves.last_epoch_b)
    return fmt::format("recorded of {} alone", curves.last_epoch_a ? "a" : "b");
  if (curves.compared == 0) return "there is no epoch of a series that both have";
  const std::string values = counted(curves.compared, "value", "values");
  if (curves.is_same())
    return fmt::format("the same to the last bit: {}, epochs 0 to {}", values,
                       *curves.last_epoch_a);
  std::string words;
  if (curves.first)
    words = fmt::format("differ from epoch {} on, first {}: {} in a, {} in b; {} of {} differ",
                        curves.first->epoch, series_words(curves.first->series),
                        number_text(curves.first->a), number_text(curves.first->b),
                        curves.differing, values);
  else
    words = "the same to the last bit as far as both have them: " + values;
  if (curves.last_epoch_a != curves.last_epoch_b)
    words += fmt::format("; a ends with epoch {}, b with {}", *curves.last_epoch_a,
                         *curves.last_epoch_b);
  const auto add_only = [&](const char* name, const std::vector<SeriesName>& only) {
    Texts names;
    for (const SeriesName& series : only) names.push_back(series_words(series));
    if (!names.empty()) words += fmt::format("; {} alone has {}", name, list_words(names));
  };
  add_only("a", curves.only_a);
  add_only("b", curves.only_b);
  return words;
}

std::vector<std::string> difference_words(const DiffedRuns& runs) {
  if (runs.are_one) return {"a and b are one and the same run: there is no difference."};
  const CurveDifference& curves = runs.difference.curves;
  Texts sentences = {config_sentence(runs), data_sentence(runs)};
  add_status("a", runs.a.whole.record, sentences);
  add_status("b", runs.b.whole.record, sentences);
  if (!curves.last_epoch_a || !curves.last_epoch_b) return sentences;
  const MetricDifference* metric = headline(runs.difference);
  if (metric != nullptr && !curves.is_same())
    sentences.push_back(headline_words(runs.difference, *metric) + ".");
  sentences.push_back(curve_sentence(curves));
  const Texts differing = numeric_differences(runs);
  if (differing.empty() && curves.first) sentences.push_back(same_config_sentence(runs));
  if (!differing.empty() && metric != nullptr && metric->a_is_better())
    sentences.push_back(caution(runs, differing));
  return sentences;
}

}  // namespace logitbench
