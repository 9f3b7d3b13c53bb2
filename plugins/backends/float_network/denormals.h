// Denormal numbers cost the kernels up to thirty times; the losses need them.
#pragma once

#if defined(__SSE__)
#include <xmmintrin.h>
#endif

namespace logitbench::float_network {

#if defined(__SSE__)
inline constexpr unsigned kFlushBits = 0x8040;  // FTZ and DAZ of MXCSR
inline unsigned flush_bits() { return _mm_getcsr() & kFlushBits; }
inline void set_flush_bits(unsigned bits) { _mm_setcsr((_mm_getcsr() & ~kFlushBits) | bits); }
#else
inline constexpr unsigned kFlushBits = 0;
inline unsigned flush_bits() { return 0; }
inline void set_flush_bits(unsigned) {}
#endif

// While it lives, denormals count as zero on this thread. One around the body of each loop of
// kernels: the threads have other work, which needs denormals.
class FlushScope {
 public:
  FlushScope() { set_flush_bits(kFlushBits); }
  ~FlushScope() { set_flush_bits(before_); }
  FlushScope(const FlushScope&) = delete;
  FlushScope& operator=(const FlushScope&) = delete;

 private:
  unsigned before_ = flush_bits();
};

}  // namespace logitbench::float_network
