#include <logitbench/error.h>

#include "engines.h"

namespace logitbench::native {

std::unique_ptr<Network> compile_vector_network(const NetworkSpec&, const CompileOptions&) {
  throw ConfigError("backend native: no dense layers yet");
}

}  // namespace logitbench::native
