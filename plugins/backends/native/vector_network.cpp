#include "vector_network.h"

#include <float_network/checks.h>

#include <float_network/denormals.h>
#include "gemm.h"

namespace logitbench::native {
namespace {

using float_network::Buffer;
using float_network::RoundedCopy;

// Of whole panels of a product.
Range share_of_panels(size_t columns, size_t part, size_t parts) {
  const size_t width = panel_columns();
  const size_t panels = (columns + width - 1) / width;
  const size_t first = panels * part / parts, last = panels * (part + 1) / parts;
  return {std::min(first * width, columns), std::min(last * width, columns)};
}

}  // namespace

VectorNetwork::VectorNetwork(const NetworkSpec& spec, const CompileOptions& options,
                             RoundedCopy copy)
    : StoredNetwork("native", spec, copy,
                    float_network::DenseLayouts([&](const ParameterBlock& weight) {
                      return ByteInput::layout_of(spec, weight);
                    })),
      input_(spec.input),
      columns_(output_shape(spec).size()),
      max_batch_(options.max_batch),
      team_(std::max<size_t>(options.threads, 1)),
      stages_(stages_of(spec, store_, max_batch_)),
      x_(max_batch_ * input_.size()) {
  if (!stages_.empty())
    byte_input_ = ByteInput::make(input_, stages_.front(), max_batch_, team_.threads(),
                                  copy == RoundedCopy::bfloat16);
  size_t size = 0;
  for (const Stage& stage : stages_) size = std::max(size, scratch_size(stage, max_batch_));
  for (size_t part = 0; part < team_.threads(); ++part) scratch_.emplace_back(size);
}

size_t VectorNetwork::parts_for(size_t work) const {
  return StaticRanges(work, kGrain, team_.threads()).parts;
}

template <class Body>
void VectorNetwork::in_parts(size_t work, Body&& body) {
  const size_t parts = parts_for(work);
  team_.over(parts, 1, [&](size_t first, size_t last) {
    const float_network::FlushScope scope;
    for (size_t part = first; part < last; ++part) body(part, parts);
  });
}

bool VectorNetwork::by_columns(const Stage& stage) const {
  constexpr size_t kCachedWeights = 65536;
  return stage.is_dense() && stage.inputs * stage.outputs > kCachedWeights && team_.threads() > 1;
}

ConstBlock VectorNetwork::input_of(size_t stage) const {
  if (stage == 0) return {x_.data(), input_.size()};
  return stages_[stage - 1].output();
}

ConstBlock VectorNetwork::gradient_of(size_t stage) const {
  const bool given = stage + 1 == stages_.size() && d_logits_.data != nullptr;
  return given ? d_logits_ : ConstBlock(stages_[stage].gradient());
}

void VectorNetwork::widen_weights() {
  for (const Stage& stage : stages_) {
    if (stage.parameters.rounded_weight == nullptr) continue;
    const size_t count = stage.parameters.weight_size;
    in_parts(count, [&](size_t part, size_t parts) {
      const Range mine = share(count, part, parts);
      widen_bfloat16(stage.parameters.rounded_weight + mine.first, mine.size(),
                     stage.widened_weight.data() + mine.first);
    });
  }
}

RealMatrix VectorNetwork::forward(const Batch& batch) {
  float_network::check_batch(backend_, batch, input_, max_batch_);
  rows_ = batch.rows.size();
  widen_weights();
  x_is_there_ = false;
  if (byte_input_ == nullptr || !ByteInput::suits(batch) || !forward_sparse(batch)) {
    gather_(batch, x_.data(), team_);
    x_is_there_ = true;
    if (byte_input_ != nullptr) byte_input_->fetch_weight();
    if (!stages_.empty() && stages_.front().parameters.rounded_weight != nullptr)
      round_in_place(1, rows_ * input_.size(), Block{x_.data(), 0});
    forward_from(0);
  }
  float* logits = stages_.empty() ? x_.data() : stages_.back().y.data();
  return MatrixView<float>{logits, rows_, columns_};
}

bool VectorNetwork::forward_sparse(const Batch& batch) {
  const size_t work = rows_ * stages_.front().work() / 4;
  std::atomic<bool> finite = true;
  byte_input_->begin(batch);
  size_t last = 1;
  while (last < stages_.size() && !by_columns(stages_[last])) ++last;
  in_parts(work, [&](size_t part, size_t parts) {
    const Range rows = share(rows_, part, parts);
    if (!byte_input_->forward_part(batch, part, parts, rows)) finite = false;
    const Stage& stage = stages_.front();
    const Block y = stage.output().at(rows.first, 0);
    if (stage.activation && *stage.activation != ActivationKind::relu)
      activate(*stage.activation, rows.size(), stage.outputs, y, y);
    if (stage.rounds_output) round_in_place(rows.size(), stage.outputs, y);
    forward_rows(1, last, part, rows);
  });
  if (finite) forward_from(last);
  return finite;
}

void VectorNetwork::forward_rows(size_t first_stage, size_t last_stage, size_t part, Range rows) {
  for (size_t s = first_stage; s < last_stage; ++s)
    forward_block(stages_[s], input_of(s), rows, {0, stages_[s].outputs}, scratch(part));
}

void VectorNetwork::forward_from(size_t first) {
  while (first < stages_.size()) {
    const Stage& stage = stages_[first];
    if (by_columns(stage)) {
      in_parts(rows_ * stage.work(), [&](size_t part, size_t parts) {
        forward_block(stage, input_of(first), {0, rows_},
                      share_of_panels(stage.outputs, part, parts), scratch(part));
      });
      ++first;
      continue;
    }
    size_t last = first, work = 0;
    for (; last < stages_.size() && !by_columns(stages_[last]); ++last)
      work += stages_[last].work();
    in_parts(rows_ * work, [&](size_t part, size_t parts) {
      forward_rows(first, last, part, share(rows_, part, parts));
    });
    first = last;
  }
}

void VectorNetwork::backward(const RealMatrix& d_logits) {
  const MatrixView<float> given =
      float_network::check_d_logits(backend_, d_logits, rows_, columns_);
  if (store_.empty()) return;
  d_logits_ = {given.data, columns_};
  const Stage& last = stages_.back();
  const bool copies = last.activation || (stages_.size() == 1 && byte_input_ != nullptr &&
                                          byte_input_->reads_behind_gradient());
  if (copies) {
    in_parts(rows_ * columns_, [&](size_t part, size_t parts) {
      differentiate_activation(last, d_logits_, share(rows_, part, parts), {0, columns_});
    });
    d_logits_ = {};
  }
  backward_to_first();
  weight_gradients();
  d_logits_ = {};
}

// Gradients in front of all stages' activations, down to the first stage that has parameters.
void VectorNetwork::backward_to_first() {
  size_t first = 0;
  while (!stages_[first].is_dense()) ++first;
  size_t s = stages_.size() - 1;
  const auto propagate = [&](size_t stage, size_t part, Range rows, Range columns) {
    backward_block(stages_[stage], gradient_of(stage), stages_[stage - 1], rows, columns,
                   scratch(part));
  };
  while (s > first) {
    if (by_columns(stages_[s])) {
      in_parts(rows_ * stages_[s].work(), [&](size_t part, size_t parts) {
        propagate(s, part, {0, rows_}, share_of_panels(stages_[s].inputs, part, parts));
      });
      --s;
      continue;
    }
    size_t end = s, work = 0;
    for (; end > first && !by_columns(stages_[end]); --end) work += stages_[end].work();
    in_parts(rows_ * work, [&](size_t part, size_t parts) {
      for (size_t stage = s; stage > end; --stage)
        propagate(stage, part, share(rows_, part, parts), {0, stages_[stage].inputs});
    });
    s = end;
  }
}

// Whether the first layer's gradient may leave zeros out. Else its input is converted.
bool VectorNetwork::takes_lists() {
  if (x_is_there_) return false;
  const Stage& stage = stages_.front();
  const ConstBlock d_z = gradient_of(0);
  const bool in_one = d_z.stride == stage.outputs;
  if (in_one ? all_finite(1, rows_ * stage.outputs, d_z) : all_finite(rows_, stage.outputs, d_z))
    return true;
  byte_input_->convert(x_.data());
  x_is_there_ = true;
  return false;
}

void VectorNetwork::weight_gradients() {
  const bool lists = takes_lists();
  size_t work = 0;
  for (const Stage& stage : stages_) work += stage.work();
  in_parts(rows_ * work, [&](size_t part, size_t parts) {
    for (size_t s = 0; s < stages_.size(); ++s) {
      const Stage& stage = stages_[s];
      if (!stage.is_dense()) continue;
      if (part == s % parts)
        sum_rows(rows_, stage.outputs, gradient_of(s), stage.parameters.d_bias);
      if (s == 0 && lists)
        byte_input_->gradient_part(part, parts, gradient_of(0));
      else
        weight_gradient(stage, input_of(s), part, parts);
    }
  });
  if (!lists && byte_input_ != nullptr) byte_input_->store_gradient();
  const size_t summands = parts_for(rows_ * work);
  if (lists && byte_input_->has_second_part())
    in_parts(stages_.front().parameters.weight_size * summands, [&](size_t part, size_t parts) {
      byte_input_->second_gradient_part(part, parts, summands);
    });
}

void VectorNetwork::weight_gradient(const Stage& stage, ConstBlock x, size_t part, size_t parts) {
  const size_t s = static_cast<size_t>(&stage - stages_.data());
  Range inputs{0, stage.inputs}, outputs{0, stage.outputs};
  if (stage.outputs >= parts * panel_columns())
    outputs = share_of_panels(stage.outputs, part, parts);
  else
    inputs = share(stage.inputs, part, parts);
  if (inputs.size() == 0) return;
  weight_gradient_block(stage, x, gradient_of(s), rows_, inputs, outputs, scratch(part));
}

std::unique_ptr<Network> compile_vector_network(const NetworkSpec& spec,
                                                const CompileOptions& options, RoundedCopy copy) {
  return std::make_unique<VectorNetwork>(spec, options, copy);
}

}  // namespace logitbench::native
