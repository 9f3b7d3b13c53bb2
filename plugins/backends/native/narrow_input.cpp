#include "narrow_input.h"

namespace logitbench::native {

float_network::DenseLayout NarrowInput::layout(const Shape& input, size_t outputs) {
  return {blocked_size(input.size(), outputs),
          [tiles = Tiles(input), outputs](size_t i, size_t output) {
            return blocked_place(tiles.place(i), output, outputs);
          }};
}

void NarrowInput::allocate() {
  blocks_.resize(max_rows_ * block_words_for(stage_.inputs));
  for (float_network::Buffer& gradient : parts_) {
    gradient = float_network::Buffer(stage_.parameters.weight_size);
    gradients_.push_back(gradient.data());
  }
}

void NarrowInput::take_row(const uint8_t* sample, size_t r) {
  copy_row(sample, stage_.inputs, tiles_, row(r), &blocks_[r * block_words_for(stage_.inputs)]);
}

void NarrowInput::multiply_rows(size_t, Range rows) {
  NarrowProduct product;
  product.x = block_rows();
  product.weight = stage_.stored_weight;
  product.bias = stage_.parameters.bias;
  product.columns = stage_.outputs;
  product.relu = stage_.activation == ActivationKind::relu;
  multiply_narrow(product, rows.first, rows.last, stage_.output());
}

void NarrowInput::gradient_part(size_t part, size_t parts, ConstBlock d_z) {
  const Range rows = share(rows_, part, parts);
  if (rows.size() == 0) return;
  narrow_gradient(block_rows(), rows.first, rows.last, d_z, stage_.outputs, parts_[part].data());
}

void NarrowInput::second_gradient_part(size_t part, size_t parts, size_t summands) {
  const size_t size = stage_.parameters.weight_size, blocks = size / kBlockBytes;
  const size_t first = blocks * part / parts * kBlockBytes;
  const size_t last = blocks * (part + 1) / parts * kBlockBytes;
  // Parts without rows have left nothing.
  sum_gradients(block_rows(), gradients_.data(), std::min(summands, rows_), first, last,
                stage_.parameters.d_weight);
}

template <class Visit>
void NarrowInput::for_each_weight(const Visit& visit) const {
  for (size_t i = 0; i < stage_.inputs; ++i) {
    const size_t place = tiles_.place(i);
    for (size_t c = 0; c < stage_.outputs; ++c)
      visit(i * stage_.outputs + c, blocked_place(place, c, stage_.outputs));
  }
}

void NarrowInput::fetch_weight() const {
  float* to = stage_.canonical_weight.data();
  for_each_weight(
      [&](size_t canonical, size_t stored) { to[canonical] = stage_.stored_weight[stored]; });
}

void NarrowInput::store_gradient() const {
  float* to = stage_.parameters.d_weight;
  for_each_weight(
      [&](size_t canonical, size_t stored) { to[stored] = stage_.d_weight[canonical]; });
}

}  // namespace logitbench::native
