// float32 and bfloat16 through oneDNN, which runs on OpenMP in Debian: so do this backend's loops.
#include <logitbench/plugin.h>

#include "bfloat16_support.h"
#include "network.h"
#include "threads_auto.h"

namespace {

using namespace logitbench;

std::string library() {
  const dnnl_version_t* version = dnnl_version();
  const char* runtime = version->cpu_runtime == DNNL_RUNTIME_OMP   ? "OMP"
                        : version->cpu_runtime == DNNL_RUNTIME_TBB ? "TBB"
                        : version->cpu_runtime == DNNL_RUNTIME_SEQ ? "sequential"
                                                                   : "threadpool";
  return "oneDNN " + std::to_string(version->major) + "." + std::to_string(version->minor) + "." +
         std::to_string(version->patch) + " (" + runtime + ")";
}

std::unique_ptr<Network> compile(const Map& parameters, const NetworkSpec& spec,
                                 const CompileOptions& options) {
  try {
    const auto type = parameters.text("dtype") == "bf16" ? dnnl::memory::data_type::bf16
                                                         : dnnl::memory::data_type::f32;
    if (type != onednn::kFloat) onednn::require_bfloat16();
    return std::make_unique<onednn::OneDnnNetwork>(spec, options,
                                                   onednn::arrange(spec, options, type));
  } catch (const dnnl::error& error) {
    throw Error(ExitCode::runs_failed, std::string("backend onednn: ") + error.message);
  }
}

void enroll(Registry& registry) {
  registry.add(
      BackendPlugin{"onednn", "float32 or bfloat16 on all cores, through oneDNN",
                    Schema{choice("dtype",
                                  "type of activations and of the weights that they meet; "
                                  "parameters, logits and the weights' gradients are float32",
                                  {"f32", "bf16"})
                               .by_default("f32")},
                    library(), compile, onednn::threads_auto});
}

}  // namespace

LOGITBENCH_PLUGIN("onednn", "1.0", enroll)
