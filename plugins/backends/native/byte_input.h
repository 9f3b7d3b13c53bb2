// The first layer of a network on images that are mostly zero bytes, without the zeros: what the
// ways to do it have in common. They work in parts, a thread each.
#pragma once

#include <float_network/gather.h>

#include <memory>
#include <vector>

#include "stage.h"

namespace logitbench::native {

class ByteInput {
 public:
  // Whether the samples of a batch are bytes and most of them zero, told by its first rows.
  static bool suits(const Batch& batch);
  // How a weight is to be stored for `make`.
  static float_network::DenseLayout layout_of(const NetworkSpec& spec,
                                              const ParameterBlock& weight);
  // For the first layer of a network; null where it gains nothing. `rounded`: quotients and weights
  // to bfloat16.
  static std::unique_ptr<ByteInput> make(const Shape& input, const Stage& stage, size_t max_batch,
                                         size_t max_parts, bool rounded);
  virtual ~ByteInput() = default;

  // Before the parts of a forward pass.
  void begin(const Batch& batch);
  // y = f(x W + b) for some rows, whose bytes are kept; f if it is relu. False where a weight of
  // this part's share is not finite: then a product with zeros is not zero.
  bool forward_part(const Batch& batch, size_t part, size_t parts, Range rows);
  // d_weight = xᵀ d_z, all parts of the first call before any of the second, which may have other
  // parts and is told how many the first had. d_z is finite, and readable up to 15 floats behind
  // its end where `reads_behind_gradient`.
  virtual void gradient_part(size_t part, size_t parts, ConstBlock d_z) = 0;
  virtual bool reads_behind_gradient() const { return true; }
  virtual bool has_second_part() const { return false; }
  virtual void second_gradient_part(size_t, size_t, size_t) {}

  // For the dense products: the samples of the last batch, the stage's canonical weight where the
  // stored one is in another layout, and their gradient to the stored layout.
  void convert(float* x) const;
  virtual void fetch_weight() const {}
  virtual void store_gradient() const {}

 protected:
  ByteInput(const Stage& stage, size_t max_batch, bool rounded);
  virtual void allocate() = 0;
  // Where in a row the byte of input i is.
  virtual size_t place(size_t i) const { return i; }
  // Copies the bytes of a sample to row r, in the order of the subclass.
  virtual void take_row(const uint8_t* sample, size_t r) = 0;
  virtual void multiply_rows(size_t part, Range rows) = 0;
  // That are taken before they are multiplied: few, and the next ones arrive meanwhile.
  virtual size_t rows_at_a_time() const { return max_rows_; }

  uint8_t* row(size_t r) { return &bytes_[r * row_bytes_]; }

  const Stage& stage_;
  const bool rounded_;
  const size_t row_bytes_;  // padded to whole groups of kGroupBytes
  const size_t max_rows_;   // likewise
  size_t rows_ = 0;         // of the last batch
  size_t padded_rows_ = 0;  // likewise, with rows of zeros
  float_network::ByteScale scale_{1.0f};
  std::vector<uint8_t> bytes_;  // [rows][row_bytes]
};

}  // namespace logitbench::native
