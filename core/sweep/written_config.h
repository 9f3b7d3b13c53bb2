// The tree of one setting of a sweep: the config as written, with the setting's values in it.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "core/config/config_node.h"
#include "core/config/overrides.h"
#include "core/config/run_parts.h"
#include "core/sweep/sweep_section.h"

namespace logitbench {

// For each swept key the index of its value, or kNotSet.
using Setting = std::vector<int32_t>;
inline constexpr int32_t kNotSet = -1;

class WrittenConfig {
 public:
  // `keys` must outlive this; values may be added to them.
  WrittenConfig(const ConfigNode& base, const std::vector<SweptKey>& keys,
                const std::vector<Override>& overrides);

  // A swept key is set before the keys below it (loss before loss.label_smoothing), and what the
  // command line sets below a swept key holds for each of its values. Throws ConfigError.
  ConfigNode whole(const Setting& setting) const;
  // Only what belongs to a part of the run: a tree with the same top-level keys.
  ConfigNode part(size_t part, const Setting& setting) const;

  // The keys that are set in a part, in the order in which they are set.
  const std::vector<size_t>& keys_of(size_t part) const { return keys_of_part_[part]; }
  const ConfigNode& base() const { return base_; }

 private:
  void set(ConfigNode& tree, size_t part, const Setting& setting) const;

  const std::vector<SweptKey>& keys_;
  ConfigNode base_;
  std::array<ConfigNode, kParts> base_parts_;
  std::array<std::vector<size_t>, kParts> keys_of_part_;
  std::vector<std::vector<Override>> below_;  // for each key, what the command line sets below it
};

}  // namespace logitbench
