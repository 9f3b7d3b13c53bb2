// What a run of a competition must reach to go on. It is fixed before the run begins, so that the
// run decides by itself, wherever and beside whatever it trains. With b(e) the best value in epochs
// 1 to e, the run ends after the first epoch e whose bar is better than b(e). NaN is worse than any
// number.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace logitbench {

struct RunLimit {
  std::string split, metric;
  bool larger_is_better = true;
  std::vector<double> bars;            // of epochs 1, 2, ..., the last of all later; NaN: none
  std::string bars_are;                // for the reason: "the median of 5 runs"
  std::optional<uint64_t> wait_after;  // the epoch after which the run waits for the others
};

// Follows a run.
class LimitWatch {
 public:
  enum class Verdict { goes_on, waits, pruned };

  // The limit must outlive this.
  explicit LimitWatch(const RunLimit& limit) : limit_(limit) {}

  // Of epochs from 1 on, in order.
  Verdict after_epoch(uint64_t epoch, double value);
  // Of what is pruned, why.
  std::string reason() const;

 private:
  const RunLimit& limit_;
  uint64_t epoch_ = 0;
  double best_ = std::numeric_limits<double>::quiet_NaN();
  double bar_ = 0;
};

}  // namespace logitbench
