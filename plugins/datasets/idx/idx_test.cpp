#include <algorithm>

#include <logitbench_testing/gzip.h>
#include <logitbench_testing/temporary_folder.h>

#include "plugins/datasets/testing/idx_bytes.h"
#include "plugins/datasets/testing/load_dataset.h"

namespace logitbench::testing {
namespace {

constexpr const char* kImages = "train-images-idx3-ubyte";
constexpr const char* kLabels = "train-labels-idx1-ubyte";
constexpr const char* kTestImages = "t10k-images-idx3-ubyte";
constexpr const char* kTestLabels = "t10k-labels-idx1-ubyte";

class Idx : public ::testing::Test {
 protected:
  Idx() {
    write_text(folder.path() / kImages, idx_images(3, 2, 5));
    write_text(folder.path() / kLabels, idx_labels({2, 0, 1}));
  }
  Dataset load(const Map& extra = {}) {
    Map given = extra;
    given.set("dir", folder.path().string());
    return load_dataset("idx", given);
  }
  std::string refusal(const Map& extra = {}) {
    return error_of(ExitCode::data_unusable, [&] { load(extra); });
  }

  TemporaryFolder folder;
};

TEST_F(Idx, ReadsImagesThatAreNotSquare) {
  const Dataset data = load();
  EXPECT_EQ(data.classes, 3u);
  EXPECT_EQ(data.train.features.shape, (Shape{1, 2, 5}));
  EXPECT_EQ(data.train.features.rows, 3u);
  EXPECT_EQ(data.train.targets.classes, (std::vector<int32_t>{2, 0, 1}));
  const auto& pixels = std::get<std::vector<uint8_t>>(data.train.features.values);
  ASSERT_EQ(pixels.size(), 30u);
  EXPECT_EQ(pixels[10], 1);
  EXPECT_EQ(pixels[29], 11);
  EXPECT_FALSE(data.test) << "neither test file is there";
}

TEST_F(Idx, ReadsGzippedFilesByNameAndByContent) {
  write_text(folder.path() / (std::string(kImages) + ".gz"), gzip(idx_images(3, 2, 5)));
  std::filesystem::remove(folder.path() / kImages);
  write_text(folder.path() / kLabels,
             gzip(idx_labels({2, 0, 1})));  // gzipped, though the name says plain
  const Dataset data = load();
  EXPECT_EQ(data.train.features.rows, 3u);
  EXPECT_EQ(data.train.targets.classes, (std::vector<int32_t>{2, 0, 1}));
}

TEST_F(Idx, ReadsMoreThanOneGzipPieceOfPixels) {
  write_text(folder.path() / kImages, gzip(idx_images(3, 1000, 1001)));
  const Dataset data = load();
  const auto& pixels = std::get<std::vector<uint8_t>>(data.train.features.values);
  ASSERT_EQ(pixels.size(), 3u * 1000 * 1001);
  EXPECT_EQ(pixels.back(), (2 + 1000 * 1001 - 1) % 256);
}

TEST_F(Idx, ReadsATestSplitAndChecksIt) {
  write_text(folder.path() / kTestImages, idx_images(2, 2, 5));
  EXPECT_NE(refusal().find(std::string("neither ") + (folder.path() / kTestLabels).string()),
            std::string::npos);
  write_text(folder.path() / kTestLabels, idx_labels({1, 2}));
  EXPECT_EQ(load().test->features.rows, 2u);
  EXPECT_EQ(load(map_with({{"limit", 1}})).test->features.rows, 2u);

  write_text(folder.path() / kTestLabels, idx_labels({1, 3}));
  EXPECT_NE(refusal().find("label 3 of image 1 (counted from 0) is not below the 3 classes"),
            std::string::npos);
  write_text(folder.path() / kTestLabels, idx_labels({1, 2}));
  write_text(folder.path() / kTestImages, idx_images(2, 5, 2));
  EXPECT_NE(refusal().find("training images are 2x5"), std::string::npos);
}

TEST_F(Idx, TakesFileNamesAndClasses) {
  std::filesystem::rename(folder.path() / kImages, folder.path() / "pictures");
  const Dataset data = load(map_with({{"train_images", "pictures"}, {"classes", 7}}));
  EXPECT_EQ(data.classes, 7u);
  EXPECT_NE(refusal(map_with({{"train_images", "pictures"}, {"classes", 2}}))
                .find("label 2 of image 0 (counted from 0) is not below the 2 classes"),
            std::string::npos);
  EXPECT_NE(refusal().find("name the file by `train_images`"), std::string::npos);
}

TEST_F(Idx, RefusesWhatIsNoFile) {
  std::filesystem::remove(folder.path() / kImages);
  std::filesystem::create_directory(folder.path() / kImages);
  EXPECT_NE(refusal().find("not a regular file"), std::string::npos);
  EXPECT_NE(
      error_of(ExitCode::data_unusable,
               [&] {
                 load_dataset("idx", map_with({{"dir", (folder.path() / "absent").string()}}));
               })
          .find("not a folder"),
      std::string::npos);
}

struct Damage {
  const char* name;
  std::string images;
  const char* message;
};

class IdxDamage : public Idx, public ::testing::WithParamInterface<Damage> {};

TEST_P(IdxDamage, IsRefusedWithFileAndReason) {
  for (const bool gzipped : {false, true}) {
    write_text(folder.path() / kImages, gzipped ? gzip(GetParam().images) : GetParam().images);
    const std::string message = refusal();
    EXPECT_TRUE(message.starts_with((folder.path() / kImages).string())) << message;
    EXPECT_NE(message.find(GetParam().message), std::string::npos)
        << message << (gzipped ? " (gzipped)" : "");
  }
}

const std::string kWhole = idx_images(3, 2, 5);

INSTANTIATE_TEST_SUITE_P(
    Each, IdxDamage,
    ::testing::Values(
        Damage{"Empty", "", "the content ends after 0 bytes"},
        Damage{"EndsInMagic", kWhole.substr(0, 3), "the content ends after 3 bytes"},
        Damage{"EndsInHeader", kWhole.substr(0, 10), "the content ends inside the header"},
        Damage{"Truncated", kWhole.substr(0, kWhole.size() - 1), "truncated"},
        Damage{"WrongMagic", "\x89PNG" + kWhole.substr(4), "starts with 89 50 4e 47"},
        Damage{"Floats", idx_header(0x0d, {3, 2, 5}), "type 0x0d"},
        Damage{"Labels", idx_labels({1, 2, 3}), "has 1 dimensions; expected an IDX file of images"},
        Damage{"NoImages", idx_header(8, {0, 2, 5}), "a size in the header is 0"},
        Damage{"NoPixels", idx_header(8, {3, 0, 5}), "a size in the header is 0"},
        Damage{"TrailingBytes", kWhole + "x", "bytes follow after the 30"},
        Damage{"LabelsDoNotMatch", idx_images(4, 2, 5), "holds 4 images"},
        Damage{"AsksForTwoToThe40", idx_header(8, {1u << 20, 1u << 10, 1u << 10}),
               "1048576 x 1024 x 1024, which is 1099511627776 bytes"},
        Damage{"AsksForMoreThan64Bits", idx_header(8, {~0u, ~0u, ~0u}), "more than 2^64"},
        // 2^32 · 2^31 · 2 = 2^64 would come out as 0 in 64 bits.
        Damage{"WrapsToNothing", idx_header(8, {1u << 31, 1u << 31, 4}), "more than 2^64"}),
    [](const auto& test) { return test.param.name; });

TEST_F(Idx, RefusesADamagedGzipStream) {
  // Incompressible, so that every byte of the stream counts.
  std::string images = idx_header(8, {3, 100, 100});
  uint32_t state = 1;
  for (int i = 0; i < 30'000; ++i)
    images += static_cast<char>((state = state * 1664525 + 1013904223) >> 24);
  const std::string whole = gzip(images);
  write_text(folder.path() / kImages, whole);
  EXPECT_EQ(load().train.features.rows, 3u);

  write_text(folder.path() / kImages, whole.substr(0, whole.size() / 2));
  EXPECT_NE(refusal().find("the gzip stream ends too early"), std::string::npos);
  std::string damaged = whole;
  damaged[whole.size() - 6] ^= 1;  // in the checksum
  write_text(folder.path() / kImages, damaged);
  EXPECT_NE(refusal().find("the gzip stream is damaged"), std::string::npos);
  damaged = whole;
  damaged[3] = '\x1f';  // reserved flags
  write_text(folder.path() / kImages, damaged);
  EXPECT_NE(refusal().find("the gzip stream is damaged"), std::string::npos);
}

// Whatever the bytes of a file, the answer is data that agrees with itself or a DataError.
TEST_F(Idx, SurvivesMutatedFiles) {
  uint32_t state = 20240607;
  const auto random = [&](size_t end) {
    state = state * 1664525 + 1013904223;
    return (state >> 8) % end;
  };
  constexpr size_t kRounds = 1000;
  size_t refused = 0, read = 0;
  for (size_t round = 0; round < kRounds; ++round) {
    const bool labels = round % 3 == 0;
    std::string bytes = labels ? idx_labels({2, 0, 1}) : idx_images(3, 2, 5);
    const size_t header_bytes = labels ? 8 : 16;
    if (round % 5 == 0) bytes = gzip(bytes);
    for (size_t i = random(3) + 1; i > 0; --i)
      bytes[random(std::min(header_bytes, bytes.size()))] =
          static_cast<char>(random(4) == 0 ? random(256) : random(4));
    if (random(8) == 0) bytes.resize(random(bytes.size()) + 1);
    write_text(folder.path() / kImages, labels ? idx_images(3, 2, 5) : bytes);
    write_text(folder.path() / kLabels, labels ? bytes : idx_labels({2, 0, 1}));
    const std::string message = error_of(ExitCode::data_unusable, [&] {
      const Dataset data = load();
      EXPECT_EQ(std::get<std::vector<uint8_t>>(data.train.features.values).size(),
                data.train.features.rows * data.train.features.shape.size());
      EXPECT_EQ(data.train.targets.classes.size(), data.train.features.rows);
      ++read;
    });
    if (!message.empty()) ++refused;
  }
  EXPECT_EQ(read + refused, kRounds);
  EXPECT_GT(refused, kRounds / 3) << "the mutations should reach the checks";
  EXPECT_GT(read, 10u) << "and some should be harmless";
}

}  // namespace
}  // namespace logitbench::testing
