// `threads: auto` of this backend (ThreadRule in <logitbench/network.h>).
#pragma once

#include <logitbench/network.h>

namespace logitbench::native {

size_t threads_auto(const Map& parameters, const NetworkSpec& spec, size_t max_batch);

}  // namespace logitbench::native
