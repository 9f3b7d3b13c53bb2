#include "some_loss.h"

static void enroll(logitbench::Registry& registry) { registry.add(some_loss("wrong_abi")); }

extern "C" const logitbench::PluginEntry* logitbench_plugin() {
  static const logitbench::PluginEntry entry{
      sizeof entry, LOGITBENCH_ABI_VERSION + 41, LOGITBENCH_BUILD_TAG, "wrong_abi", "1.0", enroll};
  return &entry;
}
