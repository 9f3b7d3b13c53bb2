// MNIST's four files: where they come from and how they become splits. `mnist` and `mnist37` share
// them, and with them the cache's folder. SHA-256 and sizes are those of the canonical IDX files.
#pragma once

#include <filesystem>

#include <logitbench/dataset.h>

namespace logitbench {

DataSource mnist_source();

// image_parameters, and `dir`: a folder of the user's, which the host looks into instead of the
// cache.
Schema mnist_parameters();

// All ten classes, in file order. Throws DataError.
Dataset read_mnist(const std::filesystem::path& folder);

}  // namespace logitbench
