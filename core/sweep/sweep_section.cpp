#include "core/sweep/sweep_section.h"

#include <fmt/format.h>

#include <algorithm>

#include <logitbench/schema.h>

#include "core/config/config_error.h"
#include "core/config/key_path.h"
#include "core/config/validate.h"

namespace logitbench {

namespace {

const std::vector<std::string> kKeys{"method", "repeats", "parameters", "exclude"};

// Methods of later versions, so that the message can say that the word is right.
constexpr const char* kOtherMethods[] = {"random", "zip", "list"};

void check_method(const ConfigNode& method) {
  for (const char* other : kOtherMethods)
    if (method.is_scalar() && method.text == other)
      fail(method.at,
           fmt::format("sweep.method: found {}, which this version does not have, expected "
                       "grid",
                       shown(method)));
  validate_value(method, choice("method", "how values are combined", {"grid"}), "sweep.method");
}

SweptKey read_key(const ConfigNode::Entry& entry) {
  SweptKey result{entry.key, split_key(entry.key, entry.key_at), entry.key_at, {}};
  const std::string full = "sweep.parameters." + entry.key;
  for (const char* fixed : {"experiment", "note", "source", "sweep", "slurm", "expect", "extends"})
    if (result.path.front() == fixed)
      fail(entry.key_at,
           fmt::format("{}: {} belongs to the whole experiment and cannot be swept; a text that "
                       "holds commas is quoted twice: '{}=\"a, b\"'",
                       full, fixed, fixed));
  const ConfigNode& values = entry.value;
  if (values.is_map())
    fail(values.at,
         fmt::format("{}: found a map of keys, expected a list of values; write a key below "
                     "it with a dot, e.g. {}.{}: [...]",
                     full, entry.key, values.entries.empty() ? "key" : values.entries.front().key));
  if (!values.is_list())
    fail(values.at, fmt::format("{}: found {}, expected a list of values, e.g. [{}]", full,
                                shown(values), values.is_scalar() ? values.text : "0.1, 1.0"));
  if (values.items.empty())
    fail(values.at, fmt::format("{}: found an empty list, expected at least one value", full));
  for (const ConfigNode& value : values.items)
    if (value.is_null()) fail(value.at, fmt::format("{}: found nothing, expected a value", full));
  result.values = values.items;
  return result;
}

Exclusion read_exclusion(const ConfigNode& node) {
  if (!node.is_map() || node.entries.empty())
    fail(node.at, fmt::format("sweep.exclude: found {}, expected a map of keys and values, e.g. "
                              "{{loss: cross_entropy, optimizer.lr: 0.1}}",
                              shown(node)));
  for (const ConfigNode::Entry& entry : node.entries) {
    split_key(entry.key, entry.key_at);
    if (entry.value.is_null())
      fail(entry.value.at,
           fmt::format("sweep.exclude: found nothing for {}, expected a value", shown(entry.key)));
  }
  return {node.at, node};
}

}  // namespace

Sweep read_sweep(const ConfigNode* sweep) {
  Sweep result;
  if (sweep == nullptr) return result;
  if (!sweep->is_map())
    fail(sweep->at, fmt::format("sweep: found {}, expected a map with the keys method, repeats, "
                                "parameters, exclude",
                                shown(*sweep)));
  for (const ConfigNode::Entry& entry : sweep->entries)
    if (std::find(kKeys.begin(), kKeys.end(), entry.key) == kKeys.end())
      fail_unknown_key(entry, kKeys, "sweep",
                       entry.key.find('.') == std::string::npos
                           ? ""
                           : "swept keys stand under sweep.parameters");
  if (const ConfigNode* method = sweep->find("method")) check_method(*method);
  if (const ConfigNode* repeats = sweep->find("repeats")) {
    const Parameter declared = integer("repeats", "runs of each setting").at_least(1).at_most(1e6);
    result.repeats =
        static_cast<uint64_t>(validate_value(*repeats, declared, "sweep.repeats").integer());
    result.repeats_at = repeats->at;
  }
  if (const ConfigNode* parameters = sweep->find("parameters")) {
    if (!parameters->is_map())
      fail(parameters->at,
           fmt::format("sweep.parameters: found {}, expected a map of keys and lists, "
                       "e.g. optimizer.lr: [0.1, 1.0]",
                       shown(*parameters)));
    for (const ConfigNode::Entry& entry : parameters->entries)
      result.keys.push_back(read_key(entry));
  }
  if (const ConfigNode* exclude = sweep->find("exclude")) {
    if (!exclude->is_list())
      fail(exclude->at, fmt::format("sweep.exclude: found {}, expected a list of maps, e.g. "
                                    "[{{loss: cross_entropy, optimizer.lr: 0.1}}]",
                                    shown(*exclude)));
    for (const ConfigNode& item : exclude->items) result.exclude.push_back(read_exclusion(item));
  }
  return result;
}

}  // namespace logitbench
