// Where swept keys with `when` are set.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/sweep/sweep_section.h"
#include "core/sweep/written_config.h"

namespace logitbench {

class Conditions {
 public:
  // Both must outlive this. `narrowed`: the command line changed the config, so that a value that
  // never occurs is no mistake of the file's. Throws ConfigError for a condition on a key that
  // nothing sets or on a value that it never has, and for keys that depend on each other.
  Conditions(const std::vector<SweptKey>& keys, const WrittenConfig& written, bool narrowed);

  // All keys, in the order written, but each after those that its conditions look at.
  const std::vector<size_t>& order() const { return order_; }

  // Whether the key is set, given the keys before it in that order.
  bool hold(size_t key, const Setting& setting);

 private:
  // A condition of a key, and which keys say how the config has it.
  struct Watch {
    const Condition* condition;
    size_t part;
    std::vector<size_t> keys;
    std::vector<Value> any_of;
    std::map<Setting, bool> known;
  };

  const ConfigNode* find(const Watch& watch, const Setting& setting, ConfigNode& tree) const;
  void check_watch(const Watch& watch, const std::string& where, bool narrowed) const;
  void check_is_set(const Watch& watch, const std::string& where) const;
  void sort();

  const std::vector<SweptKey>& keys_;
  const WrittenConfig& written_;
  std::vector<std::vector<Watch>> watches_;  // of each key
  std::vector<size_t> order_;
};

}  // namespace logitbench
