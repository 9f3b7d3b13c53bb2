// The layers of a network of vectors in stages: a dense layer with the activation that follows it,
// or an activation alone. What a stage does to a block of its matrices, on the calling thread.
#pragma once

#include <float_network/parameter_store.h>
#include <logitbench/parallel.h>

#include <optional>
#include <vector>

#include "pointwise.h"

namespace logitbench::native {

// [first, last)
struct Range {
  size_t first = 0;
  size_t last = 0;
  size_t size() const { return last - first; }
};

// Of part `part` of `parts`; empty where there are fewer items than parts.
inline Range share(size_t count, size_t part, size_t parts) {
  const StaticRanges ranges(count, 1, parts);
  if (part >= ranges.parts || count == 0) return {count, count};
  const auto [first, last] = ranges.range(part);
  return {first, last};
}

struct Stage {
  size_t inputs = 0;
  size_t outputs = 0;
  std::optional<ActivationKind> activation;
  float_network::LayerParameters parameters;  // none: an activation alone
  bool rounds_output = false;                 // to bfloat16, for the product that follows
  const float* stored_weight = nullptr;       // in the store's layout, rounded or not
  float_network::Buffer widened_weight;       // of the bfloat16 copy
  // As the dense products take them, [inputs][outputs]: the stored ones or, where the store has
  // another layout, the two behind, which ByteInput fills and reads.
  const float* weight = nullptr;
  float* d_weight = nullptr;
  float_network::Buffer canonical_weight;
  float_network::Buffer canonical_gradient;
  float_network::Buffer y;    // outputs [rows][stride]
  float_network::Buffer d_z;  // gradient in front of the activation, as y
  size_t stride = 0;

  bool is_dense() const { return parameters.weight != nullptr; }
  Block output() const { return {y.data(), stride}; }
  Block gradient() const { return {d_z.data(), stride}; }
  size_t work() const { return is_dense() ? inputs * outputs : outputs; }  // of a row
};

// Flatten layers leave no trace. Logits lie without gaps.
std::vector<Stage> stages_of(const NetworkSpec& spec, const float_network::ParameterStore& store,
                             size_t max_batch);

// Floats of scratch that each of the calls below needs at most.
size_t scratch_size(const Stage& stage, size_t max_batch);

// y = f(x W + b)
void forward_block(const Stage& stage, ConstBlock x, Range rows, Range columns, float* scratch);
// d_x = (d_z Wᵀ) · f'(y of the stage before); columns are inputs.
void backward_block(const Stage& stage, ConstBlock d_z, const Stage& before, Range rows,
                    Range columns, float* scratch);
// d_z = d_y · f'(y)
void differentiate_activation(const Stage& stage, ConstBlock d_y, Range rows, Range columns);
// d_weight = xᵀ d_z, for some inputs and outputs of all rows.
void weight_gradient_block(const Stage& stage, ConstBlock x, ConstBlock d_z, size_t rows,
                           Range inputs, Range outputs, float* scratch);

}  // namespace logitbench::native
