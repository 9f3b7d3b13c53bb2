#include "image_split.h"

#include <algorithm>
#include <limits>
#include <string>

#include <logitbench/error.h>

#include "idx_file.h"

namespace logitbench {

Split read_image_split(const std::filesystem::path& images, const std::filesystem::path& labels,
                       std::optional<size_t> classes) {
  IdxImages read = read_idx_images(images);
  const std::vector<uint8_t> read_labels = read_idx_labels(labels);
  if (read.rows != read_labels.size())
    throw DataError(images.string() + " holds " + std::to_string(read.rows) + " images, " +
                    labels.string() + " " + std::to_string(read_labels.size()) +
                    " labels; expected as many of one as of the other");
  if (classes)
    for (size_t r = 0; r < read_labels.size(); ++r)
      if (read_labels[r] >= *classes)
        throw LabelError(labels.string() + ": label " + std::to_string(read_labels[r]) +
                        " of image " + std::to_string(r) + " (counted from 0) is not below the " +
                        std::to_string(*classes) + " classes");
  Split split;
  split.features.shape = {1, read.height, read.width};
  split.features.rows = read.rows;
  split.features.values = std::move(read.pixels);
  split.targets.classes.assign(read_labels.begin(), read_labels.end());
  return split;
}

Split select_rows(const Split& from, std::initializer_list<Selected> selection) {
  const auto& pixels = std::get<std::vector<uint8_t>>(from.features.values);
  const size_t size = from.features.shape.size();
  Split split;
  split.features.shape = from.features.shape;
  split.features.divisor = from.features.divisor;
  std::vector<uint8_t> chosen;
  for (const Selected& selected : selection)
    for (size_t r = 0; r < from.features.rows; ++r)
      if (from.targets.classes[r] == selected.label) {
        const auto image = pixels.begin() + static_cast<ptrdiff_t>(r * size);
        chosen.insert(chosen.end(), image, image + static_cast<ptrdiff_t>(size));
        split.targets.classes.push_back(selected.becomes);
      }
  split.features.rows = split.targets.classes.size();
  split.features.values = std::move(chosen);
  return split;
}

Schema image_parameters() {
  return {
      choice("scale", "pixel range: unit divides by 255, raw leaves 0 to 255", {"unit", "raw"})
          .by_default("unit"),
      integer("limit",
              "train on the first N rows only, in the dataset's order; the test split stays whole")
          .at_least(1)
          .at_most(std::numeric_limits<uint32_t>::max())
          .measured_in("rows")
          .optional()};
}

void apply_image_parameters(const Map& parameters, Dataset& dataset) {
  const double divisor = parameters.text("scale") == "unit" ? 255.0 : 1.0;
  dataset.train.features.divisor = divisor;
  if (dataset.test) dataset.test->features.divisor = divisor;
  if (!parameters.has("limit")) return;
  Features& features = dataset.train.features;
  features.rows = std::min(features.rows, static_cast<size_t>(parameters.integer("limit")));
  auto& pixels = std::get<std::vector<uint8_t>>(features.values);
  pixels.resize(features.rows * features.shape.size());
  pixels.shrink_to_fit();
  dataset.train.targets.classes.resize(features.rows);
}

}  // namespace logitbench
