// A small healthy data set of 8-bit images as four IDX files: three classes, each a bright square
// in a place of its own under noise, rows in no order. Tests plant one fault at a time.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/tests/program.h"

namespace logitbench::end_to_end {

struct TinySplit {
  static constexpr size_t kSide = 6;
  using Image = std::array<uint8_t, kSide * kSide>;
  std::vector<Image> images;
  std::vector<uint8_t> labels;

  void add(uint8_t label, uint32_t& state) {
    Image image{};
    for (size_t i = 0; i < image.size(); ++i) {
      state = state * 1664525U + 1013904223U;
      const size_t column = i % kSide;
      image[i] = static_cast<uint8_t>((state >> 24) / 4 + (column / 2 == label ? 150 : 0));
    }
    images.push_back(image);
    labels.push_back(label);
  }
  void write(const fs::path& images_file, const fs::path& labels_file) const {
    const auto number = [](uint32_t n) {
      return std::string{static_cast<char>(n >> 24), static_cast<char>(n >> 16),
                         static_cast<char>(n >> 8), static_cast<char>(n)};
    };
    const auto rows = static_cast<uint32_t>(labels.size());
    std::string bytes = number(0x803) + number(rows) + number(kSide) + number(kSide);
    for (const Image& image : images) bytes.append(image.begin(), image.end());
    write_file(images_file, bytes);
    write_file(labels_file,
               number(0x801) + number(rows) + std::string(labels.begin(), labels.end()));
  }
};

struct TinyImages {
  TinySplit train, test;

  TinyImages() {
    uint32_t state = 1;
    for (size_t r = 0; r < 300; ++r) train.add(static_cast<uint8_t>((r * 7 + r / 11) % 3), state);
    for (size_t r = 0; r < 96; ++r) test.add(static_cast<uint8_t>((r * 5 + r / 7) % 3), state);
  }
  void write(const fs::path& folder) const {
    train.write(folder / "train-images-idx3-ubyte", folder / "train-labels-idx1-ubyte");
    test.write(folder / "t10k-images-idx3-ubyte", folder / "t10k-labels-idx1-ubyte");
  }
};

}  // namespace logitbench::end_to_end
