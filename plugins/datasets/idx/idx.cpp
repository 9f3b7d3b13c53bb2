// Any four IDX files of unsigned bytes: images of one size, and their labels. Plain or gzipped.
#include <idx_files/image_split.h>

#include <algorithm>
#include <filesystem>
#include <string>

#include <logitbench/error.h>
#include <logitbench/plugin.h>

namespace {

using namespace logitbench;
namespace fs = std::filesystem;

// The file as named, or with .gz where only that is there.
fs::path find(const fs::path& folder, const std::string& name) {
  const fs::path plain = folder / name;
  const fs::path gzipped = folder / (name + ".gz");
  std::error_code error;
  return !fs::exists(plain, error) && fs::exists(gzipped, error) ? gzipped : plain;
}

void require(const fs::path& file, const std::string& parameter) {
  std::error_code error;
  if (!fs::exists(file, error))
    throw DataError("idx: there is neither " + file.string() + " nor " + file.string() +
                    ".gz; name the file by `" + parameter + "`, its folder by `dir`");
}

Dataset load(const Map& parameters, DatasetContext&) {
  const fs::path folder = parameters.text("dir");
  std::error_code error;
  if (!fs::is_directory(folder, error))
    throw DataError("idx: `dir` is " + folder.string() + ", which is not a folder");
  const auto file = [&](const char* parameter) { return find(folder, parameters.text(parameter)); };

  std::optional<size_t> classes;
  if (parameters.has("classes")) classes = static_cast<size_t>(parameters.integer("classes"));
  require(file("train_images"), "train_images");
  require(file("train_labels"), "train_labels");
  Dataset dataset;
  dataset.train = read_image_split(file("train_images"), file("train_labels"), classes);
  const auto& labels = dataset.train.targets.classes;
  dataset.classes =
      classes.value_or(static_cast<size_t>(*std::max_element(labels.begin(), labels.end())) + 1);

  // No test files: no test split. One of the two is a mistake.
  if (fs::exists(file("test_images"), error) || fs::exists(file("test_labels"), error)) {
    require(file("test_images"), "test_images");
    require(file("test_labels"), "test_labels");
    dataset.test = read_image_split(file("test_images"), file("test_labels"), dataset.classes);
    const Shape& train = dataset.train.features.shape;
    const Shape& test = dataset.test->features.shape;
    if (!(train == test))
      throw DataError("idx: training images are " + std::to_string(train.height) + "x" +
                      std::to_string(train.width) + " in " + file("train_images").string() +
                      ", test images " + std::to_string(test.height) + "x" +
                      std::to_string(test.width) + " in " + file("test_images").string() +
                      "; expected one size");
  }
  apply_image_parameters(parameters, dataset);
  return dataset;
}

Schema parameters() {
  Schema schema{
      path("dir", "folder with the files"),
      text("train_images", "file in dir, with or without .gz")
          .by_default("train-images-idx3-ubyte"),
      text("train_labels", "file in dir, with or without .gz")
          .by_default("train-labels-idx1-ubyte"),
      text("test_images", "file in dir, with or without .gz; no test split where both are absent")
          .by_default("t10k-images-idx3-ubyte"),
      text("test_labels", "file in dir, with or without .gz; no test split where both are absent")
          .by_default("t10k-labels-idx1-ubyte"),
      integer("classes", "number of classes; left out: the largest training label plus 1")
          .at_least(1)
          .at_most(256)
          .optional()};
  for (Parameter& parameter : image_parameters()) schema.push_back(std::move(parameter));
  return schema;
}

void enroll(Registry& registry) {
  registry.add(DatasetPlugin{"idx", "any four IDX files of 8-bit images and labels", parameters(),
                             std::nullopt, load});
}

}  // namespace

LOGITBENCH_PLUGIN("idx", "1.0", enroll)
