// The first steps of a run, taken to see what happens: the same weights, rows, batches and updates
// as the run's own, with measurements between them.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/train/prepared_run.h"

namespace logitbench {

// The first quantity that was not finite, and what the logits looked like then.
struct Breakdown {
  enum class What { logits, loss, gradient };
  What what = What::loss;
  uint64_t step = 0;        // 0: the untrained network, on validation rows
  size_t rows = 0;          // of the batch
  size_t nonfinite = 0;     // rows of it whose loss (or gradient) is not finite
  size_t underflowed = 0;   // rows in which float32 softmax gives some class exactly 0
  size_t not_positive = 0;  // rows with an output that has no logarithm
  bool weightless = false;  // every row weighs 0: the mean is 0/0
  double largest_gap = 0;   // nats between the largest and the smallest logit of a row
  double stable_nll = 0;    // mean cross-entropy of the same logits by the stable formula
};

struct Probe {
  // The untrained network, on rows spread over the validation rows.
  size_t rows = 0;
  double nll = 0;          // nats
  double guessing = 0;     // what equal probabilities give: ln K, times the targets' weight
  double logit_gap = 0;    // mean over rows of largest minus smallest logit, nats
  double feature_rms = 0;  // of those rows, as the network sees them
  double feature_max = 0;  // largest magnitude

  uint64_t steps = 0;  // taken
  std::optional<Breakdown> breakdown;
  // Loss of each of the first steps' own batch, before the step and after it.
  std::vector<std::pair<double, double>> own_batch;
  // Loss of rows spread over all of those batches, before the first of the steps and after each:
  // with sorted rows too, these are the rows that are learnt from.
  std::vector<double> seen;
  std::vector<bool> has_gradient;  // by parameter block: in any of the first steps
  std::vector<double> parameters;  // canonical, after the last step
};

// Moves the prepared run's weights, optimizer state and shuffles.
Probe take_first_steps(PreparedRun& run, const RunConfig& config, const std::atomic<bool>& stop);

// `count` of the rows at most, evenly spread, in order.
std::vector<uint32_t> spread_rows(const std::vector<uint32_t>& rows, size_t count);

}  // namespace logitbench
