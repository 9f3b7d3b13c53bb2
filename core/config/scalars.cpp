#include "core/config/scalars.h"

#include <charconv>
#include <limits>

namespace logitbench {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

size_t count_digits(std::string_view text) {
  size_t n = 0;
  while (n < text.size() && is_digit(text[n])) ++n;
  return n;
}

// [0-9]+(\.[0-9]*)? or \.[0-9]+, then ([eE][-+]?[0-9]+)?; from_chars alone takes `inf` and `1.e`.
bool is_decimal(std::string_view text) {
  size_t digits = count_digits(text);
  text.remove_prefix(digits);
  if (!text.empty() && text.front() == '.') {
    text.remove_prefix(1);
    const size_t fraction = count_digits(text);
    text.remove_prefix(fraction);
    digits += fraction;
  }
  if (digits == 0) return false;
  if (text.empty()) return true;
  if (text.front() != 'e' && text.front() != 'E') return false;
  text.remove_prefix(1);
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) text.remove_prefix(1);
  return !text.empty() && count_digits(text) == text.size();
}

bool take_sign(std::string_view& text) {
  const bool negative = !text.empty() && text.front() == '-';
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) text.remove_prefix(1);
  return negative;
}

}  // namespace

ParsedNumber<int64_t> parse_integer(std::string_view text) {
  int base = 10;
  std::string_view digits = text;
  bool negative = false;
  if (text.starts_with("0x") || text.starts_with("0o")) {
    base = text[1] == 'x' ? 16 : 8;
    digits.remove_prefix(2);
  } else {
    negative = take_sign(digits);
  }
  if (digits.empty() || digits.front() == '-') return {0, NumberProblem::not_a_number};
  uint64_t magnitude = 0;
  const char* const end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, magnitude, base);
  if (stop != end) return {0, NumberProblem::not_a_number};
  const uint64_t largest = std::numeric_limits<int64_t>::max();
  if (error == std::errc::result_out_of_range || magnitude > largest)
    return {0, NumberProblem::out_of_range};
  const auto value = static_cast<int64_t>(magnitude);
  return {negative ? -value : value, NumberProblem::none};
}

ParsedNumber<double> parse_real(std::string_view text) {
  std::string_view digits = text;
  const bool negative = take_sign(digits);
  const double sign = negative ? -1.0 : 1.0;
  if (digits == ".inf" || digits == ".Inf" || digits == ".INF")
    return {sign * std::numeric_limits<double>::infinity(), NumberProblem::none};
  if (text == ".nan" || text == ".NaN" || text == ".NAN")
    return {std::numeric_limits<double>::quiet_NaN(), NumberProblem::none};
  if (!is_decimal(digits)) {
    const ParsedNumber<int64_t> whole = parse_integer(text);
    return {static_cast<double>(whole.value), whole.problem};
  }
  double value = 0;
  const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (result.ec == std::errc::result_out_of_range) return {0, NumberProblem::out_of_range};
  return {sign * value, NumberProblem::none};
}

std::optional<bool> parse_boolean(std::string_view text) {
  if (text == "true") return true;
  if (text == "false") return false;
  return std::nullopt;
}

Value natural_value(const ConfigNode& node) {
  if (node.is_null()) return {};
  if (node.is_list()) {
    List list;
    for (const ConfigNode& item : node.items) list.push_back(natural_value(item));
    return list;
  }
  if (node.is_map()) {
    Map map;
    for (const ConfigNode::Entry& entry : node.entries)
      map.set(entry.key, natural_value(entry.value));
    return map;
  }
  if (node.quoted) return node.text;
  if (const auto flag = parse_boolean(node.text)) return *flag;
  if (const auto whole = parse_integer(node.text); whole.problem == NumberProblem::none)
    return whole.value;
  if (const auto number = parse_real(node.text); number.problem == NumberProblem::none)
    return number.value;
  return node.text;
}

}  // namespace logitbench
