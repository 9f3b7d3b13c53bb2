// NumPy's legacy generator (np.random.seed, randn, uniform, permutation): MT19937, doubles from two
// words, the polar method, which gives the second number of a pair first and keeps the other.
#pragma once

#include <random>

#include <logitbench/random.h>

namespace logitbench {

class NumpyStream final : public RandomStream {
 public:
  explicit NumpyStream(uint64_t seed);
  void normal(std::span<double> out) override;
  void uniform(std::span<double> out, double low, double high) override;
  std::vector<uint32_t> permutation(size_t n) override;

 private:
  double unit();
  uint32_t at_most(uint32_t largest);

  std::mt19937 words_;
  bool has_kept_ = false;
  double kept_ = 0;
};

}  // namespace logitbench
