// A Parallel for tests: one thread, but as many chunks as asked for, the last one first. What
// depends on the order of chunks, or on where they are cut, shows without any luck with timing.
#pragma once

#include <logitbench/parallel.h>

#include <algorithm>

namespace logitbench::testing {

class ChunkedParallel final : public Parallel {
 public:
  explicit ChunkedParallel(size_t chunks) : chunks_(chunks) {}
  size_t threads() const override { return chunks_; }

 protected:
  // Ignores the grain: small test data is to be cut too.
  void run(size_t count, size_t, void* context, Call call) override {
    const size_t size = (count + chunks_ - 1) / chunks_;
    for (size_t chunk = chunks_; chunk-- > 0;) {
      const size_t first = std::min(chunk * size, count), last = std::min(first + size, count);
      if (first < last) call(context, first, last);
    }
  }

 private:
  size_t chunks_;
};

}  // namespace logitbench::testing
