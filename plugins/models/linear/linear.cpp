// Linear classifier: logits = x · W + b, images flattened. Notebook 004.
#include <logitbench/plugin.h>

namespace {

using namespace logitbench;

void enroll(Registry& registry) {
  registry.add(ModelPlugin{"linear", "logits = x W + b", Schema{},
                           [](const Map&, Shape, size_t columns) -> std::vector<Layer> {
                             return {Flatten{}, Dense{columns}};
                           }});
}

}  // namespace

LOGITBENCH_PLUGIN("linear", "1.0", enroll)
