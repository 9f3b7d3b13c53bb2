// A struct of an older host: nothing behind its size may be read.
#include <cstdint>

extern "C" const uint32_t* logitbench_plugin() {
  static const uint32_t size_alone = sizeof(uint32_t);
  return &size_alone;
}
