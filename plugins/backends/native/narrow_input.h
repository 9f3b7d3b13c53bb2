// The first layer on images that are mostly zero, where it has few outputs: blocks of zeros are
// left out, the bytes of a block lie in the lanes of a register.
#pragma once

#include "byte_input.h"
#include "narrow.h"

namespace logitbench::native {

class NarrowInput final : public ByteInput {
 public:
  NarrowInput(const Stage& stage, size_t max_batch, size_t max_parts, bool rounded)
      : ByteInput(stage, max_batch, rounded), parts_(max_parts) {}

  // Each part sums over its own rows, in its own memory: what a core has written costs another
  // core more to read than the sums take.
  void gradient_part(size_t part, size_t parts, ConstBlock d_z) override;
  bool reads_behind_gradient() const override { return has_spare_columns(stage_.outputs); }
  bool has_second_part() const override { return true; }
  void second_gradient_part(size_t part, size_t parts) override;

 private:
  struct Part {
    float_network::Buffer weight;    // [outputs][row_bytes]
    float_network::Buffer gradient;  // likewise
  };

  void allocate() override;
  void take_row(const uint8_t* sample, size_t r) override;
  void prepare_part(size_t part) override;
  void multiply_rows(size_t part, Range rows) override;
  size_t rows_at_a_time() const override { return 4; }
  BlockRows block_rows() const {
    return {bytes_.data(), blocks_.data(), row_bytes_, scale_.divisor(), rounded_};
  }

  std::vector<Part> parts_;
  std::vector<uint64_t> blocks_;
  std::vector<const float*> gradients_;  // of the parts
};

}  // namespace logitbench::native
