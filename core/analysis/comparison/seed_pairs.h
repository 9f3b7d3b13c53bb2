// Which runs of two groups belong together.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "core/analysis/comparison/compared_group.h"

namespace logitbench {

struct SeedPairs {
  // What is paired: runs of the same seed and other settings; where the groups share no such
  // setting, each seed's mean over a group's own; or nothing, as they do not share their seeds.
  enum class Of { cells, repeats, nothing };
  Of of = Of::nothing;
  bool own_settings = false;  // see GroupDifference
  // Indices into cells or repeats of both, seeds ascending; one past the last pair of each seed.
  std::vector<std::pair<uint32_t, uint32_t>> pairs;
  std::vector<uint32_t> seed_ends;

  size_t seeds() const { return seed_ends.size(); }
};

// Paired where the groups share at least kLeastRepeats seeds, or all that the smaller one has. A
// few shared ones of many would throw the others away: then all are compared as if unpaired, which
// at most makes a verdict later. Looks at seeds and settings alone, not at values.
SeedPairs seed_pairs(const ComparedGroup& a, const ComparedGroup& b);

}  // namespace logitbench
