// The first layer on images that are mostly zero, where it has few outputs: blocks of zeros are
// left out, the bytes of a block lie in the lanes of a register. Weight and gradient are stored in
// blocks (narrow.h), the inputs in the order of the tiles.
#pragma once

#include "byte_input.h"
#include "narrow.h"
#include "sparse.h"
#include "tiles.h"

namespace logitbench::native {

class NarrowInput final : public ByteInput {
 public:
  static bool suits(size_t inputs, size_t outputs) {
    return inputs >= kGroupBytes && outputs <= kNarrowColumns;
  }
  static float_network::DenseLayout layout(const Shape& input, size_t outputs);

  NarrowInput(const Shape& input, const Stage& stage, size_t max_batch, size_t max_parts,
              bool rounded)
      : ByteInput(stage, max_batch, rounded), tiles_(input), parts_(max_parts) {}

  // Each part sums over its own rows, in its own memory: what a core has written costs another
  // core more to read than the sums take.
  void gradient_part(size_t part, size_t parts, ConstBlock d_z) override;
  bool reads_behind_gradient() const override { return false; }
  bool has_second_part() const override { return true; }
  void second_gradient_part(size_t part, size_t parts, size_t summands) override;

  void fetch_weight() const override;
  void store_gradient() const override;

 private:
  void allocate() override;
  void take_row(const uint8_t* sample, size_t r) override;
  void multiply_rows(size_t part, Range rows) override;
  size_t rows_at_a_time() const override { return 4; }
  size_t place(size_t i) const override { return tiles_.place(i); }
  // Calls visit(canonical place, stored place) for each weight.
  template <class Visit>
  void for_each_weight(const Visit& visit) const;
  BlockRows block_rows() const {
    return {bytes_.data(), blocks_.data(), row_bytes_, stage_.inputs, scale_.divisor(), rounded_};
  }

  Tiles tiles_;
  std::vector<float_network::Buffer> parts_;  // gradients
  std::vector<const float*> gradients_;       // likewise
  std::vector<uint64_t> blocks_;
};

}  // namespace logitbench::native
