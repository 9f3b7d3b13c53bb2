#include "bfloat16_support.h"

#include <logitbench/error.h>
#include <oneapi/dnnl/dnnl.hpp>

namespace logitbench::onednn {

void require_bfloat16() {
  // Instruction sets are sets of bits: each has those of the ones that it contains.
  constexpr auto kNeeded = static_cast<unsigned>(dnnl::cpu_isa::avx512_core_bf16);
  const auto usable = static_cast<unsigned>(dnnl::get_effective_cpu_isa());
  if ((usable & kNeeded) == kNeeded) return;
  throw ConfigError(
      "backend onednn: dtype bf16 needs AVX-512 with bfloat16 (AVX512_BF16) or AMX, which this "
      "processor lacks or ONEDNN_MAX_CPU_ISA forbids; use dtype: f32, or backend: native");
}

}  // namespace logitbench::onednn
