#include "core/config/validate.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/config/config_error.h"
#include "core/config/nearest_name.h"
#include "core/config/scalars.h"

namespace logitbench {

namespace {

std::string joined(const std::string& path, const std::string& key) {
  return path.empty() ? key : path + "." + key;
}

std::vector<std::string> names_of(const Schema& schema) {
  std::vector<std::string> names;
  for (const Parameter& parameter : schema) names.push_back(parameter.name);
  return names;
}

[[noreturn]] void mismatch(const ConfigNode& node, const Parameter& parameter,
                           const std::string& path, const std::string& remark = "") {
  fail(node.at, fmt::format("{}: found {}, expected {}{}", path, shown(node),
                            expectation(parameter), remark));
}

bool within(double value, const Parameter& p) {
  if (p.minimum && (p.exclusive_minimum ? value <= *p.minimum : value < *p.minimum)) return false;
  if (p.maximum && (p.exclusive_maximum ? value >= *p.maximum : value > *p.maximum)) return false;
  return true;
}

bool is_choice(const ConfigNode& node, const Parameter& p) {
  return std::find(p.choices.begin(), p.choices.end(), node.text) != p.choices.end();
}

Value integer_value(const ConfigNode& node, const Parameter& p, const std::string& path) {
  if (node.quoted) mismatch(node, p, path, "; remove the quotes");
  const ParsedNumber<int64_t> parsed = parse_integer(node.text);
  if (parsed.problem == NumberProblem::out_of_range)
    mismatch(node, p, path, "; it does not fit 64 bits");
  if (parsed.problem == NumberProblem::not_a_number) {
    const bool real = parse_real(node.text).problem == NumberProblem::none;
    mismatch(node, p, path, real ? "; it is a real number" : did_you_mean(node.text, p.choices));
  }
  if (!within(static_cast<double>(parsed.value), p)) mismatch(node, p, path);
  return parsed.value;
}

Value real_value(const ConfigNode& node, const Parameter& p, const std::string& path) {
  if (node.quoted) mismatch(node, p, path, "; remove the quotes");
  const ParsedNumber<double> parsed = parse_real(node.text);
  if (parsed.problem == NumberProblem::out_of_range)
    mismatch(node, p, path, "; it does not fit a double");
  if (parsed.problem == NumberProblem::not_a_number)
    mismatch(node, p, path, did_you_mean(node.text, p.choices));
  if (!std::isfinite(parsed.value)) {
    if (!p.allow_nonfinite) mismatch(node, p, path, "; it is not finite");
    return parsed.value;
  }
  if (!within(parsed.value, p)) mismatch(node, p, path);
  return parsed.value;
}

std::string resolved_path(const ConfigNode& node, const Parameter& p, const std::string& path) {
  if (node.text.empty()) mismatch(node, p, path);
  const std::filesystem::path written(node.text);
  if (written.is_absolute() || !node.at.source) return written.lexically_normal().string();
  return (node.at.source->folder / written).lexically_normal().string();
}

bool is_compatible(const ConfigNode& node, const Parameter& element) {
  switch (element.type) {
    case ParameterType::list:
      return node.is_list();
    case ParameterType::map:
      return node.is_map();
    case ParameterType::tagged:
      return node.is_map() || node.is_scalar();
    default:
      return node.is_scalar();
  }
}

// A list's element, where it may be declared in several ways: the first way that fits.
Value element_value(const ConfigNode& node, const Parameter& list, const std::string& path) {
  std::vector<const Parameter*> fitting;
  for (const Parameter& element : list.fields)
    if (is_compatible(node, element)) fitting.push_back(&element);
  if (list.fields.size() == 1) return validate_value(node, list.fields.front(), path);
  for (size_t i = 0; i + 1 < fitting.size(); ++i) {
    try {
      return validate_value(node, *fitting[i], path);
    } catch (const ConfigError&) {
      continue;
    }
  }
  if (!fitting.empty()) return validate_value(node, *fitting.back(), path);
  mismatch(node, list, path);
}

Value list_value(const ConfigNode& node, const Parameter& p, const std::string& path) {
  if (!node.is_list())
    mismatch(node, p, path,
             node.is_scalar() ? fmt::format("; for one element write [{}]", node.text) : "");
  if (!within(static_cast<double>(node.items.size()), p))
    fail(node.at, fmt::format("{}: found a list of {} elements, expected {}", path,
                              node.items.size(), expectation(p)));
  List list;
  list.reserve(node.items.size());
  for (size_t i = 0; i < node.items.size(); ++i)
    list.push_back(element_value(node.items[i], p, fmt::format("{}[{}]", path, i)));
  return list;
}

const Parameter& alternative(const std::string& name, const Location& at, const Parameter& p,
                             const std::string& path) {
  for (const Parameter& field : p.fields)
    if (field.name == name) return field;
  fail(at, fmt::format("{}: found {}, expected {}{}", path, shown(name), expectation(p),
                       did_you_mean(name, names_of(p.fields))));
}

Value named(const Parameter& chosen, const Map& parameters) {
  Map result;
  result.set("name", chosen.name);
  for (const auto& [key, value] : parameters) result.set(key, value);
  return result;
}

// `relu`, `conv2d: {out: 8}` or, as a resolved config has it, `{name: conv2d, out: 8}`.
Value tagged_value(const ConfigNode& node, const Parameter& p, const std::string& path) {
  if (node.is_scalar()) {
    const Parameter& chosen = alternative(node.text, node.at, p, path);
    return named(chosen, default_values(chosen.fields, joined(path, chosen.name), node.at));
  }
  if (!node.is_map() || node.entries.empty()) mismatch(node, p, path);
  if (const ConfigNode* name = node.find("name"); name != nullptr && name->is_scalar()) {
    const Parameter& chosen = alternative(name->text, name->at, p, path);
    ConfigNode rest = node;
    rest.erase("name");
    return named(chosen, validate_map(rest, chosen.fields, joined(path, chosen.name)));
  }
  const ConfigNode::Entry& entry = node.entries.front();
  const Parameter& chosen = alternative(entry.key, entry.key_at, p, path);
  if (node.entries.size() > 1) {
    const ConfigNode::Entry& second = node.entries[1];
    fail(second.key_at,
         fmt::format("{}: found {} beside {}, expected one kind in each element; "
                     "indent parameters of {} below it, e.g. {}: {{...}}",
                     path, shown(second.key), shown(entry.key), entry.key, entry.key));
  }
  return named(chosen, validate_map(entry.value, chosen.fields, joined(path, chosen.name)));
}

Value default_of(const Parameter& p, const std::string& path, const Location& where) {
  if (p.default_value) {
    const Value& value = *p.default_value;
    if (p.type == ParameterType::real && value.is_integer()) return value.real();
    return value;
  }
  if (p.type == ParameterType::map) return default_values(p.fields, path, where);
  fail(where, fmt::format("{} is missing, expected {} ({})", path, expectation(p), p.description));
}

}  // namespace

void fail_unknown_key(const ConfigNode::Entry& entry, const std::vector<std::string>& known,
                      const std::string& path, const std::string& hint) {
  std::string advice = hint.empty() ? did_you_mean(entry.key, known) : "; " + hint;
  if (advice.empty() && entry.value.is_null() && entry.key.find(':') != std::string::npos)
    advice = "; put a space after the colon";
  const std::string where = path.empty() ? "at the top level" : "under " + path;
  const std::string expected = known.empty() ? "no keys" : name_list(known);
  fail(entry.key_at, fmt::format("found the unknown key {} {}, expected {}{}", shown(entry.key),
                                 where, expected, advice));
}

Map default_values(const Schema& schema, const std::string& path, const Location& where) {
  Map result;
  for (const Parameter& p : schema) result.set(p.name, default_of(p, joined(path, p.name), where));
  return result;
}

Map validate_map(const ConfigNode& node, const Schema& schema, const std::string& path,
                 const KeyHint& hint) {
  if (node.is_null()) return default_values(schema, path, node.at);
  const std::vector<std::string> known = names_of(schema);
  if (!node.is_map())
    fail(node.at, fmt::format("{}: found {}, expected a map with the keys {}", path, shown(node),
                              name_list(known)));
  for (const ConfigNode::Entry& entry : node.entries)
    if (std::find(known.begin(), known.end(), entry.key) == known.end())
      fail_unknown_key(entry, known, path, hint ? hint(entry.key) : "");
  Map result;
  for (const Parameter& p : schema) {
    const std::string full = joined(path, p.name);
    const ConfigNode* value = node.find(p.name);
    result.set(p.name,
               value == nullptr ? default_of(p, full, node.at) : validate_value(*value, p, full));
  }
  return result;
}

Value validate_value(const ConfigNode& node, const Parameter& p, const std::string& path) {
  if (node.is_null()) {
    if (p.default_value && p.default_value->is_null()) return {};
    mismatch(node, p, path);
  }
  switch (p.type) {
    case ParameterType::list:
      return list_value(node, p, path);
    case ParameterType::map:
      return validate_map(node, p.fields, path);
    case ParameterType::tagged:
      return tagged_value(node, p, path);
    default:
      break;
  }
  if (!node.is_scalar()) mismatch(node, p, path);
  switch (p.type) {
    case ParameterType::boolean:
      if (const auto flag = parse_boolean(node.text); flag && !node.quoted) return *flag;
      mismatch(node, p, path, node.quoted ? "; remove the quotes" : "");
    case ParameterType::integer:
      return is_choice(node, p) ? Value(node.text) : integer_value(node, p, path);
    case ParameterType::real:
      return is_choice(node, p) ? Value(node.text) : real_value(node, p, path);
    case ParameterType::choice:
      if (is_choice(node, p)) return node.text;
      mismatch(node, p, path, did_you_mean(node.text, p.choices));
    case ParameterType::path:
      return resolved_path(node, p, path);
    default:
      return node.text;
  }
}

}  // namespace logitbench
