// The first layer on images that are mostly zero, by lists of the bytes that are not.
#pragma once

#include "byte_input.h"
#include "sparse.h"

namespace logitbench::native {

class SparseInput final : public ByteInput {
 public:
  SparseInput(const Stage& stage, size_t max_batch, size_t max_parts, bool rounded)
      : ByteInput(stage, max_batch, rounded), parts_(max_parts) {}

  // Each part has some of the inputs, and all rows.
  void gradient_part(size_t part, size_t parts, ConstBlock d_z) override;

 private:
  struct Lists {
    Lists() = default;
    Lists(size_t rows, size_t row_bytes);
    std::vector<uint32_t> offsets;
    std::vector<float> values;
    std::vector<uint32_t> begins;  // [rows][groups of a row + 1]
  };
  struct Part {
    std::vector<uint8_t> transposed;  // a group of inputs of all rows
    Lists lists;                      // of these
  };

  void allocate() override;
  void take_row(const uint8_t* sample, size_t r) override;
  void multiply_rows(size_t part, Range rows) override;
  // Lists one row at its place, or where the row before it ends.
  void list(const uint8_t* bytes, size_t row_bytes, size_t step, Lists& to, size_t row,
            uint32_t first_entry);
  Range groups_of(size_t part, size_t parts) const;
  void gradient_of_group(size_t group, Part& part, ConstBlock d_z);

  Lists lists_;  // of the batch's rows
  std::vector<Part> parts_;
};

}  // namespace logitbench::native
