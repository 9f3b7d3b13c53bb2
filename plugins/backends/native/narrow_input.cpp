#include "narrow_input.h"

#include <logitbench/parallel.h>

namespace logitbench::native {

void NarrowInput::allocate() {
  blocks_.resize(max_rows_ * BlockRows::words_for(row_bytes_));
  for (Part& part : parts_) {
    part.weight = float_network::Buffer(transposed_size(stage_.outputs, row_bytes_));
    part.gradient = float_network::Buffer(transposed_size(stage_.outputs, row_bytes_));
    gradients_.push_back(part.gradient.data());
  }
}

void NarrowInput::take_row(const uint8_t* sample, size_t r) {
  copy_row(sample, stage_.inputs, row(r), &blocks_[r * BlockRows::words_for(row_bytes_)]);
}

void NarrowInput::prepare_part(size_t part) {
  transpose_columns(stage_.weight, stage_.inputs, stage_.outputs, row_bytes_,
                    parts_[part].weight.data());
}

void NarrowInput::multiply_rows(size_t part, Range rows) {
  NarrowProduct product;
  product.x = block_rows();
  product.transposed_weight = parts_[part].weight.data();
  product.bias = stage_.parameters.bias;
  product.columns = stage_.outputs;
  product.relu = stage_.activation == ActivationKind::relu;
  multiply_narrow(product, rows.first, rows.last, stage_.output());
}

void NarrowInput::gradient_part(size_t part, size_t parts, ConstBlock d_z) {
  const Range rows = share(rows_, part, parts);
  if (rows.size() == 0) return;
  narrow_gradient(block_rows(), rows.first, rows.last, d_z, stage_.outputs,
                  parts_[part].gradient.data());
}

void NarrowInput::second_gradient_part(size_t part, size_t parts) {
  const size_t blocks = (stage_.inputs + kBlockBytes - 1) / kBlockBytes;
  const size_t first = blocks * part / parts * kBlockBytes;
  const size_t last = std::min(blocks * (part + 1) / parts * kBlockBytes, stage_.inputs);
  // Parts without rows have left nothing.
  sum_gradients(block_rows(), gradients_.data(), std::min(parts, rows_), first, last,
                stage_.outputs, stage_.parameters.d_weight);
}

}  // namespace logitbench::native
