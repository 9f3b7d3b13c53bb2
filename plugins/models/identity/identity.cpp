// No network: the samples themselves are the logits (or the probabilities). Notebooks 001 to 003.
#include <logitbench/plugin.h>

namespace {

using namespace logitbench;

void enroll(Registry& registry) {
  registry.add(ModelPlugin{"identity", "the samples are the logits; nothing is trained", Schema{},
                           [](const Map&, Shape, size_t) { return std::vector<Layer>{}; }});
}

}  // namespace

LOGITBENCH_PLUGIN("identity", "1.0", enroll)
