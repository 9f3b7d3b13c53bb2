// The generators behind the run's random streams. Same seed, same numbers as the library named:
// integers and uniforms exactly, normals to 3e-7 (the libraries' logarithms and sines differ).
#pragma once

#include <array>
#include <cstdint>
#include <memory>

#include <logitbench/random.h>

namespace logitbench {

// Throws ConfigError for a seed that the generator does not have: NumPy's are below 2^32.
std::unique_ptr<RandomStream> make_stream(Generator generator, uint64_t seed);

// One stream per generator, all from the same seed, each made when it is first asked for.
class SeededStreams final : public RandomStreams {
 public:
  explicit SeededStreams(uint64_t seed) : seed_(seed) {}
  RandomStream& stream(Generator generator) override;

 private:
  uint64_t seed_;
  std::array<std::unique_ptr<RandomStream>, 3> streams_;
};

}  // namespace logitbench
