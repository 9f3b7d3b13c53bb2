// Which settings of a sweep are left out.
#pragma once

#include <array>
#include <set>
#include <string>
#include <vector>

#include <logitbench/value.h>

#include "core/config/config_node.h"
#include "core/config/run_parts.h"
#include "core/sweep/sweep_section.h"

namespace logitbench {

// Whether a setting written in the config, or resolved, is the one that is asked for: numbers by
// value, a bare word against a section by its name, a map by the keys that it gives.
bool same_setting(const Value& wanted, const Value& setting);

// Remembers what each exclusion did, so that one that does nothing is found.
class Exclusions {
 public:
  explicit Exclusions(const std::vector<Exclusion>& exclusions);

  // What a part of a run says to each of the keys of exclusions that belong there.
  enum class Verdict : char { not_there, other, same };
  using Verdicts = std::vector<Verdict>;

  // `written` is the part as written, `resolved` its values below their top-level key; null for a
  // part that is not valid as it stands: its run may still be left out for what is written.
  Verdicts judge(size_t part, const ConfigNode& written, const Map* resolved);

  // Whether a run of these parts and this seed is left out. Each call counts.
  bool leaves_out(const std::array<const Verdicts*, kParts>& parts, uint64_t seed);

  // Throws ConfigError for an exclusion that left out nothing, with the nearest of the known keys
  // where one of its keys was never there.
  void check_all_used(const std::vector<std::string>& known_keys) const;

 private:
  struct Wanted {
    std::vector<std::string> path;
    Value value;
    size_t part = 0;
    size_t place = 0;  // among those of its part
    bool is_seed = false;
    bool seen = false;
  };
  struct Use {
    std::vector<Wanted> wanted;
    bool matched = false;
  };
  const std::vector<Exclusion>& exclusions_;
  std::vector<Use> uses_;
};

// The dotted keys of a resolved config.
std::vector<std::string> dotted_keys(const Map& resolved);

// Null where there is no such key.
const Value* find_value(const Map& resolved, const std::vector<std::string>& path);

}  // namespace logitbench
