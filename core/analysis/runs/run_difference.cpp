#include "core/analysis/runs/run_difference.h"

#include <logitbench/metric.h>

#include <algorithm>

#include "core/analysis/comparison/trained_losses.h"
#include "core/config/metric_direction.h"
#include "core/record/tables.h"

namespace logitbench {

namespace {

DottedValues config_of(const WholeRun& run) {
  const auto config = run.run.find("config");
  return config == run.run.end() ? DottedValues{} : dotted_values(*config);
}

std::vector<DataDifference> data_differences(const std::vector<RunData>& a,
                                             const std::vector<RunData>& b) {
  const auto find = [](const std::vector<RunData>& data, std::string_view split) {
    const auto found = std::find_if(data.begin(), data.end(),
                                    [&](const RunData& one) { return one.split == split; });
    return found == data.end() ? std::nullopt : std::optional(*found);
  };
  std::vector<DataDifference> differences;
  for (const std::string_view split : kSplits) {
    DataDifference one{std::string(split), find(a, split), find(b, split)};
    if (one.a || one.b) differences.push_back(std::move(one));
  }
  return differences;
}

class Metrics {
 public:
  Metrics(const WholeRun& a, const WholeRun& b)
      : a_(a.record), b_(b.record), loss_a_(known_loss(a.run)), loss_b_(known_loss(b.run)) {
    for (const RunRecord* run : {&a_, &b_})
      for (const RecordedSeries& series : run->series)
        if (std::none_of(names_.begin(), names_.end(), [&](const SeriesName& known) {
              return known.split == series.name.split && known.metric == series.name.metric;
            }))
          names_.push_back(series.name);
    std::stable_sort(names_.begin(), names_.end(), [](const SeriesName& x, const SeriesName& y) {
      return place_of(x.split) < place_of(y.split);
    });
  }

  std::vector<MetricDifference> differences() const {
    std::vector<MetricDifference> all;
    for (const SeriesName& name : names_) {
      MetricDifference last = of(name, kFinalPrefix);
      last.a = value(a_, name, [](const RecordedSeries& one) { return final_value(one); });
      last.b = value(b_, name, [](const RecordedSeries& one) { return final_value(one); });
      all.push_back(std::move(last));
    }
    for (const SeriesName& name : names_) {
      MetricDifference best = of(name, kBestPrefix);
      if (!best.larger_is_better) continue;
      best.a = value(
          a_, name, [&](const RecordedSeries& one) { return best_value(one, objective(loss_a_)); });
      best.b = value(
          b_, name, [&](const RecordedSeries& one) { return best_value(one, objective(loss_b_)); });
      all.push_back(std::move(best));
    }
    return all;
  }

 private:
  static size_t place_of(std::string_view split) {
    return static_cast<size_t>(std::find(kSplits.begin(), kSplits.end(), split) - kSplits.begin());
  }
  static Objective objective(const std::optional<TrainedLoss>& loss) {
    return loss ? loss->objective : Objective::minimize;
  }

  template <class F>
  static std::optional<double> value(const RunRecord& run, const SeriesName& name, F&& of) {
    const RecordedSeries* series = run.find(name.split, name.metric);
    if (series == nullptr || series->values.empty()) return std::nullopt;
    return of(*series);
  }

  MetricDifference of(const SeriesName& name, std::string_view prefix) const {
    MetricDifference one;
    one.name = std::string(prefix) + name.split + "." + name.metric;
    const MetricInfo* info = metric_of_series(name.metric);
    const bool same_loss = loss_a_ && loss_b_ && loss_a_->kind == loss_b_->kind;
    one.comparable = info != nullptr && (!info->in_the_loss_unit || same_loss);
    if (info != nullptr) one.larger_is_better = larger_is_better(name.metric, objective(loss_a_));
    return one;
  }

  const RunRecord& a_;
  const RunRecord& b_;
  const std::optional<TrainedLoss> loss_a_, loss_b_;
  std::vector<SeriesName> names_;
};

}  // namespace

std::optional<double> MetricDifference::difference() const {
  return a && b && comparable ? std::optional(*b - *a) : std::nullopt;
}

std::optional<bool> MetricDifference::a_is_better() const {
  if (!a || !b || !comparable || !larger_is_better || !can_be_judged) return std::nullopt;
  if (is_better(*a, *b, *larger_is_better)) return true;
  if (is_better(*b, *a, *larger_is_better)) return false;
  return std::nullopt;
}

RunDifference run_difference(const WholeRun& a, const WholeRun& b) {
  RunDifference difference{value_differences(config_of(a), config_of(b)),
                           value_differences(environment_of(a), environment_of(b)),
                           data_differences(data_of(a.run), data_of(b.run)),
                           Metrics(a, b).differences(),
                           curve_difference(a.record, b.record),
                           a.record.status == RunStatus::completed,
                           b.record.status == RunStatus::completed};
  for (MetricDifference& metric : difference.metrics)
    metric.can_be_judged =
        difference.a_completed && difference.b_completed && difference.has_same_data();
  return difference;
}

}  // namespace logitbench
