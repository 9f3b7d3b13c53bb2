#include <logitbench/error.h>

#include "engines.h"

namespace logitbench::native {

std::unique_ptr<Network> compile_image_network(const NetworkSpec&, const CompileOptions&) {
  throw ConfigError("backend native: no image layers yet");
}

}  // namespace logitbench::native
