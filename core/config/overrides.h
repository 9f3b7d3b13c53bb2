// Words of the command line that steer the config: a.b=c sets, +a.b=c adds, ~a.b removes, and
// a=1,2,3 sweeps. They beat the file.
#pragma once

#include <string>
#include <vector>

#include "core/config/config_node.h"

namespace logitbench {

struct Override {
  enum class Action { set, add, remove, sweep };
  Action action = Action::set;
  std::string key;   // dotted
  ConfigNode value;  // of set and add; for sweep the list of values
  Location at;       // "command line: a.b=c"
};

// Throws ConfigError for a word that is none of the four forms, or whose value is not YAML.
Override parse_override(const std::string& word);

// The elements of a,b,c, split at commas outside brackets, braces and quotes.
std::vector<std::string> split_values(const std::string& text);

// In their order. A key that is set is no longer swept; a key that is swept gets into
// sweep.parameters; either is taken out of sweep.cases and sweep.include. Throws ConfigError where
// a key to add is there or one to remove is not.
void apply_overrides(ConfigNode& root, const std::vector<Override>& overrides);

}  // namespace logitbench
