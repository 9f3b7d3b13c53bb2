#include "tools/logitbench/export/weights.h"

#include "core/record/safetensors.h"

namespace logitbench {

namespace {

std::vector<size_t> shape_of(const NetworkSpec& spec, const ParameterBlock& block) {
  if (block.bias) return {block.outputs};
  if (const auto* conv = std::get_if<Conv2d>(&spec.layers[block.layer]))
    return {conv->kernel, conv->kernel, block.inputs / (conv->kernel * conv->kernel),
            block.outputs};
  return {block.inputs, block.outputs};
}

}  // namespace

std::string weights_file(const NetworkSpec& spec, Network& network, NamedTexts metadata) {
  std::vector<double> canonical(parameter_count(spec));
  if (canonical.empty()) throw ConfigError("export: the model of this run has no weights");
  network.get_parameters(canonical);
  std::vector<NamedTensor> tensors;
  for (const ParameterBlock& block : parameter_blocks(spec))
    tensors.push_back(
        {"layers." + std::to_string(block.layer + 1) + (block.bias ? ".bias" : ".weight"),
         shape_of(spec, block), std::span(canonical).subspan(block.offset, block.count)});
  const bool single_precision =
      std::holds_alternative<std::span<float>>(network.parameters().front().values);
  metadata.emplace_back("layout",
                        "dense weight [in, out]; conv2d weight [rows, columns, in, out]; images "
                        "flatten as [rows, columns, channels]");
  return safetensors(tensors, single_precision, metadata);
}

}  // namespace logitbench
