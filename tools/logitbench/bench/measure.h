// What a benchmark did, in numbers that compare with the machine's.
#pragma once

#include <chrono>
#include <string>

#include "tools/logitbench/bench/bench.h"

namespace logitbench::bench {

// Of one iteration.
struct Work {
  double flops = 0;
  double bytes = 0;              // read and written
  double working_set_bytes = 0;  // what these bytes belong to
  Writes writes = Writes::in_place;
  std::string dtype = "f32";  // of the arithmetic
  size_t threads = 1;
};

class Stopwatch {
 public:
  double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

// Once the loop over `state` has ended, which took `seconds`: the counters flop_per_second,
// bytes_per_second and of_limit. The last is the time that the machine would need at its limits,
// the longer of arithmetic and memory, as a share of the time taken.
void report(Bench& bench, benchmark::State& state, const Work& work, double seconds);

}  // namespace logitbench::bench
