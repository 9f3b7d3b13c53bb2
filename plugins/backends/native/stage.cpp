#include "stage.h"

#include <algorithm>

#include "gemm.h"

namespace logitbench::native {
namespace {

using float_network::Buffer;
using float_network::kLineFloats;

// Whole cache lines, and not a multiple of the size of a page: rows would fall on each other in
// the cache.
size_t stride_of(size_t width) {
  constexpr size_t kPageFloats = 1024;
  const size_t lines = (width + kLineFloats - 1) / kLineFloats * kLineFloats;
  return lines % kPageFloats == 0 ? lines + kLineFloats : lines;
}

bool is_relu(const Stage& stage) { return stage.activation == ActivationKind::relu; }

}  // namespace

std::vector<Stage> stages_of(const NetworkSpec& spec, const float_network::ParameterStore& store,
                             size_t max_batch) {
  std::vector<Stage> stages;
  Shape shape = spec.input;
  for (size_t i = 0; i < spec.layers.size(); ++i) {
    const Shape next = output_shape(spec.layers[i], shape);
    const auto* activation = std::get_if<Activation>(&spec.layers[i]);
    const bool joins = activation != nullptr && !stages.empty() && !stages.back().activation;
    if (joins) {
      stages.back().activation = activation->kind;
    } else if (!std::holds_alternative<Flatten>(spec.layers[i])) {
      Stage& stage = stages.emplace_back();
      stage.inputs = shape.size();
      stage.outputs = next.size();
      if (activation != nullptr) stage.activation = activation->kind;
      stage.parameters = store.of_layer(i);
    }
    shape = next;
  }
  for (Stage& stage : stages) {
    const bool last = &stage == &stages.back();
    const bool rounded = stage.parameters.rounded_weight != nullptr;
    stage.stride = last ? stage.outputs : stride_of(stage.outputs);
    stage.y = Buffer(max_batch * stage.stride + kLineFloats);
    stage.d_z = Buffer(max_batch * stage.stride + kLineFloats);
    stage.stored_weight = stage.parameters.weight;
    if (rounded) {
      stage.widened_weight = Buffer(stage.parameters.weight_size + kLineFloats);
      stage.stored_weight = stage.widened_weight.data();
    }
    stage.weight = stage.stored_weight;
    stage.d_weight = stage.parameters.d_weight;
    if (stage.parameters.transposed) {
      stage.canonical_weight = Buffer(stage.inputs * stage.outputs + kLineFloats);
      stage.canonical_gradient = Buffer(stage.inputs * stage.outputs);
      stage.weight = stage.canonical_weight.data();
      stage.d_weight = stage.canonical_gradient.data();
    }
    if (!last) stage.rounds_output = (&stage)[1].parameters.rounded_weight != nullptr;
  }
  return stages;
}

size_t scratch_size(const Stage& stage, size_t max_batch) {
  if (!stage.is_dense()) return 0;
  return std::max({packed_size(stage.inputs, stage.outputs),
                   packed_size(stage.outputs, stage.inputs),
                   packed_size(max_batch, stage.outputs)});
}

void forward_block(const Stage& stage, ConstBlock x, Range rows, Range columns, float* scratch) {
  const Block y = stage.output().at(rows.first, columns.first);
  if (stage.is_dense()) {
    pack(stage.weight + columns.first, stage.outputs, stage.inputs, columns.size(), scratch);
    Product product;
    product.rows = rows.size();
    product.columns = columns.size();
    product.depth = stage.inputs;
    product.a = x.at(rows.first, 0).data;
    product.a_row = x.stride;
    product.panels = scratch;
    product.bias = stage.parameters.bias + columns.first;
    product.c = y.data;
    product.c_row = y.stride;
    product.finish = is_relu(stage) ? Product::Finish::relu : Product::Finish::none;
    multiply(product);
    if (stage.activation && !is_relu(stage))
      activate(*stage.activation, rows.size(), columns.size(), y, y);
  } else {
    activate(*stage.activation, rows.size(), columns.size(), x.at(rows.first, columns.first), y);
  }
  if (stage.rounds_output) round_in_place(rows.size(), columns.size(), y);
}

void differentiate_activation(const Stage& stage, ConstBlock d_y, Range rows, Range columns) {
  const Block d_z = stage.gradient().at(rows.first, columns.first);
  d_y = d_y.at(rows.first, columns.first);
  if (stage.activation)
    multiply_by_slope(*stage.activation, rows.size(), columns.size(),
                      stage.output().at(rows.first, columns.first), d_y, d_z);
  else if (d_y.data != d_z.data)
    copy_block(rows.size(), columns.size(), d_y, d_z);
}

void backward_block(const Stage& stage, ConstBlock d_z, const Stage& before, Range rows,
                    Range columns, float* scratch) {
  if (!stage.is_dense()) return differentiate_activation(before, d_z, rows, columns);
  pack_transposed(stage.weight + columns.first * stage.outputs, stage.outputs, stage.outputs,
                  columns.size(), scratch);
  const Block d_x = before.gradient().at(rows.first, columns.first);
  Product product;
  product.rows = rows.size();
  product.columns = columns.size();
  product.depth = stage.outputs;
  product.a = d_z.at(rows.first, 0).data;
  product.a_row = d_z.stride;
  product.panels = scratch;
  product.c = d_x.data;
  product.c_row = d_x.stride;
  if (is_relu(before)) {
    const Block y = before.output().at(rows.first, columns.first);
    product.finish = Product::Finish::relu_slope;
    product.y = y.data;
    product.y_row = y.stride;
  }
  multiply(product);
  if (!is_relu(before)) differentiate_activation(before, before.gradient(), rows, columns);
}

void weight_gradient_block(const Stage& stage, ConstBlock x, ConstBlock d_z, size_t rows,
                           Range inputs, Range outputs, float* scratch) {
  pack(d_z.at(0, outputs.first).data, d_z.stride, rows, outputs.size(), scratch);
  Product product;
  product.rows = inputs.size();
  product.columns = outputs.size();
  product.depth = rows;
  product.a = x.at(0, inputs.first).data;
  product.a_row = 1;
  product.a_depth = x.stride;
  product.panels = scratch;
  product.c = stage.d_weight + inputs.first * stage.outputs + outputs.first;
  product.c_row = stage.outputs;
  multiply(product);
}

}  // namespace logitbench::native
