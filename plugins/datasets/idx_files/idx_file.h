// Reads IDX files of unsigned bytes, plain or gzipped (told by content). The format, as Yann
// LeCun's MNIST page has it, integers big-endian: 0, 0, type (8: unsigned byte), number of
// dimensions, then each dimension in 32 bits, then the data.
//
// Memory grows with what the file holds, never with what its header claims.
// All throw DataError naming the file, what was found and what was expected.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

namespace logitbench {

struct IdxImages {
  size_t rows = 0;
  size_t height = 0;
  size_t width = 0;
  std::vector<uint8_t> pixels;  // [rows][height][width]
};

// At least one image of at least one pixel.
IdxImages read_idx_images(const std::filesystem::path& file);

std::vector<uint8_t> read_idx_labels(const std::filesystem::path& file);

}  // namespace logitbench
