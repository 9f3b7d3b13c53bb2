// A network compiled for oneDNN: one plan for full batches, one more for each other size that is
// announced, or comes.
#pragma once

#include <logitbench/network.h>

#include <map>
#include <memory>

#include <float_network/gather.h>
#include <float_network/stored_network.h>
#include "batch_plan.h"

namespace logitbench::onednn {

using namespace float_network;

class OneDnnNetwork final : public float_network::StoredNetwork {
 public:
  OneDnnNetwork(const NetworkSpec& spec, const CompileOptions& options,
                const Arrangement& arrangement);

  RealMatrix forward(const Batch& batch) override;
  void backward(const RealMatrix& d_logits) override;
  Parallel& parallel() override { return parallel_; }

 private:
  BatchPlan& plan_for(size_t rows);

  NetworkSpec spec_;
  size_t columns_;
  size_t max_batch_;
  Arrangement arrangement_;
  OmpParallel parallel_;
  std::vector<Buffer> part_gradients_;  // of the threads after the first, where rows are split
  std::vector<float*> gradients_;       // the store's, then these
  Gather gather_;
  dnnl::engine engine_;
  // By number of rows. Few: a run has full batches and the last ones of its splits.
  std::map<size_t, std::unique_ptr<BatchPlan>> plans_;
  BatchPlan* current_ = nullptr;  // of the last forward
  size_t rows_ = 0;               // of the last forward
};

}  // namespace logitbench::onednn
