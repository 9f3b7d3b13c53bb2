// The first layer of a network on images that are mostly zero bytes, without the zeros.
#pragma once

#include <logitbench/views.h>

#include <vector>

#include "sparse.h"
#include "stage.h"

namespace logitbench::native {

// A part of a loop works on its own share of each array; the shares are the same at every call with
// the same batch and number of parts.
class SparseInput {
 public:
  // Whether a first layer may gain by it at all; and whether the samples of a batch are bytes and
  // most of these zero, told by the batch's first rows.
  static bool suits(const Stage& stage, size_t max_batch);
  static bool suits(const Batch& batch);

  SparseInput(const Stage& stage, size_t max_batch, size_t max_parts, bool rounded);

  // Before the parts of a forward pass.
  void begin(const Batch& batch, size_t parts);
  // y = f(x W + b) for some rows; their bytes and lists are kept. False where a weight of this
  // part's share is not finite: then a product with zeros is not zero.
  bool forward_part(const Batch& batch, size_t part, Range rows);
  // d_weight = xᵀ d_z, for this part's share of the inputs. d_z is finite.
  void gradient_part(size_t part, size_t parts, ConstBlock d_z);

  // The samples of the last batch, as the dense products take them.
  void convert(Range rows, float* x) const;

 private:
  struct Lists {
    Lists() = default;
    Lists(size_t rows, size_t row_entries, size_t row_groups)
        : offsets(rows * row_entries),
          values(rows * row_entries),
          begins(rows * (row_groups + 1)) {}
    std::vector<uint32_t> offsets;
    std::vector<float> values;
    std::vector<uint32_t> begins;  // [rows][groups of a row + 1]
  };
  struct Part {
    float_network::Buffer weight;     // narrow: [inputs][kNarrowColumns]
    std::vector<uint8_t> transposed;  // wide: a group of inputs of all rows,
    Lists lists;                      // and its entries
  };

  bool narrow() const { return stage_.outputs <= kNarrowColumns; }
  void allocate();
  void list_bytes(const uint8_t* bytes, size_t groups, size_t step, Lists& to, size_t row,
                  uint32_t first);
  void list_rows(const std::vector<uint8_t>& samples, std::span<const uint32_t> order, Range rows);
  SparseRows rows_of(const Lists& lists, size_t groups) const;
  Range groups_of(size_t part, size_t parts) const;
  void narrow_gradient(Range groups, ConstBlock d_z);
  void wide_gradient(size_t group, Part& part, ConstBlock d_z);

  size_t row_entries() const { return row_bytes_ + kSpareEntries; }
  size_t column_entries() const { return max_batch_ + kSpareEntries; }

  const Stage& stage_;
  bool rounded_;
  size_t groups_;     // of kGroupBytes inputs
  size_t row_bytes_;  // of whole groups
  size_t max_batch_;  // in whole groups
  float_network::ByteScale scale_{1.0f};
  size_t rows_ = 0;
  size_t padded_rows_ = 0;
  std::vector<uint8_t> bytes_;             // the batch [rows][row_bytes]
  Lists lists_;                            // of its rows
  float_network::Buffer padded_gradient_;  // narrow: [inputs][kNarrowColumns]
  std::vector<Part> parts_;
  size_t parts_used_ = 0;  // in the last forward pass
};

}  // namespace logitbench::native
