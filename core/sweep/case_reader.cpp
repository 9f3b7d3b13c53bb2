#include "core/sweep/case_reader.h"

#include <fmt/format.h>

#include "core/config/config_error.h"
#include "core/config/flow_text.h"
#include "core/sweep/swept_key.h"

namespace logitbench {

const ConfigNode& list_of_maps(const ConfigNode& node, const std::string& where) {
  if (!node.is_list())
    fail(node.at, fmt::format("{}: found {}, expected a list of maps, e.g. "
                              "[{{loss: cross_entropy, optimizer.lr: 0.1}}]",
                              where, shown(node)));
  return node;
}

std::vector<SweepCase> CaseReader::read(const ConfigNode& list, const std::string& where) {
  std::vector<SweepCase> cases;
  cases.reserve(list.items.size());
  for (const ConfigNode& item : list_of_maps(list, where).items) {
    if (!item.is_map())
      fail(item.at, fmt::format("{}: found {}, expected a map of keys and values, e.g. "
                                "{{loss: cross_entropy, optimizer.lr: 0.1}}",
                                where, shown(item)));
    SweepCase one{item.at, {}};
    for (const ConfigNode::Entry& entry : item.entries) {
      const size_t key = key_index(entry, where);
      if (!entry.value.is_null()) one.cells.emplace_back(key, value_index(key, entry.value));
    }
    cases.push_back(std::move(one));
  }
  return cases;
}

size_t CaseReader::key_index(const ConfigNode::Entry& entry, const std::string& where) {
  const auto [found, is_new] = index_.try_emplace(entry.key, keys_.size());
  if (!is_new) return found->second;
  for (size_t i = 0; i < keys_.size(); ++i)
    if (keys_[i].key == entry.key) return found->second = i;
  SweptKey key;
  key.key = entry.key;
  key.path = swept_path(entry.key, entry.key_at, where + "." + entry.key);
  key.at = entry.key_at;
  keys_.push_back(std::move(key));
  return found->second;
}

size_t CaseReader::value_index(size_t key, const ConfigNode& value) {
  std::vector<ConfigNode>& values = keys_[key].values;
  const auto [found, is_new] = values_[key].try_emplace(flow_text(value), values.size());
  if (is_new) values.push_back(value);
  return found->second;
}

}  // namespace logitbench
