// While it lives, denormals count as zero on this thread. One around each body of a loop of
// kernels: the threads are the program's and TBB's, and have other work that needs denormals.
#pragma once

#include <float_network/denormals.h>

namespace logitbench::native {

class FlushScope {
 public:
  FlushScope() : before_(float_network::flush_bits()) {
    float_network::set_flush_bits(float_network::kFlushBits);
  }
  ~FlushScope() { float_network::set_flush_bits(before_); }
  FlushScope(const FlushScope&) = delete;
  FlushScope& operator=(const FlushScope&) = delete;

 private:
  unsigned before_;
};

}  // namespace logitbench::native
