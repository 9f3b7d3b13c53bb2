// Random numbers that other programs can repeat. The host owns one stream per run and generator,
// seeded with the run's seed; draws come in this order: dataset, then each layer's weight and bias,
// then shuffles.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace logitbench {

enum class Generator {
  torch,    // PyTorch on a CPU after torch.manual_seed(seed): float32 numbers
  numpy,    // NumPy's legacy generator after np.random.seed(seed): float64 numbers
  counter,  // Philox4x32-10, keyed by the seed: our own, the default
};

// Not thread safe.
class RandomStream {
 public:
  virtual ~RandomStream() = default;
  // Standard normals, as one call of the generator's randn(out.size()) gives them.
  virtual void normal(std::span<double> out) = 0;
  // Uniforms in [low, high), as uniform_(low, high) or uniform(low, high, n) gives them.
  virtual void uniform(std::span<double> out, double low, double high) = 0;
  // A permutation of 0 .. n-1, as the generator's library draws it to shuffle one epoch
  // (torch: what DataLoader(shuffle=True) draws when its iterator is made; numpy: permutation(n)).
  virtual std::vector<uint32_t> permutation(size_t n) = 0;
  // A pass over data that is not shuffled. Only torch draws for it: a DataLoader takes a base seed
  // from the global generator whenever an iterator is made.
  virtual void unshuffled_pass() {}
};

class RandomStreams {
 public:
  virtual ~RandomStreams() = default;
  virtual RandomStream& stream(Generator generator) = 0;
};

}  // namespace logitbench
