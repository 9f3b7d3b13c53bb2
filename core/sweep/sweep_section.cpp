#include "core/sweep/sweep_section.h"

#include <fmt/format.h>

#include <algorithm>

#include <logitbench/schema.h>

#include "core/config/config_error.h"
#include "core/config/key_path.h"
#include "core/config/nearest_name.h"
#include "core/config/validate.h"
#include "core/sweep/case_reader.h"
#include "core/sweep/swept_key.h"

namespace logitbench {

namespace {

SweepMethod read_method(const ConfigNode& sweep) {
  const ConfigNode* method = sweep.find("method");
  if (method == nullptr) return SweepMethod::grid;
  const Parameter declared = choice("method", "how values are combined",
                                    {std::begin(kSweepMethods), std::end(kSweepMethods)});
  const std::string name = validate_value(*method, declared, "sweep.method").text();
  return static_cast<SweepMethod>(
      std::find(std::begin(kSweepMethods), std::end(kSweepMethods), name) - kSweepMethods);
}

std::string example(SweepMethod method) {
  switch (method) {
    case SweepMethod::random:
      return "count: 20";
    case SweepMethod::list:
      return "cases: [{optimizer.lr: 0.1}]";
    default:
      return "parameters: {optimizer.lr: [0.1, 1.0]}";
  }
}

std::vector<std::string> known_keys() {
  std::vector<std::string> known;
  for (const SweepKeyInfo& key : kSweepKeys) known.emplace_back(key.name);
  return known;
}

// A key of the section, or of another method.
void check_keys(const ConfigNode& sweep, SweepMethod method, const std::set<std::string>& crossed) {
  const std::vector<std::string> known = known_keys();
  const std::string_view word = kSweepMethods[static_cast<size_t>(method)];
  for (const ConfigNode::Entry& entry : sweep.entries) {
    const auto info = std::find_if(std::begin(kSweepKeys), std::end(kSweepKeys),
                                   [&](const SweepKeyInfo& key) { return key.name == entry.key; });
    if (info == std::end(kSweepKeys))
      fail_unknown_key(entry, known, "sweep",
                       entry.key.find('.') == std::string::npos
                           ? ""
                           : "swept keys stand under sweep.parameters");
    if (info->methods.empty() || info->methods.find(word) != std::string_view::npos) continue;
    // What the command line sweeps goes with every method.
    const bool all_crossed =
        entry.key == "parameters" && entry.value.is_map() &&
        std::all_of(entry.value.entries.begin(), entry.value.entries.end(),
                    [&](const ConfigNode::Entry& e) { return crossed.contains(e.key); });
    if (all_crossed) continue;
    fail(entry.key_at,
         fmt::format("sweep.{}: found it with method {}, which does not take it, expected it with "
                     "method {}; {} takes {}",
                     entry.key, word, info->methods, word, example(method)));
  }
}

uint64_t read_count(const ConfigNode& node, Parameter declared, const std::string& where) {
  return static_cast<uint64_t>(validate_value(node, declared, where).integer());
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

void read_parameters(const ConfigNode& parameters, const std::set<std::string>& crossed,
                     Sweep& sweep) {
  if (!parameters.is_map())
    fail(parameters.at, fmt::format("sweep.parameters: found {}, expected a map of keys and lists, "
                                    "e.g. optimizer.lr: [0.1, 1.0]",
                                    shown(parameters)));
  for (const ConfigNode::Entry& entry : parameters.entries) {
    sweep.keys.push_back(read_swept_key(entry, sweep.method));
    sweep.keys.back().varied = sweep.keys.back().values.size();
    sweep.keys.back().crossed = crossed.contains(entry.key);
  }
  if (sweep.method != SweepMethod::zip) return;
  const SweptKey* first = nullptr;
  for (const SweptKey& key : sweep.keys) {
    if (key.crossed) continue;
    if (first == nullptr) first = &key;
    if (key.values.size() != first->values.size())
      fail(key.at, fmt::format("sweep.parameters.{}: found {} values beside {} of {}, expected "
                               "lists of equal length: method zip takes the first of each, then "
                               "the second",
                               key.key, key.values.size(), first->values.size(), first->key));
  }
}

void read_random(const ConfigNode& node, Sweep& sweep) {
  if (const ConfigNode* count = node.find("count")) {
    sweep.count = read_count(*count, integer("count", "settings to draw").at_least(1).at_most(1e6),
                             "sweep.count");
    sweep.count_at = count->at;
  } else {
    fail(node.at,
         "sweep.count is missing, expected with method random how many settings are "
         "drawn, e.g. count: 20");
  }
  if (const ConfigNode* seed = node.find("seed"))
    sweep.seed = read_count(*seed, integer("seed", "of the draws").at_least(0), "sweep.seed");
}

}  // namespace

Sweep read_sweep(const ConfigNode* node, const std::set<std::string>& crossed) {
  Sweep sweep;
  if (node == nullptr) return sweep;
  if (!node->is_map())
    fail(node->at, fmt::format("sweep: found {}, expected a map with the keys {}", shown(*node),
                               name_list(known_keys())));
  sweep.at = node->at;
  sweep.method = read_method(*node);
  check_keys(*node, sweep.method, crossed);
  if (const ConfigNode* repeats = node->find("repeats")) {
    sweep.repeats =
        read_count(*repeats, integer("repeats", "runs of each setting").at_least(1).at_most(1e6),
                   "sweep.repeats");
    sweep.repeats_at = repeats->at;
  }
  CaseReader cases(sweep.keys);
  if (sweep.method == SweepMethod::list) {
    const ConfigNode* list = node->find("cases");
    if (list == nullptr)
      fail(node->at,
           "sweep.cases is missing, expected with method list a list of maps, e.g. "
           "cases: [{loss: cross_entropy, optimizer.lr: 0.1}]");
    sweep.cases = cases.read(*list, "sweep.cases");
    if (sweep.cases.empty())
      fail(list->at, "sweep.cases: found an empty list, expected at least one case");
  }
  if (const ConfigNode* parameters = node->find("parameters"))
    read_parameters(*parameters, crossed, sweep);
  if (sweep.method == SweepMethod::random) read_random(*node, sweep);
  if (const ConfigNode* include = node->find("include"))
    sweep.include = cases.read(*include, "sweep.include");
  if (const ConfigNode* exclude = node->find("exclude"))
    for (const ConfigNode& item : list_of_maps(*exclude, "sweep.exclude").items)
      sweep.exclude.push_back(read_exclusion(item));
  return sweep;
}

}  // namespace logitbench
