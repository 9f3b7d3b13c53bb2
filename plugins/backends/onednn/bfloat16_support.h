// Whether this processor computes in bfloat16, as far as oneDNN may use it.
#pragma once

namespace logitbench::onednn {

// Throws ConfigError where it does not: oneDNN would convert number by number, slower than float32.
void require_bfloat16();

}  // namespace logitbench::onednn
