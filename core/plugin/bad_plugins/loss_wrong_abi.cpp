#include "some_loss.h"

static void enroll(logitbench::Registry& registry) { registry.add(some_loss("wrong_abi")); }

extern "C" const logitbench::PluginEntry* logitbench_plugin() {
  static const logitbench::PluginEntry entry{
      sizeof entry, 9999, LOGITBENCH_BUILD_TAG, "wrong_abi", "1.0", enroll};
  return &entry;
}
