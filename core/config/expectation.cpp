#include <fmt/format.h>

#include "core/config/validate.h"
#include "core/config/value_text.h"

namespace logitbench {

namespace {

std::string number_text(double bound) { return value_text(Value(bound)); }

std::string bounds(const Parameter& p) {
  std::string result;
  if (p.minimum)
    result += (p.exclusive_minimum ? " above " : " of at least ") + number_text(*p.minimum);
  if (p.minimum && p.maximum) result += " and";
  if (p.maximum)
    result += (p.exclusive_maximum ? " below " : " at most ") + number_text(*p.maximum);
  return result;
}

std::string words(const std::vector<std::string>& choices) {
  std::string result;
  for (size_t i = 0; i < choices.size(); ++i)
    result += (i == 0 ? "" : i + 1 == choices.size() ? " or " : ", ") + choices[i];
  return result;
}

std::string names_of(const Schema& fields) {
  std::vector<std::string> names;
  for (const Parameter& field : fields) names.push_back(field.name);
  return words(names);
}

std::string elements(const Schema& fields) {
  std::string result;
  for (const Parameter& field : fields)
    result += (result.empty() ? "" : ", or ") + expectation(field);
  return result;
}

std::string length(const Parameter& p) {
  std::string result;
  if (p.minimum) result += fmt::format(" of at least {} elements", number_text(*p.minimum));
  if (p.maximum)
    result +=
        fmt::format("{} at most {} elements", p.minimum ? " and" : " of", number_text(*p.maximum));
  return result;
}

}  // namespace

std::string expectation(const Parameter& p) {
  const std::string in_place = p.choices.empty() ? "" : ", or " + words(p.choices);
  switch (p.type) {
    case ParameterType::boolean:
      return "true or false";
    case ParameterType::integer:
      return "an integer" + bounds(p) + in_place;
    case ParameterType::real:
      return "a number" + bounds(p) + in_place;
    case ParameterType::text:
      return "text";
    case ParameterType::choice:
      return words(p.choices);
    case ParameterType::path:
      return "a path";
    case ParameterType::list:
      return "a list" + length(p) + " (each " + elements(p.fields) + ")";
    case ParameterType::map:
      return "a map with the keys " + names_of(p.fields);
    case ParameterType::tagged:
      return "one of " + names_of(p.fields) + ", with its parameters below";
  }
  return "";
}

}  // namespace logitbench
