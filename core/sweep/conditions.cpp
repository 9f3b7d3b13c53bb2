#include "core/sweep/conditions.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/config/config_error.h"
#include "core/config/key_path.h"
#include "core/config/nearest_name.h"
#include "core/config/scalars.h"
#include "core/config/sections.h"
#include "core/config/value_text.h"
#include "core/sweep/exclusions.h"

namespace logitbench {

namespace {

void collect(const ConfigNode& node, const std::string& prefix, std::vector<std::string>& keys) {
  for (const ConfigNode::Entry& entry : node.entries) {
    keys.push_back(prefix + entry.key);
    collect(entry.value, prefix + entry.key + ".", keys);
  }
}

// Whether what the key sets can change what stands at the path.
bool decides(const SweptKey& key, const std::vector<std::string>& path) {
  const bool above =
      key.path.size() <= path.size() && std::equal(key.path.begin(), key.path.end(), path.begin());
  const bool its_name = path.size() == 1 && key.path.size() == 2 && key.path[0] == path[0] &&
                        key.path[1] == "name" && plugin_section(path[0]);
  return above || its_name;
}

std::string text_of(const Value& setting) {
  const Value* name = setting.is_map() ? setting.map().find("name") : nullptr;
  return value_text(name != nullptr ? *name : setting);
}

}  // namespace

Conditions::Conditions(const std::vector<SweptKey>& keys, const WrittenConfig& written,
                       bool narrowed)
    : keys_(keys), written_(written), watches_(keys.size()) {
  for (size_t i = 0; i < keys.size(); ++i)
    for (const Condition& condition : keys[i].when) {
      Watch watch{&condition, part_of(condition.path.front()), {}, {}, {}};
      for (size_t j = 0; j < keys.size(); ++j)
        if (decides(keys[j], condition.path)) watch.keys.push_back(j);
      for (const ConfigNode& value : condition.any_of) watch.any_of.push_back(natural_value(value));
      check_watch(watch, fmt::format("sweep.parameters.{}.when", keys[i].key), narrowed);
      watches_[i].push_back(std::move(watch));
    }
  sort();
}

// Null where the config does not have the key. `tree` keeps what is found.
const ConfigNode* Conditions::find(const Watch& watch, const Setting& setting,
                                   ConfigNode& tree) const {
  tree = written_.part(watch.part, setting);
  return find_key(tree, watch.condition->path);
}

void Conditions::check_is_set(const Watch& watch, const std::string& where) const {
  ConfigNode tree;
  const Setting none(keys_.size(), kNotSet);
  if (!watch.keys.empty() || find(watch, none, tree) != nullptr) return;
  std::vector<std::string> known;
  collect(written_.base(), "", known);
  for (const SweptKey& key : keys_) known.push_back(key.key);
  fail(watch.condition->at,
       fmt::format("{}: found the key {}, which neither the config nor the sweep sets, expected a "
                   "key that is written there{}",
                   where, shown(watch.condition->key), did_you_mean(watch.condition->key, known)));
}

void Conditions::check_watch(const Watch& watch, const std::string& where, bool narrowed) const {
  check_is_set(watch, where);
  if (narrowed) return;
  // What the key can be: as written, and with each value of each key that decides it.
  std::vector<Value> seen;
  Setting setting(keys_.size(), kNotSet);
  ConfigNode tree;
  const auto look = [&] {
    if (const ConfigNode* node = find(watch, setting, tree)) seen.push_back(natural_value(*node));
  };
  look();
  for (const size_t key : watch.keys) {
    if (keys_[key].range) return;  // which values are drawn is not known yet
    for (size_t v = 0; v < keys_[key].values.size(); ++v) {
      setting[key] = static_cast<int32_t>(v);
      look();
    }
    setting[key] = kNotSet;
  }
  for (size_t i = 0; i < watch.any_of.size(); ++i) {
    const Value& wanted = watch.any_of[i];
    if (std::any_of(seen.begin(), seen.end(),
                    [&](const Value& value) { return same_setting(wanted, value); }))
      continue;
    std::set<std::string> texts;
    for (const Value& value : seen) texts.insert(text_of(value));
    const std::vector<std::string> names(texts.begin(), texts.end());
    fail(watch.condition->any_of[i].at,
         fmt::format("{}: found {} {}, which no run has, expected {}{}", where,
                     watch.condition->key, shown(value_text(wanted)), name_list(names),
                     did_you_mean(value_text(wanted), names)));
  }
}

void Conditions::sort() {
  std::vector<bool> placed(keys_.size(), false);
  const auto is_ready = [&](size_t key) {
    return std::all_of(watches_[key].begin(), watches_[key].end(), [&](const Watch& watch) {
      return std::all_of(watch.keys.begin(), watch.keys.end(),
                         [&](size_t other) { return placed[other]; });
    });
  };
  while (order_.size() < keys_.size()) {
    size_t next = 0;
    while (next < keys_.size() && (placed[next] || !is_ready(next))) ++next;
    if (next == keys_.size()) {
      next = static_cast<size_t>(std::find(placed.begin(), placed.end(), false) - placed.begin());
      fail(keys_[next].at,
           fmt::format("sweep.parameters.{}.when: found conditions that depend on each other, "
                       "expected {} to depend on keys that do not depend on it",
                       keys_[next].key, keys_[next].key));
    }
    placed[next] = true;
    order_.push_back(next);
  }
}

bool Conditions::hold(size_t key, const Setting& setting) {
  for (Watch& watch : watches_[key]) {
    Setting decisive(keys_.size(), kNotSet);
    for (const size_t other : watch.keys) decisive[other] = setting[other];
    const auto [known, is_new] = watch.known.try_emplace(decisive, false);
    if (is_new) {
      ConfigNode tree;
      if (const ConfigNode* node = find(watch, decisive, tree)) {
        const Value value = natural_value(*node);
        known->second = std::any_of(watch.any_of.begin(), watch.any_of.end(),
                                    [&](const Value& one) { return same_setting(one, value); });
      }
    }
    if (!known->second) return false;
  }
  return true;
}

}  // namespace logitbench
