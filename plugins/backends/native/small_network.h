// A network of one hidden ReLU layer with few inputs and outputs (the spiral's), whose step takes
// some microseconds: two loops, and nothing else.
#pragma once

#include <float_network/gather.h>
#include <float_network/stored_network.h>

#include <vector>

#include "engines.h"
#include "small_kernels.h"
#include "team.h"

namespace logitbench::native {

// Dense, ReLU, dense, with at most kMostSmallColumns inputs and outputs.
bool is_small(const NetworkSpec& spec);

class SmallNetwork final : public float_network::StoredNetwork {
 public:
  SmallNetwork(const NetworkSpec& spec, const CompileOptions& options);

  RealMatrix forward(const Batch& batch) override;
  void backward(const RealMatrix& d_logits) override;
  Parallel& parallel() override { return team_; }

 private:
  // Calls body(part, first row, last row) on whole blocks of rows, but for the last.
  template <class Body>
  size_t over_rows(Body&& body);

  NetworkSpec spec_;
  size_t max_batch_;
  Team team_;
  float_network::Gather gather_;
  SmallWeights weights_;
  SmallGradients gradients_;
  size_t row_work_;                             // multiplications
  float_network::Buffer x_;                     // [rows][inputs], in whole blocks
  float_network::Buffer logits_;                // [rows][outputs], in whole blocks
  std::vector<float_network::Buffer> scratch_;  // of each part
  std::vector<float*> scratches_;
  size_t rows_ = 0;  // of the last batch; 0 before the first
};

}  // namespace logitbench::native
