// What this machine can do at most, measured in this process when it is first asked for.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <logitbench/network.h>

#include "core/plugin/plugin_host.h"

namespace logitbench::bench {

// A dense layer of 2048 units on 2048 rows of 2048 numbers, through backend onednn.
class SquareProduct {
 public:
  static constexpr size_t kSide = 2048;
  static constexpr double kFlops = 2.0 * kSide * kSide * kSide;

  // Throws Error for a type that the backend does not have, or where there is no such backend.
  SquareProduct(PluginHost& host, const std::string& dtype, size_t threads);
  void run();

 private:
  Features features_;
  std::vector<uint32_t> rows_;
  std::unique_ptr<Network> network_;
};

// How a sweep writes: over what it reads, as an optimizer does, or to other memory, as a loss does,
// whose lines must be fetched before they are written.
enum class Writes { in_place, elsewhere };

// Reads and writes numbers, `repeats` times over, each thread its own part.
class Sweep {
 public:
  Sweep(size_t bytes, size_t repeats, Writes writes);
  double bytes_moved() const;  // by one run
  void run(Parallel& parallel);

 private:
  std::vector<float> values_, written_;  // the second empty where it writes in place
  size_t repeats_;
};

inline constexpr size_t kCacheSweepBytes = size_t{256} << 10;   // a thread: in its own L2
inline constexpr size_t kMemorySweepBytes = size_t{256} << 20;  // in all: beyond every cache
// As often over as gives a run some length.
Sweep sweep_over(size_t bytes, Writes writes);

// Multiply-adds in registers, float or double; gives the FLOP done.
double multiply_add(Parallel& parallel, bool single_precision);

class Limits {
 public:
  explicit Limits(PluginHost& host) : host_(host) {}

  // Of arithmetic in f32, f64 or bf16: the faster of a large matrix product (but for f64) and of
  // multiply-adds in registers (but for bf16). 0 where this machine has neither.
  double flop_per_second(const std::string& dtype, size_t threads);
  // Of reading and writing memory of about that size: caches are faster than memory.
  double bytes_per_second(double working_set_bytes, Writes writes, size_t threads);

 private:
  double measured(const std::string& what, size_t threads, const std::function<double()>& measure);

  PluginHost& host_;
  std::map<std::pair<std::string, size_t>, double> known_;
};

}  // namespace logitbench::bench
