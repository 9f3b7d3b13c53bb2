// Makes the bytes of IDX files for tests.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <vector>

namespace logitbench::testing {

inline std::string idx_header(uint8_t type, std::initializer_list<uint32_t> dimensions) {
  std::string bytes{'\0', '\0', static_cast<char>(type), static_cast<char>(dimensions.size())};
  for (uint32_t dimension : dimensions)
    for (int shift : {24, 16, 8, 0}) bytes += static_cast<char>(dimension >> shift & 255);
  return bytes;
}

// Pixel p of image i is (i + p) mod 256.
inline std::string idx_images(uint32_t rows, uint32_t height, uint32_t width) {
  std::string bytes = idx_header(8, {rows, height, width});
  for (uint32_t i = 0; i < rows; ++i)
    for (uint32_t p = 0; p < height * width; ++p) bytes += static_cast<char>((i + p) & 255);
  return bytes;
}

inline std::string idx_labels(const std::vector<uint8_t>& labels) {
  std::string bytes = idx_header(8, {static_cast<uint32_t>(labels.size())});
  for (uint8_t label : labels) bytes += static_cast<char>(label);
  return bytes;
}

}  // namespace logitbench::testing
