#include "core/record/epoch_line.h"

#include <charconv>
#include <limits>
#include <string>

namespace logitbench {

namespace {

// Takes what it expects off the front of a text; false, and the text is of no further use, where
// something else stands there.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : rest_(text) {}

  bool take(std::string_view expected) {
    if (!rest_.starts_with(expected)) return false;
    rest_.remove_prefix(expected.size());
    return true;
  }

  template <class Number>
  bool number(Number& value) {
    const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
    if (error != std::errc()) return false;
    rest_.remove_prefix(static_cast<size_t>(end - rest_.data()));
    return true;
  }

  // In quotes, without what JSON escapes.
  bool word(std::string& value) {
    if (!take("\"")) return false;
    const size_t end = rest_.find_first_of("\"\\");
    if (end == std::string_view::npos || rest_[end] != '"') return false;
    value = rest_.substr(0, end);
    rest_.remove_prefix(end + 1);
    return true;
  }

  // As json_number writes it: from_chars alone would take more words than JSON has.
  bool real(double& value) {
    if (take("\"nan\"")) return (value = std::numeric_limits<double>::quiet_NaN(), true);
    if (take("\"inf\"")) return (value = std::numeric_limits<double>::infinity(), true);
    if (take("\"-inf\"")) return (value = -std::numeric_limits<double>::infinity(), true);
    const size_t first = rest_.starts_with('-') ? 1 : 0;
    return rest_.size() > first && rest_[first] >= '0' && rest_[first] <= '9' && number(value);
  }

  bool at_end() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

}  // namespace

std::optional<EpochLine> read_epoch_line(std::string_view json) {
  EpochLine line;
  Cursor at(json);
  if (!at.take("{\"event\":\"epoch\",\"attempt\":") || !at.number(line.attempt) ||
      !at.take(",\"epoch\":") || !at.number(line.record.epoch) || !at.take(",\"step\":") ||
      !at.number(line.record.step))
    return std::nullopt;
  // Journals of older versions do not say.
  if (at.take(",\"wall_s\":") && !at.real(line.record.wall_s)) return std::nullopt;
  if (!at.take(",\"values\":[")) return std::nullopt;
  while (at.take(line.record.values.empty() ? "[" : ",[")) {
    MetricValue& value = line.record.values.emplace_back();
    if (!at.word(value.split) || !at.take(",") || !at.word(value.metric) || !at.take(",") ||
        !at.real(value.value) || !at.take("]"))
      return std::nullopt;
  }
  if (!at.take("]}") || !at.at_end()) return std::nullopt;
  return line;
}

}  // namespace logitbench
