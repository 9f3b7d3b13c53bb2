// float32 by kernels of our own, for sizes at which a library call costs more than the work: small
// batches and layers, convolutions of few channels, images that are mostly zero. On TBB, whose
// worker threads a team keeps at hand between the loops of a step.
#include <logitbench/plugin.h>
#include <oneapi/tbb/version.h>

#include "engines.h"
#include "small_network.h"

namespace {

using namespace logitbench;

std::unique_ptr<Network> compile(const Map&, const NetworkSpec& spec,
                                 const CompileOptions& options) {
  if (native::is_small(spec)) return std::make_unique<native::SmallNetwork>(spec, options);
  return native::has_images(spec) ? native::compile_image_network(spec, options)
                                  : native::compile_vector_network(spec, options);
}

void enroll(Registry& registry) {
  registry.add(
      BackendPlugin{"native", "float32 by kernels of our own, for small layers and batches",
                    Schema{choice("dtype", "type of all arithmetic", {"f32"}).by_default("f32")},
                    std::string("TBB ") + TBB_runtime_version(), compile});
}

}  // namespace

LOGITBENCH_PLUGIN("native", "1.0", enroll)
