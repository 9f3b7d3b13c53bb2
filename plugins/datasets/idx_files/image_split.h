// Splits made of an image file and a label file, and the parameters that image datasets share.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

#include <logitbench/dataset.h>

namespace logitbench {

// Pixels stay 8-bit, [rows][height][width][1]; targets are class indices. Throws DataError for
// files that are damaged or do not match each other, or for a label that is not below `classes`.
Split read_image_split(const std::filesystem::path& images, const std::filesystem::path& labels,
                       std::optional<size_t> classes);

// The rows whose label is `label`, in the order in which they stand in `from`, with a label of
// their own.
struct Selected {
  int32_t label = 0;
  int32_t becomes = 0;
};
Split select_rows(const Split& from, std::initializer_list<Selected> selection);

// `scale` and `limit`.
Schema image_parameters();
// Applies them: divisor 255 or 1 for both splits; the first `limit` rows of the training split.
void apply_image_parameters(const Map& parameters, Dataset& dataset);

}  // namespace logitbench
