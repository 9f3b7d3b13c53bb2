// The yardstick: every layer in double and in plain loops. Slow, and the same on every machine with
// the same libm, whatever the number of threads.
#include <logitbench/plugin.h>
#include <oneapi/tbb/version.h>

#include "network.h"

namespace {

using namespace logitbench;

void enroll(Registry& registry) {
  registry.add(
      BackendPlugin{"reference", "double precision in plain loops, the yardstick",
                    Schema{choice("dtype", "type of all arithmetic", {"f64"}).by_default("f64")},
                    std::string("TBB ") + TBB_runtime_version(),
                    [](const Map&, const NetworkSpec& spec, const CompileOptions& options) {
                      return std::make_unique<reference::ReferenceNetwork>(spec, options);
                    }});
}

}  // namespace

LOGITBENCH_PLUGIN("reference", "1.0", enroll)
