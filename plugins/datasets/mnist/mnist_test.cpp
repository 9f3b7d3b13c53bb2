#include <logitbench_testing/temporary_folder.h>

#include "plugins/datasets/testing/idx_bytes.h"
#include "plugins/datasets/testing/load_dataset.h"

namespace logitbench::testing {
namespace {

// Small files under MNIST's names: the host has checked the real ones by hash before a plugin
// reads.
void write_files(const TemporaryFolder& folder, const std::vector<uint8_t>& train,
                 const std::vector<uint8_t>& test) {
  write_text(folder.path() / "train-images-idx3-ubyte",
             idx_images(static_cast<uint32_t>(train.size()), 2, 3));
  write_text(folder.path() / "train-labels-idx1-ubyte", idx_labels(train));
  write_text(folder.path() / "t10k-images-idx3-ubyte",
             idx_images(static_cast<uint32_t>(test.size()), 2, 3));
  write_text(folder.path() / "t10k-labels-idx1-ubyte", idx_labels(test));
}

TEST(Mnist, KeepsFileOrderAndBytes) {
  const TemporaryFolder folder;
  write_files(folder, {3, 0, 9, 7}, {1});
  const Dataset mnist = load_dataset("mnist", {}, folder.path());
  EXPECT_EQ(mnist.classes, 10u);
  EXPECT_EQ(mnist.train.targets.classes, (std::vector<int32_t>{3, 0, 9, 7}));
  EXPECT_EQ(mnist.train.features.shape, (Shape{1, 2, 3}));
  EXPECT_EQ(mnist.train.features.divisor, 255.0);
  EXPECT_EQ(std::get<std::vector<uint8_t>>(mnist.train.features.values)[7], 2);  // image 1, pixel 1
  ASSERT_TRUE(mnist.test);
  EXPECT_EQ(mnist.test->features.rows, 1u);
  EXPECT_EQ(mnist.test->features.divisor, 255.0);
}

TEST(Mnist, LimitBoundsTheTrainingSplitAlone) {
  const TemporaryFolder folder;
  write_files(folder, {3, 0, 9, 7}, {1, 2, 3});
  const Dataset mnist =
      load_dataset("mnist", map_with({{"limit", 2}, {"scale", "raw"}}), folder.path());
  EXPECT_EQ(mnist.train.features.rows, 2u);
  EXPECT_EQ(mnist.train.targets.classes, (std::vector<int32_t>{3, 0}));
  EXPECT_EQ(std::get<std::vector<uint8_t>>(mnist.train.features.values).size(), 12u);
  EXPECT_EQ(mnist.train.features.divisor, 1.0);
  EXPECT_EQ(mnist.test->features.rows, 3u);
  EXPECT_EQ(mnist.test->features.divisor, 1.0);
  EXPECT_EQ(load_dataset("mnist", map_with({{"limit", 100}}), folder.path()).train.features.rows,
            4u);
}

TEST(Mnist, RefusesALabelThatIsNoDigit) {
  const TemporaryFolder folder;
  write_files(folder, {3, 10}, {1});
  EXPECT_NE(error_of(ExitCode::data_unusable, [&] { load_dataset("mnist", {}, folder.path()); })
                .find("label 10 of image 1"),
            std::string::npos);
}

TEST(Mnist, SharesItsFilesWithMnist37) {
  const DataSource& mnist = dataset_plugin("mnist").source.value();
  const DataSource& mnist37 = dataset_plugin("mnist37").source.value();
  EXPECT_EQ(mnist.name, mnist37.name);
  EXPECT_EQ(mnist.files.size(), 4u);
}

TEST(Mnist37, PutsThreesFirstThenSevensEachInFileOrder) {
  const TemporaryFolder folder;
  write_files(folder, {7, 3, 0, 7, 3, 9}, {7, 7, 3});
  const Dataset mnist37 = load_dataset("mnist37", {}, folder.path());
  EXPECT_EQ(mnist37.classes, 2u);
  EXPECT_EQ(mnist37.train.targets.classes, (std::vector<int32_t>{1, 1, 0, 0}));
  EXPECT_EQ(mnist37.train.features.rows, 4u);
  EXPECT_EQ(mnist37.train.features.divisor, 255.0);
  const auto& pixels = std::get<std::vector<uint8_t>>(mnist37.train.features.values);
  ASSERT_EQ(pixels.size(), 24u);
  // The first pixel of each image is its number in the file.
  EXPECT_EQ(pixels[0], 1);
  EXPECT_EQ(pixels[6], 4);
  EXPECT_EQ(pixels[12], 0);
  EXPECT_EQ(pixels[18], 3);
  EXPECT_EQ(mnist37.test->targets.classes, (std::vector<int32_t>{1, 0, 0}));
}

TEST(Mnist37, LimitTakesTheFirstOfThatOrder) {
  const TemporaryFolder folder;
  write_files(folder, {7, 3, 0, 7, 3, 9}, {7, 7, 3});
  const Dataset mnist37 = load_dataset("mnist37", map_with({{"limit", 3}}), folder.path());
  EXPECT_EQ(mnist37.train.targets.classes, (std::vector<int32_t>{1, 1, 0}));
  EXPECT_EQ(mnist37.test->features.rows, 3u);
}

TEST(Mnist37, RefusesFilesWithoutThreesAndSevens) {
  const TemporaryFolder folder;
  write_files(folder, {1, 2}, {3});
  EXPECT_NE(error_of(ExitCode::data_unusable, [&] { load_dataset("mnist37", {}, folder.path()); }),
            "");
}

}  // namespace
}  // namespace logitbench::testing
