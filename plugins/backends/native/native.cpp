// float32, or float32 on numbers rounded to bfloat16, by kernels of our own, for sizes at which a
// library call costs more than the work: small batches and layers, convolutions of few channels,
// images that are mostly zero. On TBB, whose worker threads a team keeps at hand between the loops
// of a step.
#include <logitbench/plugin.h>
#include <oneapi/tbb/version.h>

#include "engines.h"
#include "small_network.h"
#include "threads_auto.h"

namespace {

using namespace logitbench;

using float_network::RoundedCopy;

std::unique_ptr<Network> compile(const Map& parameters, const NetworkSpec& spec,
                                 const CompileOptions& options) {
  const bool rounds = parameters.text("dtype") == "bf16";
  if (native::is_small(spec) && !rounds)
    return std::make_unique<native::SmallNetwork>(spec, options);
  const RoundedCopy copy = rounds ? RoundedCopy::bfloat16 : RoundedCopy::none;
  return native::has_images(spec) ? native::compile_image_network(spec, options, copy)
                                  : native::compile_vector_network(spec, options, copy);
}

void enroll(Registry& registry) {
  registry.add(BackendPlugin{
      "native",
      "float32 or bfloat16 by kernels of our own, for small layers, few channels and images that "
      "are mostly zero",
      Schema{choice("dtype",
                    "type of all arithmetic; bf16: activations and weights are rounded"
                    " to bfloat16, sums, gradients, parameters and logits stay float",
                    {"f32", "bf16"})
                 .by_default("f32")},
      std::string("TBB ") + TBB_runtime_version(), compile, native::threads_auto});
}

}  // namespace

LOGITBENCH_PLUGIN("native", "1.0", enroll)
