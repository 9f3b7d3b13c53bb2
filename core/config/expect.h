// What a config says about its own results: the entries of `expect:`. They are no part of a run's
// identity.
//
//   expect:
//     - {where: {loss: softmax_log_nll, optimizer.lr: 1.0}, status: diverged}
//     - {metric: valid.accuracy, epoch: 10, value: 0.9642, within: 0.01, note: what a paper prints}
#pragma once

#include <logitbench/recorder.h>
#include <logitbench/value.h>

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace logitbench {

// Which of a metric's values is meant; `at` is an epoch by its number.
enum class ValueOf { at, final, best };

struct MetricClaim {
  std::string split;   // train, valid or test
  std::string metric;  // loss, accuracy, ...
  ValueOf value_of = ValueOf::final;
  uint64_t epoch = 0;           // of ValueOf::at
  std::optional<double> value;  // or bounds, never both
  double within = 0;            // largest distance from the value; 0: equal, NaN equal to NaN
  bool relative = false;        // `within` is a share of |value|
  std::optional<double> at_least;
  std::optional<double> at_most;
};

struct Expectation {
  std::string place;                           // file:line:column
  Map where;                                   // dotted key -> value; empty: every run
  std::variant<RunStatus, MetricClaim> claim;  // of each run that `where` picks
  std::string note;                            // one line, for people
  std::vector<size_t> runs;  // that `where` picks: indices into Plan::runs, ascending
  Value written;             // the entry as it stands in the config, for the manifest
};

}  // namespace logitbench
