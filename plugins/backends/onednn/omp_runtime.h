// OpenMP, the runtime of Debian's oneDNN, as the one pool of a run.
#pragma once

#include <logitbench/parallel.h>

namespace logitbench::onednn {

class OmpParallel final : public Parallel {
 public:
  explicit OmpParallel(size_t threads) : threads_(threads) {}
  size_t threads() const override { return threads_; }

 protected:
  void run(size_t count, size_t grain, void* context, Call call) override;

 private:
  size_t threads_;
};

// While it lives, oneDNN called from this thread uses `threads` threads, and all of them flush
// denormals. Afterwards this thread is as it was before and the others keep denormals.
class KernelScope {
 public:
  explicit KernelScope(size_t threads);
  ~KernelScope();
  KernelScope(const KernelScope&) = delete;
  KernelScope& operator=(const KernelScope&) = delete;

 private:
  int threads_;
  int threads_before_;
  unsigned flush_before_;
};

}  // namespace logitbench::onednn
