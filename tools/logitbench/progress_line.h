// What the progress display says, as text. Pure: no clock, no terminal.
#pragma once

#include <logitbench/recorder.h>

#include <optional>
#include <string>
#include <string_view>

namespace logitbench {

struct ProgressState {
  size_t run = 1;  // from 1
  size_t runs = 1;
  std::string run_id;
  uint64_t epoch = 0;  // the one under way
  uint64_t epochs = 0;
  double share = 0;                // of the run's epochs that are done, 0 to 1
  std::optional<double> loss;      // of the last epoch: train, else valid
  std::optional<double> accuracy;  // of the last epoch: valid, else train
  double samples_per_s = 0;        // 0: not known yet
  std::optional<double> left_s;    // until all runs are done
};

// For a terminal: at most `columns` - 1 characters, so that the line never wraps. What does not fit
// is left out, the least important first.
std::string terminal_line(const ProgressState& state, size_t columns);

// For a file or a pipe, without a line end.
std::string epoch_line(const ProgressState& state);

// One for each run, with the reason where there is one.
std::string run_end_line(const ProgressState& state, const RunResult& result);

std::string duration_text(double seconds);  // 0:07, 12:34, 1:02:03
std::string rate_text(double per_second);   // 950, 14.2k, 850k, 4.30M

// At most `width` characters, "..." in place of the middle: a run id differs at its ends.
std::string elided(std::string_view text, size_t width);
// Control characters as spaces: an error's message may hold line ends.
std::string printable(std::string_view text);

}  // namespace logitbench
