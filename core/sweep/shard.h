// One process's share of a sweep that several processes do together, each with its own number.
#pragma once

#include <cstddef>
#include <string>

namespace logitbench {

struct Shard {
  size_t number = 1;  // from 1 to `count`
  size_t count = 1;

  // Runs by their index in the plan, dealt out in turn: neighbours, which often take equally long,
  // go to different shards.
  bool has(size_t run) const { return run % count == number - 1; }
  // Of a run of its own: its index among those.
  size_t place_of(size_t run) const { return run / count; }
};

inline std::string to_text(const Shard& shard) {
  return std::to_string(shard.number) + "/" + std::to_string(shard.count);
}

}  // namespace logitbench
