// A network of dense layers and activations on a team of threads.
#pragma once

#include <float_network/gather.h>
#include <float_network/stored_network.h>

#include <atomic>

#include "byte_input.h"
#include "engines.h"
#include "stage.h"
#include "team.h"

namespace logitbench::native {

class VectorNetwork final : public float_network::StoredNetwork {
 public:
  VectorNetwork(const NetworkSpec& spec, const CompileOptions& options,
                float_network::RoundedCopy copy);

  RealMatrix forward(const Batch& batch) override;
  void backward(const RealMatrix& d_logits) override;
  Parallel& parallel() override { return team_; }

 private:
  // Calls body(part, parts) for parts of a loop of so many multiplications.
  template <class Body>
  void in_parts(size_t work, Body&& body);
  size_t parts_for(size_t work) const;
  // By columns where the weights do not fit the cache: each thread then has its own columns of
  // them, and all rows. Else by rows, several stages one after the other.
  bool by_columns(const Stage& stage) const;

  void widen_weights();
  bool forward_sparse(const Batch& batch);
  void forward_from(size_t stage);
  void forward_rows(size_t first_stage, size_t last_stage, size_t part, Range rows);
  void backward_to_first();
  void weight_gradients();
  bool takes_lists();
  void weight_gradient(const Stage& stage, ConstBlock x, size_t part, size_t parts);
  ConstBlock input_of(size_t stage) const;
  ConstBlock gradient_of(size_t stage) const;
  float* scratch(size_t part) const { return scratch_[part].data(); }

  Shape input_;
  size_t columns_;
  size_t max_batch_;
  Team team_;
  float_network::Gather gather_;
  std::vector<Stage> stages_;
  std::unique_ptr<ByteInput> byte_input_;
  std::vector<float_network::Buffer> scratch_;  // of each part
  float_network::Buffer x_;                     // samples [rows][input size], where not sparse
  size_t rows_ = 0;                             // of the last batch; 0 before the first
  bool x_is_there_ = false;
  ConstBlock d_logits_;
};

}  // namespace logitbench::native
