#include "arrangement.h"

namespace logitbench::onednn {

Arrangement arrange(const NetworkSpec& spec, const CompileOptions& options, DataType type) {
  Arrangement result;
  result.type = type;
  result.threads = std::max<size_t>(options.threads, 1);
  result.split_rows = parameter_count(spec) <= 500'000;
  const size_t rows = result.split_rows ? options.max_batch / result.threads : options.max_batch;
  result.transposed = [type, rows](const ParameterBlock& weight) {
    if (weight.inputs < 16) return false;
    return type != kFloat || weight.outputs <= 64 || rows >= 128;
  };
  return result;
}

}  // namespace logitbench::onednn
