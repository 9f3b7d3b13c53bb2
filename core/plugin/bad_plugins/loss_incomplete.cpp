#include <logitbench/plugin.h>

extern "C" const logitbench::PluginEntry* logitbench_plugin() {
  static const logitbench::PluginEntry entry{
      sizeof entry, LOGITBENCH_ABI_VERSION, LOGITBENCH_BUILD_TAG, "incomplete", "1.0", nullptr};
  return &entry;
}
