// MNIST's threes and sevens, the MNIST_SAMPLE of notebook 004: first all threes, then all sevens,
// each in file order. Label 1 is three, 0 is seven. 12,396 training rows, 2,038 test rows.
#include <idx_files/image_split.h>
#include <idx_files/mnist_files.h>

#include <logitbench/error.h>
#include <logitbench/plugin.h>

namespace {

using namespace logitbench;

Split threes_then_sevens(const Split& all) {
  Split chosen = select_rows(all, {{3, 1}, {7, 0}});
  if (chosen.features.rows == 0)
    throw DataError("mnist37: the files hold no image of a three or a seven");
  return chosen;
}

Dataset load(const Map& parameters, DatasetContext& context) {
  const Dataset all = read_mnist(context.data_folder);
  Dataset dataset;
  dataset.classes = 2;
  dataset.train = threes_then_sevens(all.train);
  dataset.test = threes_then_sevens(*all.test);
  apply_image_parameters(parameters, dataset);
  return dataset;
}

Schema parameters() {
  Schema schema = mnist_parameters();
  for (Parameter& parameter : schema)
    if (parameter.name == "limit")
      parameter.description += "; the first 6,131 are all threes, so fewer hold one class";
  return schema;
}

void enroll(Registry& registry) {
  registry.add(DatasetPlugin{"mnist37", "MNIST's threes (label 1), then its sevens (label 0)",
                             parameters(), mnist_source(), load});
}

}  // namespace

LOGITBENCH_PLUGIN("mnist37", "1.0", enroll)
