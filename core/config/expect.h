// What a config says about its own results: the entries of `expect:`. They are no part of a run's
// identity.
//
//   expect:
//     - {where: {loss: softmax_log_nll, optimizer.lr: 1.0}, status: diverged}
//     - {metric: valid.accuracy, epoch: 10, value: 0.9642, within: 0.01, note: what a paper prints}
//     - {metric: valid.nll, value: 25.794, between: 0.99}
//     - {row: 0, metric: valid.probability, values: [0.25, 0.75], within: 1e-7}
//     - {fact: parameters, value: 35962}
#pragma once

#include <logitbench/recorder.h>
#include <logitbench/value.h>

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace logitbench {

// A series of the records.
struct SeriesName {
  std::string split;   // train, valid or test
  std::string metric;  // loss, accuracy, ...
};

// One verdict for all runs together: the value lies in the range that they span, or in the interval
// in which one more draw of their distribution lies with this probability.
struct Between {
  std::optional<double> probability;  // none: the range
};

// What a number should be: one of a value, values, another series and bounds.
struct Wanted {
  std::optional<double> value;
  std::vector<double> values;         // of epochs 1, 2, ...; of a row, of classes 0, 1, ...
  std::optional<SeriesName> same_as;  // at the same epoch of the same run
  std::optional<double> at_least;
  std::optional<double> at_most;
  double within = 0;      // largest distance from what is expected; 0: equal, NaN equal to NaN
  bool relative = false;  // `within` is a share of the magnitude of what is expected
  std::optional<Between> between;
};

// Which of a metric's values is meant; `at` is an epoch by its number.
enum class ValueOf { at, final, best };

// A row of the predictions, which the records of its run hold.
struct RowOfPredictions {
  uint64_t row = 0;                  // in the validation split
  std::optional<uint64_t> of_class;  // or column; none: the row as a whole, or `values` of all
};

struct MetricClaim : Wanted {
  MetricClaim() = default;
  MetricClaim(std::string split_name, std::string metric_name, ValueOf which = ValueOf::final,
              uint64_t epoch_number = 0)
      : split(std::move(split_name)),
        metric(std::move(metric_name)),
        value_of(which),
        epoch(epoch_number) {}

  std::string split;   // train, valid or test
  std::string metric;  // loss, accuracy, ...; of a row: loss, decision, label, probability, logit
  ValueOf value_of = ValueOf::final;
  uint64_t epoch = 0;                   // of ValueOf::at
  std::optional<RowOfPredictions> row;  // given: about this row and no series
};

// A number that a run is made of (core/config/facts.h).
struct FactClaim : Wanted {
  std::string fact;
};

using Claim = std::variant<RunStatus, MetricClaim, FactClaim>;  // of each run that `where` picks

struct Expectation {
  std::string place;  // file:line:column
  Map where;          // dotted key -> value, or a list of any of them; empty: every run
  Claim claim;
  std::string quantity;      // what the number is, in words, one line
  std::string source;        // where it comes from, one line
  std::string note;          // one line, for people
  std::vector<size_t> runs;  // that `where` picks: indices into Plan::runs, ascending
};

// Null where a status is claimed.
inline const Wanted* wanted_of(const Claim& claim) {
  if (const auto* metric = std::get_if<MetricClaim>(&claim)) return metric;
  return std::get_if<FactClaim>(&claim);
}

}  // namespace logitbench
