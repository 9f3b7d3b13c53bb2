#include "core/sweep/swept_key.h"

#include <fmt/format.h>

#include <algorithm>

#include <logitbench/schema.h>

#include "core/config/config_error.h"
#include "core/config/key_path.h"
#include "core/config/stop.h"
#include "core/config/validate.h"

namespace logitbench {

namespace {

const std::vector<std::string> kKeys{"values", "min", "max", "distribution", "when"};

std::vector<ConfigNode> read_values(const ConfigNode& values, const std::string& where) {
  if (!values.is_list())
    fail(values.at, fmt::format("{}: found {}, expected a list of values, e.g. [{}]", where,
                                shown(values), values.is_scalar() ? values.text : "0.1, 1.0"));
  if (values.items.empty())
    fail(values.at, fmt::format("{}: found an empty list, expected at least one value", where));
  for (const ConfigNode& value : values.items)
    if (value.is_null()) fail(value.at, fmt::format("{}: found nothing, expected a value", where));
  return values.items;
}

const ConfigNode& needed(const ConfigNode& map, const char* key, const std::string& where) {
  if (const ConfigNode* node = map.find(key)) return *node;
  fail(map.at, fmt::format("{}: {} is missing, expected min, max and distribution: uniform, "
                           "log_uniform or int",
                           where, key));
}

DrawRange read_range(const ConfigNode& map, const std::string& where) {
  DrawRange range;
  const Parameter declared = choice("distribution", "how a value is drawn",
                                    {std::begin(kDistributions), std::end(kDistributions)});
  const ConfigNode& word = needed(map, "distribution", where);
  const std::string name = validate_value(word, declared, where + ".distribution").text();
  range.distribution = static_cast<Distribution>(
      std::find(std::begin(kDistributions), std::end(kDistributions), name) - kDistributions);
  const ConfigNode &low = needed(map, "min", where), &high = needed(map, "max", where);
  bool ordered;
  if (range.distribution == Distribution::integer) {
    range.integer_min = validate_value(low, integer("min", ""), where + ".min").integer();
    range.integer_max = validate_value(high, integer("max", ""), where + ".max").integer();
    ordered = range.integer_min < range.integer_max;
  } else {
    Parameter bound = real("min", "");
    if (range.distribution == Distribution::log_uniform) bound = real("min", "").above(0);
    range.min = validate_value(low, bound, where + ".min").real();
    range.max = validate_value(high, bound, where + ".max").real();
    ordered = range.min < range.max;
  }
  if (!ordered)
    fail(high.at, fmt::format("{}: found max {}, expected more than min, which is {}", where,
                              shown(high), shown(low)));
  return range;
}

std::vector<Condition> read_when(const ConfigNode& when, const std::string& where) {
  if (!when.is_map() || when.entries.empty())
    fail(when.at, fmt::format("{}.when: found {}, expected a map of keys and values, e.g. "
                              "{{loss: cross_entropy}}",
                              where, shown(when)));
  std::vector<Condition> result;
  for (const ConfigNode::Entry& entry : when.entries) {
    Condition condition{entry.key, split_key(entry.key, entry.key_at), entry.key_at, {}};
    condition.any_of = entry.value.is_list() ? entry.value.items : std::vector{entry.value};
    for (const ConfigNode& value : condition.any_of)
      if (!value.is_scalar())
        fail(value.at, fmt::format("{}.when.{}: found {}, expected a value or a list of values",
                                   where, entry.key, shown(value)));
    if (condition.any_of.empty())
      fail(entry.value.at,
           fmt::format("{}.when.{}: found an empty list, expected a value", where, entry.key));
    result.push_back(std::move(condition));
  }
  return result;
}

// {values: ...} or {min: ..., max: ..., distribution: ...}, either with `when`.
void read_map(const ConfigNode& map, SweepMethod method, const std::string& where,
              SweptKey& result) {
  for (const ConfigNode::Entry& entry : map.entries)
    if (std::find(kKeys.begin(), kKeys.end(), entry.key) == kKeys.end())
      fail_unknown_key(entry, kKeys, where, "");
  if (const ConfigNode* when = map.find("when")) result.when = read_when(*when, where);
  if (const ConfigNode* values = map.find("values")) {
    for (const char* key : {"min", "max"})
      if (const ConfigNode::Entry* entry = map.find_entry(key))
        fail(entry->key_at,
             fmt::format("{}: found {} beside values, expected one or the other", where, key));
    if (const ConfigNode* word = map.find("distribution"))
      validate_value(*word, choice("distribution", "of values", {"choice"}),
                     where + ".distribution");
    result.values = read_values(*values, where);
    return;
  }
  if (method != SweepMethod::random)
    fail(map.at,
         fmt::format("{}: found no values, expected values: [...]; to draw from a range (min, max, "
                     "distribution) takes method: random",
                     where));
  result.range = read_range(map, where);
}

}  // namespace

std::vector<std::string> swept_path(const std::string& key, const Location& at,
                                    const std::string& where) {
  std::vector<std::string> path = split_key(key, at);
  for (const char* fixed : {"experiment", "note", "source", "sweep", "slurm", "expect", "extends"})
    if (path.front() == fixed)
      fail(at,
           fmt::format("{}: {} belongs to the whole experiment and cannot be swept; a text that "
                       "holds commas is quoted twice: '{}=\"a, b\"'",
                       where, fixed, fixed));
  if (is_of_the_competition(key))
    fail(at, fmt::format("{}: {} is the same for all runs of an experiment and cannot be swept, "
                         "expected stop.nan or stop.target",
                         where, key));
  return path;
}

SweptKey read_swept_key(const ConfigNode::Entry& entry, SweepMethod method) {
  const std::string where = "sweep.parameters." + entry.key;
  SweptKey result;
  result.key = entry.key;
  result.path = swept_path(entry.key, entry.key_at, where);
  result.at = entry.key_at;
  const ConfigNode& node = entry.value;
  if (!node.is_map()) {
    result.values = read_values(node, where);
    return result;
  }
  const bool any_known = std::any_of(kKeys.begin(), kKeys.end(),
                                     [&](const std::string& key) { return node.find(key); });
  if (!any_known)
    fail(node.at,
         fmt::format("{}: found a map of keys, expected a list of values{}; write a key below "
                     "it with a dot, e.g. {}.{}: [...]",
                     where, method == SweepMethod::random ? ", or min, max and distribution" : "",
                     entry.key, node.entries.empty() ? "key" : node.entries.front().key));
  read_map(node, method, where, result);
  return result;
}

}  // namespace logitbench
