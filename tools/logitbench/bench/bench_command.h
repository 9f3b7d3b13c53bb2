// logitbench bench [FILTER]: kernels and training throughput, by Google Benchmark.
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "core/plugin/plugin_host.h"

namespace logitbench {

// The arguments after `bench`. Google Benchmark writes to standard output itself; `out` is for the
// help text. Throws ConfigError for a wrong command line and for a filter that matches nothing,
// ResultsError where --benchmark_out cannot be written. Not thread safe: its registry is one for
// the process.
int bench_command(const std::vector<std::string>& arguments, PluginHost& host, std::ostream& out);

}  // namespace logitbench
