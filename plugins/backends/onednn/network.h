// A network compiled for oneDNN: one plan for full batches, one more for each other size that is
// announced, or comes.
#pragma once

#include <logitbench/network.h>

#include <map>
#include <memory>

#include <float_network/gather.h>
#include <float_network/parameter_store.h>
#include "batch_plan.h"

namespace logitbench::onednn {

using namespace float_network;

class OneDnnNetwork final : public Network {
 public:
  OneDnnNetwork(const NetworkSpec& spec, const CompileOptions& options,
                const Arrangement& arrangement);

  RealMatrix forward(const Batch& batch) override;
  void backward(const RealMatrix& d_logits) override;
  std::span<const ParameterArray> parameters() override { return store_.arrays(); }
  void set_parameters(std::span<const double> canonical) override { store_.set(canonical); }
  void get_parameters(std::span<double> canonical) const override { store_.get(canonical); }
  void get_gradients(std::span<double> canonical) const override {
    store_.get_gradients(canonical);
  }
  Parallel& parallel() override { return parallel_; }

 private:
  BatchPlan& plan_for(size_t rows);

  NetworkSpec spec_;
  size_t columns_;
  size_t max_batch_;
  Arrangement arrangement_;
  OmpParallel parallel_;
  ParameterStore store_;
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
