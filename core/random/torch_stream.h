// PyTorch's CPU generator (torch.manual_seed): MT19937 seeded with the low 32 bits.
#pragma once

#include <random>

#include <logitbench/random.h>

namespace logitbench {

class TorchStream final : public RandomStream {
 public:
  explicit TorchStream(uint64_t seed) : words_(static_cast<uint32_t>(seed)) {}
  void normal(std::span<double> out) override;
  void uniform(std::span<double> out, double low, double high) override;
  // What one epoch of DataLoader(shuffle=True) draws: a base seed, then the seed of a generator of
  // its own for randperm.
  std::vector<uint32_t> permutation(size_t n) override;
  void unshuffled_pass() override { words_.discard(2); }

  std::vector<uint32_t> randperm(size_t n);

 private:
  uint64_t word_pair();
  float unit_float();
  void normal_blocks(std::span<double> out);

  std::mt19937 words_;
  bool has_kept_ = false;
  double kept_ = 0;
};

}  // namespace logitbench
