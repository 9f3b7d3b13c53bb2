#include "core/record/safetensors.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <stdexcept>

#include "core/record/value_json.h"

namespace logitbench {
namespace {

struct Parts {
  Json header;
  std::string numbers;
};
Parts parts_of(const std::string& file) {
  uint64_t length = 0;
  std::memcpy(&length, file.data(), sizeof length);
  EXPECT_EQ(length % 8, 0u);
  return {Json::parse(file.substr(8, length)), file.substr(8 + length)};
}

const std::vector<double> kWeight = {1.5, -2.5, std::nan(""), 4, 5, 6};
const std::vector<double> kBias = {0.1f, 7};

TEST(Safetensors, SaysWhereEachTensorLies) {
  const auto [header, numbers] = parts_of(safetensors(
      {{"layers.1.weight", {3, 2}, kWeight}, {"layers.1.bias", {2}, kBias}}, true, {{"a", "b"}}));
  EXPECT_EQ(header["__metadata__"], Json({{"a", "b"}}));
  EXPECT_EQ(header["layers.1.weight"],
            Json({{"dtype", "F32"}, {"shape", {3, 2}}, {"data_offsets", {0, 24}}}));
  EXPECT_EQ(header["layers.1.bias"],
            Json({{"dtype", "F32"}, {"shape", {2}}, {"data_offsets", {24, 32}}}));
  ASSERT_EQ(numbers.size(), 32u);
  float values[8];
  std::memcpy(values, numbers.data(), sizeof values);
  EXPECT_EQ(values[1], -2.5f);
  EXPECT_TRUE(std::isnan(values[2]));
  EXPECT_EQ(values[6], 0.1f);
}

TEST(Safetensors, KeepsDoublesWhole) {
  const std::vector<double> value = {0.1};
  const auto [header, numbers] = parts_of(safetensors({{"w", {1}, value}}, false, {}));
  EXPECT_EQ(header["w"]["dtype"], "F64");
  double read = 0;
  ASSERT_EQ(numbers.size(), sizeof read);
  std::memcpy(&read, numbers.data(), sizeof read);
  EXPECT_EQ(read, 0.1);
}

TEST(Safetensors, RefusesWhatDoesNotFit) {
  EXPECT_THROW(safetensors({{"w", {2, 2}, kWeight}}, true, {}), std::logic_error);
  EXPECT_THROW(safetensors({{"w", {2}, kBias}, {"w", {2}, kBias}}, true, {}), std::logic_error);
}

}  // namespace
}  // namespace logitbench
