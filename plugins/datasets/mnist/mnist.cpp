// MNIST (LeCun, Cortes, Burges): 60,000 and 10,000 images of 28x28, in file order.
#include <idx_files/image_split.h>
#include <idx_files/mnist_files.h>

#include <logitbench/plugin.h>

namespace {

using namespace logitbench;

Dataset load(const Map& parameters, DatasetContext& context) {
  Dataset dataset = read_mnist(context.data_folder);
  apply_image_parameters(parameters, dataset);
  return dataset;
}

void enroll(Registry& registry) {
  registry.add(DatasetPlugin{"mnist", "MNIST: handwritten digits, 60,000 and 10,000 of 28x28",
                             mnist_parameters(), mnist_source(), load});
}

}  // namespace

LOGITBENCH_PLUGIN("mnist", "1.0", enroll)
