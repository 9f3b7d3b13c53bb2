#include "tools/logitbench/report/courses_part.h"

#include <fmt/format.h>
#include <logitbench/metric.h>

#include <algorithm>

#include "core/analysis/comparison/comparison.h"
#include "core/analysis/report/group_course.h"
#include "core/analysis/report/metric_agreement.h"
#include "core/config/nearest_name.h"
#include "core/record/number_text.h"
#include "tools/logitbench/report/curves_part.h"
#include "tools/logitbench/report/setting_words.h"

namespace logitbench {

namespace {

std::vector<Curve> curves_of(const JoinedCurves& curves, const std::vector<size_t>& runs,
                             size_t series) {
  std::vector<Curve> result;
  for (const size_t run : runs) result.push_back(curves.curve(run, series));
  return result;
}

std::string spread(const EpochBand& band) {
  if (band.values < 2 || band.range.low == band.range.high) return "";
  return fmt::format(" ({} to {})", rounded_text(band.range.low), rounded_text(band.range.high));
}

// "valid.accuracy from 0.485 in epoch 1 to 0.96 (0.958 to 0.962) in epoch 10"
std::string course_text(const std::string& name, const GroupCourse& course) {
  const EpochBand &first = *course.first, &last = *course.last;
  const std::string begin = rounded_text(first.mean), end = rounded_text(last.mean);
  if (first.epoch == last.epoch)
    return fmt::format("{} {}{} in epoch {}", name, end, spread(last), last.epoch);
  if (course.constant)
    return fmt::format("{} {} in every epoch from {} to {}", name, end, first.epoch, last.epoch);
  if (begin == end)
    return fmt::format("{} {}{} in epoch {} as in epoch {}", name, end, spread(last), last.epoch,
                       first.epoch);
  return fmt::format("{} from {} in epoch {} to {}{} in epoch {}", name, begin, first.epoch, end,
                     spread(last), last.epoch);
}

std::string not_finite_text(const GroupCourse& course, size_t runs) {
  const std::string when =
      course.earliest_not_finite == course.latest_not_finite
          ? fmt::format("epoch {}", course.earliest_not_finite)
          : fmt::format("epochs {} to {}", course.earliest_not_finite, course.latest_not_finite);
  return fmt::format("NaN or infinite from {} on in {} of {}", when, course.runs_not_finite,
                     counted(runs, "run", "runs"));
}

// "10 runs completed", "10 runs: 8 completed, 2 diverged"
std::string ends_text(const JoinedRuns& runs, const CurveGroup& group) {
  std::map<RunStatus, size_t> counts;
  for (const size_t run : group.runs) ++counts[runs.runs[run].status];
  const std::string all = counted(group.runs.size(), "run", "runs");
  if (counts.size() == 1) return all + " " + to_text(counts.begin()->first);
  std::string text;
  for (const auto& [status, count] : counts)
    text += (text.empty() ? "" : ", ") + fmt::format("{} {}", count, to_text(status));
  return all + ": " + text;
}

// What is taken once, after the end, adds nothing to what went wrong before.
std::vector<std::string> not_finite_texts(const JoinedCurves& curves, const CurveGroup& group) {
  std::map<std::string, std::vector<std::string>> series;  // by what is said of them
  for (size_t s = 0; s < curves.series().size(); ++s) {
    if (curves.series()[s].split == "test") continue;
    const GroupCourse course = course_of(curves_of(curves, group.runs, s));
    if (course.runs_not_finite > 0)
      series[not_finite_text(course, group.runs.size())].push_back(series_text(curves.series()[s]));
  }
  std::vector<std::string> texts;
  for (const auto& [what, names] : series)
    texts.push_back(name_list(names) + (names.size() == 1 ? " is " : " are ") + what);
  return texts;
}

Json setting_json(const JoinedRuns& runs, const JoinedCurves& curves, const CurveGrouping& grouping,
                  const CurveGroup& group, const std::vector<size_t>& told) {
  Json sentences = Json::array({ends_text(runs, group)});
  for (const size_t series : told) {
    const std::string name = series_text(curves.series()[series]);
    const auto averaged = curves_of(curves, group.averaged, series);
    const GroupCourse course = course_of(averaged);
    // Where it became NaN everywhere, what was before is no result.
    if (course.first && course.runs_not_finite < group.averaged.size())
      sentences.push_back(course_text(name, course));
  }
  for (const std::string& text : not_finite_texts(curves, group)) sentences.push_back(text);
  return {{"setting", setting_words(grouping.by, group.setting)},
          {"diverged", group.diverged},
          {"sentences", sentences}};
}

// A group's mean at the end, turned so that larger is better.
std::optional<double> merit(const JoinedCurves& curves, const CurveGroup& group, size_t series) {
  const MetricInfo* metric = find_metric(curves.series()[series].metric);
  const GroupCourse course = course_of(curves_of(curves, group.averaged, series));
  if (metric == nullptr || metric->in_the_loss_unit || !course.last) return std::nullopt;
  return metric->smaller_is_better ? -course.last->mean : course.last->mean;
}

std::string contradiction(const JoinedCurves& curves, const CurveGrouping& grouping, size_t judge,
                          size_t other) {
  std::vector<double> a, b;
  std::vector<const CurveGroup*> groups;
  for (const CurveGroup& group : grouping.groups) {
    const auto by_judge = merit(curves, group, judge), by_other = merit(curves, group, other);
    if (group.diverged || !by_judge || !by_other) continue;
    a.push_back(*by_judge);
    b.push_back(*by_other);
    groups.push_back(&group);
  }
  const auto correlation = rank_correlation(a, b);
  const bool told = correlation && *correlation < 0 && a.size() >= kLeastPairs &&
                    rank_correlation_p(*correlation, a.size()) < kLevel;
  if (!told) return "";
  const auto best = static_cast<size_t>(std::max_element(b.begin(), b.end()) - b.begin());
  const auto place = std::count_if(a.begin(), a.end(), [&](double v) { return v > a[best]; }) + 1;
  return fmt::format(
      "{} and {} contradict each other: their rank correlation over {} settings that completed is "
      "{}. Best by {} is "
      "{}, which is {} of {} by {}.",
      series_text(curves.series()[judge]), series_text(curves.series()[other]), a.size(),
      rounded_text(*correlation), series_text(curves.series()[other]),
      setting_words(grouping.by, groups[best]->setting),
      place == std::ssize(a) ? "the last" : fmt::format("number {}", place), a.size(),
      series_text(curves.series()[judge]));
}

}  // namespace

Json courses_part(const JoinedRuns& runs, const JoinedCurves& curves, const CurveGrouping& grouping,
                  const std::vector<SeriesName>& told) {
  std::vector<size_t> series;
  for (const SeriesName& name : told)
    for (size_t s = 0; s < curves.series().size(); ++s)
      if (series_text(curves.series()[s]) == series_text(name)) series.push_back(s);
  Json settings = Json::array(), contradictions = Json::array();
  for (size_t g = 0; g < grouping.groups.size() && g < kMostSettingsTold; ++g)
    settings.push_back(setting_json(runs, curves, grouping, grouping.groups[g], series));
  for (size_t s = 0; s < curves.series().size() && !series.empty(); ++s) {
    const SeriesName& name = curves.series()[s];
    if (s == series.front() || name.split != curves.series()[series.front()].split) continue;
    if (const std::string text = contradiction(curves, grouping, series.front(), s); !text.empty())
      contradictions.push_back(text);
  }
  return {
      {"settings", settings}, {"of", grouping.groups.size()}, {"contradictions", contradictions}};
}

}  // namespace logitbench
