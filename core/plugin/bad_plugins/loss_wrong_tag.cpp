#include "some_loss.h"

static void enroll(logitbench::Registry& registry) { registry.add(some_loss("wrong_tag")); }

extern "C" const logitbench::PluginEntry* logitbench_plugin() {
  static const logitbench::PluginEntry entry{
      sizeof entry, LOGITBENCH_ABI_VERSION, "othercc-1/libother-2", "wrong_tag", "1.0", enroll};
  return &entry;
}
