// The section `sweep` of a config.
#pragma once

#include <string>
#include <vector>

#include "core/config/config_node.h"

namespace logitbench {

struct SweptKey {
  std::string key;  // dotted
  std::vector<std::string> path;
  Location at;
  std::vector<ConfigNode> values;  // at least one
};

struct Exclusion {
  Location at;
  ConfigNode where;  // a map of dotted keys, at least one
};

struct Sweep {
  std::vector<SweptKey> keys;  // in the order written
  std::vector<Exclusion> exclude;
  uint64_t repeats = 1;
  Location repeats_at;
};

// `sweep` may be null: a config without that section is one run. Throws ConfigError.
Sweep read_sweep(const ConfigNode* sweep);

}  // namespace logitbench
