// Which combinations of a grid are left out.
#pragma once

#include <set>
#include <string>
#include <vector>

#include <logitbench/value.h>

#include "core/config/config_node.h"
#include "core/sweep/sweep_section.h"

namespace logitbench {

// Whether a setting written in the config, or resolved, is the one that is asked for: numbers by
// value, a bare word against a section by its name, a map by the keys that it gives.
bool same_setting(const Value& wanted, const Value& setting);

// Remembers what each exclusion did, so that one that does nothing is found.
class Exclusions {
 public:
  explicit Exclusions(const std::vector<Exclusion>& exclusions);

  // Whether the run is left out. `resolved` is null for a run that is not valid as it stands: it
  // may still be left out for what is written in it. Each call counts.
  bool leaves_out(const ConfigNode& run, const Map* resolved);

  // Throws ConfigError for an exclusion that left out nothing, with the nearest of the known keys
  // where one of its keys was never there.
  void check_all_used(const std::vector<std::string>& known_keys) const;

 private:
  struct Use {
    bool matched = false;
    std::set<std::string> keys_seen;
  };
  bool matches(size_t exclusion, const ConfigNode& run, const Map* resolved);

  const std::vector<Exclusion>& exclusions_;
  std::vector<Use> uses_;
};

// The dotted keys of a resolved config.
std::vector<std::string> dotted_keys(const Map& resolved);

// Null where there is no such key.
const Value* find_value(const Map& resolved, const std::vector<std::string>& path);

}  // namespace logitbench
