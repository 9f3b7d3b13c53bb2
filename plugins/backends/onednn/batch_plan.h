// A network for one number of rows, on all threads: either one plan, whose primitives share their
// work out, or a plan for each thread, which has its part of the rows and runs oneDNN alone.
#pragma once

#include "arrangement.h"
#include "omp_runtime.h"
#include "plan.h"

namespace logitbench::onednn {

class BatchPlan {
 public:
  // `gradients`: arrays of store.size() numbers, the first of them the store's own. With one there
  // is one plan, with more the rows are split over as many threads.
  BatchPlan(const dnnl::engine& engine, const NetworkSpec& spec, const ParameterStore& store,
            const std::vector<float*>& gradients, const Arrangement& arrangement, size_t rows);

  float* logits() const { return logits_.data(); }  // [rows][columns]
  void forward(const Batch& batch, Gather& gather, OmpParallel& parallel);
  void backward(const float* d_logits, OmpParallel& parallel);  // from [rows][columns]
  std::vector<std::string> implementations() const;             // Plan's, of all parts

 private:
  // That a primitive may use: rows that are split have the others.
  size_t kernel_threads(size_t threads) const { return gradients_.size() == 1 ? threads : 1; }

  size_t columns_;
  size_t gradient_count_;
  std::vector<float*> gradients_;
  StaticRanges ranges_;  // of the rows
  Buffer logits_;
  std::vector<std::unique_ptr<Plan>> parts_;
};

}  // namespace logitbench::onednn
