// The reference backend's network: a list of layers over arrays of double.
#pragma once

#include <logitbench/network.h>

#include <memory>
#include <vector>

#include "layer.h"
#include "tbb_parallel.h"

namespace logitbench::reference {

class ReferenceNetwork final : public Network {
 public:
  ReferenceNetwork(const NetworkSpec& spec, const CompileOptions& options);

  RealMatrix forward(const Batch& batch) override;
  void backward(const RealMatrix& d_logits) override;
  std::span<const ParameterArray> parameters() override { return arrays_; }
  void set_parameters(std::span<const double> canonical) override;
  void get_parameters(std::span<double> canonical) const override;
  void get_gradients(std::span<double> canonical) const override;
  Parallel& parallel() override { return parallel_; }

 private:
  void gather(const Batch& batch);

  Shape input_;
  size_t columns_;
  size_t max_batch_;
  size_t rows_ = 0;           // of the last forward
  size_t first_trained_ = 0;  // no gradient is needed in front of this layer
  TbbParallel parallel_;
  Values parameters_;  // canonical layout
  Values gradients_;
  std::vector<ParameterArray> arrays_;
  std::vector<std::unique_ptr<ReferenceLayer>> layers_;
  std::vector<size_t> sizes_;   // of a sample in front of each layer, then of the logits
  std::vector<Values> values_;  // what lies in front of each layer, then the logits
  std::vector<Values> d_values_;
};

}  // namespace logitbench::reference
