// Philox4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011), keyed by
// the seed: the numbers at a position depend on the key and the position alone.
#pragma once

#include <array>

#include <logitbench/random.h>

namespace logitbench {

std::array<uint32_t, 4> philox4x32_10(std::array<uint32_t, 4> counter, std::array<uint32_t, 2> key);

class PhiloxStream final : public RandomStream {
 public:
  // Streams of one seed with different substreams have no number in common.
  static constexpr uint32_t kRun = 0, kValidationSplit = 1, kBootstrap = 2;
  explicit PhiloxStream(uint64_t seed, uint32_t substream = kRun);
  void normal(std::span<double> out) override;
  void uniform(std::span<double> out, double low, double high) override;
  std::vector<uint32_t> permutation(size_t n) override;

 private:
  uint32_t word();
  double unit();  // [0, 1), 53 bits

  std::array<uint32_t, 2> key_;
  uint32_t substream_;
  uint64_t block_ = 0;
  std::array<uint32_t, 4> words_{};
  size_t used_ = 4;
};

}  // namespace logitbench
