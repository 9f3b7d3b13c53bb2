#include "tools/logitbench/progress_line.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/record/number_text.h"
#include "tools/logitbench/fitted_line.h"

namespace logitbench {

namespace {

std::string run_of(const ProgressState& state) {
  return fmt::format("run {}/{}", state.run, state.runs);
}

std::string epoch_of(const ProgressState& state) {
  return fmt::format("epoch {}/{}", state.epoch, state.epochs);
}

// Display order.
std::vector<Field> fields_of(const ProgressState& state) {
  std::vector<Field> fields = {{run_of(state), 0}, {bar(state.share), 5}, {epoch_of(state), 1}};
  if (state.loss) fields.push_back({"loss " + rounded_text(*state.loss), 2});
  if (state.accuracy) fields.push_back({"accuracy " + rounded_text(*state.accuracy), 3});
  if (state.samples_per_s > 0) fields.push_back({rate_text(state.samples_per_s) + " samples/s", 6});
  if (state.left_s) fields.push_back({duration_text(*state.left_s) + " left", 4});
  return fields;
}

}  // namespace

std::string duration_text(double seconds) {
  constexpr double kLongest = 999.0 * 3600;
  const auto all = static_cast<uint64_t>(std::lround(std::clamp(seconds, 0.0, kLongest)));
  if (all < 3600) return fmt::format("{}:{:02}", all / 60, all % 60);
  return fmt::format("{}:{:02}:{:02}", all / 3600, all / 60 % 60, all % 60);
}

std::string rate_text(double per_second) {
  constexpr const char* kPrefixes[] = {"", "k", "M", "G", "T"};
  size_t power = 0;
  while (per_second >= 999.5 && power + 1 < std::size(kPrefixes)) {
    per_second /= 1000;
    ++power;
  }
  const int digits = power == 0 || per_second >= 99.95 ? 0 : per_second >= 9.995 ? 1 : 2;
  return fmt::format("{:.{}f}{}", per_second, digits, kPrefixes[power]);
}

std::string elided(std::string_view text, size_t width) {
  constexpr std::string_view kDots = "...";
  if (text.size() <= width) return std::string(text);
  if (width <= kDots.size()) return std::string(text.substr(0, width));
  const size_t tail = (width - kDots.size()) / 2;
  const size_t head = width - kDots.size() - tail;
  return std::string(text.substr(0, head)) + std::string(kDots) +
         std::string(text.substr(text.size() - tail));
}

std::string printable(std::string_view text) {
  std::string result(text);
  for (char& c : result)
    if (static_cast<unsigned char>(c) < ' ' || c == '\x7f') c = ' ';
  return result;
}

std::string terminal_line(const ProgressState& state, size_t columns) {
  return fitted_line(fields_of(state), state.run_id, 0, columns > 0 ? columns - 1 : 0);
}

std::string epoch_line(const ProgressState& state) {
  std::string line = run_of(state) + " " + printable(state.run_id) + ": " + epoch_of(state);
  if (state.loss) line += ", loss " + rounded_text(*state.loss);
  if (state.accuracy) line += ", accuracy " + rounded_text(*state.accuracy);
  if (state.samples_per_s > 0) line += ", " + rate_text(state.samples_per_s) + " samples/s";
  return line;
}

std::string run_end_line(const ProgressState& state, const RunResult& result) {
  // The status first: a narrow terminal cuts the line in its middle.
  std::string line = fmt::format("{} {} {}: {} {}, {:.1f} s", run_of(state), to_text(result.status),
                                 printable(state.run_id), result.epochs,
                                 result.epochs == 1 ? "epoch" : "epochs", result.wall_s);
  if (result.samples_per_s > 0) line += ", " + rate_text(result.samples_per_s) + " samples/s";
  if (state.loss) line += ", loss " + rounded_text(*state.loss);
  if (state.accuracy) line += ", accuracy " + rounded_text(*state.accuracy);
  if (!result.reason.empty()) line += ": " + printable(result.reason);
  return line;
}

}  // namespace logitbench
