// Values drawn at random. A draw depends on the sweep's seed, the key's name and the draw's index
// alone: more draws leave the first as they are, and no key changes another's.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace logitbench {

enum class Distribution { uniform, log_uniform, integer };
inline constexpr std::string_view kDistributions[] = {"uniform", "log_uniform", "int"};

struct DrawRange {
  Distribution distribution = Distribution::uniform;
  double min = 0, max = 0;                   // of uniform and log_uniform; log_uniform: above 0
  int64_t integer_min = 0, integer_max = 0;  // of integer; both can be drawn
};

// The draws of one key.
class Draws {
 public:
  Draws(uint64_t seed, std::string_view key);

  // An index below `choices`, all equally likely.
  size_t index(uint64_t draw, size_t choices) const;
  // A number of the range as text. A real has six significant digits (more where the range is
  // narrow), so that the text is short, and the same where the logarithm rounds otherwise.
  std::string number(uint64_t draw, const DrawRange& range) const;

 private:
  uint64_t bits(uint64_t draw) const;

  uint64_t seed_;
  uint64_t key_;  // a hash of its name
};

}  // namespace logitbench
