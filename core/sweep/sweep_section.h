// The section `sweep` of a config.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/config/config_node.h"
#include "core/config/sweep_keys.h"
#include "core/sweep/draws.h"

namespace logitbench {

// A key is set only where a key of the config has one of these values.
struct Condition {
  std::string key;
  std::vector<std::string> path;
  Location at;
  std::vector<ConfigNode> any_of;  // scalars, at least one
};

struct SweptKey {
  std::string key;  // dotted
  std::vector<std::string> path;
  Location at;
  std::vector<ConfigNode> values;  // all that it takes in any case, drawn ones as they are drawn
  size_t varied = 0;               // the first of them: those that the method combines
  std::optional<DrawRange> range;  // in place of values
  std::vector<Condition> when;     // all of them must hold
  bool crossed = false;            // a list on the command line: a grid over all the rest
};

// What one case sets: an index into the keys, and one into the key's values.
struct SweepCase {
  Location at;
  std::vector<std::pair<size_t, size_t>> cells;
};

struct Exclusion {
  Location at;
  ConfigNode where;  // a map of dotted keys, at least one
};

struct Sweep {
  Location at;
  SweepMethod method = SweepMethod::grid;
  std::vector<SweptKey> keys;  // in the order written
  std::vector<SweepCase> cases;
  std::vector<SweepCase> include;
  std::vector<Exclusion> exclude;
  uint64_t repeats = 1;
  Location repeats_at;
  uint64_t count = 0;  // of random
  Location count_at;
  std::optional<uint64_t> seed;  // of random; none: the config's
};

// `sweep` may be null: a config without that section is one run. `crossed`: the keys that the
// command line gives a list. Throws ConfigError.
Sweep read_sweep(const ConfigNode* sweep, const std::set<std::string>& crossed = {});

}  // namespace logitbench
