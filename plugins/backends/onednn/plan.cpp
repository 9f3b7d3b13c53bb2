#include "plan.h"

#include <string>

#include "layer_plan.h"

namespace logitbench::onednn {
namespace {

const char* name_of(const Layer& layer) {
  constexpr const char* names[] = {"dense", "conv2d", "max_pool2d", "activation", "flatten"};
  return names[layer.index()];
}

struct PlannedLayer {
  size_t index;  // into the spec
  std::unique_ptr<LayerPlan> plan;
};

// An activation right after a dense or a convolution is done on the way.
Fused fused_after(const NetworkSpec& spec, size_t layer) {
  const bool fuses = std::holds_alternative<Dense>(spec.layers[layer]) ||
                     std::holds_alternative<Conv2d>(spec.layers[layer]);
  if (!fuses || layer + 1 == spec.layers.size()) return std::nullopt;
  const auto* activation = std::get_if<Activation>(&spec.layers[layer + 1]);
  return activation == nullptr ? Fused() : activation->kind;
}

std::vector<PlannedLayer> planned_layers(const NetworkSpec& spec,
                                         const ParameterStore& parameters) {
  std::vector<PlannedLayer> result;
  Shape in = spec.input;
  for (size_t i = 0; i < spec.layers.size(); ++i) {
    const Layer& layer = spec.layers[i];
    const Shape out = output_shape(layer, in);
    const Fused fused = fused_after(spec, i);
    const size_t index = i;
    if (std::holds_alternative<Dense>(layer))
      result.push_back({index, plan_dense(in, out, parameters.of_layer(i), fused)});
    else if (const auto* conv = std::get_if<Conv2d>(&layer))
      result.push_back({index, plan_conv2d(*conv, in, out, parameters.of_layer(i), fused)});
    else if (const auto* pool = std::get_if<MaxPool2d>(&layer))
      result.push_back({index, plan_max_pool2d(*pool, in, out)});
    else if (const auto* activation = std::get_if<Activation>(&layer))
      result.push_back({index, plan_activation(activation->kind, in)});
    if (fused) ++i;
    in = out;
  }
  return result;
}

// Runs `body` and says of which layer oneDNN's complaint is.
template <class Body>
auto for_layer(const NetworkSpec& spec, size_t index, const Body& body) {
  try {
    return body();
  } catch (const dnnl::error& error) {
    const std::string message = "backend onednn: layer " + std::to_string(index + 1) + " (" +
                                name_of(spec.layers[index]) + "): " + error.message;
    if (error.status == dnnl_unimplemented || error.status == dnnl_invalid_arguments)
      throw ConfigError(message);
    throw Error(ExitCode::runs_failed, message);
  }
}

void run(const std::vector<Step>& steps, dnnl::stream& stream) {
  for (const Step& step : steps) {
    const dnnl_status_t status =
        dnnl_primitive_execute(step.primitive.get(), stream.get(),
                               static_cast<int>(step.arguments.size()), step.arguments.data());
    if (status != dnnl_success)
      throw Error(ExitCode::runs_failed, "backend onednn: a primitive failed with status " +
                                             std::to_string(static_cast<int>(status)));
  }
  stream.wait();
}

}  // namespace

Plan::Plan(const dnnl::engine& engine, const NetworkSpec& spec, const ParameterStore& parameters,
           size_t rows) {
  Workshop workshop(engine, rows);
  const std::vector<PlannedLayer> layers = planned_layers(spec, parameters);
  input_ = workshop.allocate(rows * spec.input.size());
  logits_ = input_;
  for (const auto& [index, layer] : layers)
    logits_ = for_layer(spec, index, [&] { return layer->forward(workshop, logits_); });

  const size_t columns = output_shape(spec).size();
  d_logits_ = workshop.allocate(rows * columns);
  // No gradient is wanted in front of the first layer with parameters.
  const size_t first_trained = parameters.empty() ? spec.layers.size() : parameters.first_layer();
  float* gradient = d_logits_;
  for (auto planned = layers.rbegin(); planned != layers.rend(); ++planned) {
    if (planned->index < first_trained) break;
    gradient = for_layer(spec, planned->index, [&] {
      return planned->plan->backward(workshop, gradient, planned->index > first_trained);
    });
  }
  workshop.finish(forward_, backward_, buffers_);
}

void Plan::forward(dnnl::stream& stream) const { run(forward_, stream); }
void Plan::backward(dnnl::stream& stream) const { run(backward_, stream); }

std::vector<std::string> Plan::implementations() const {
  std::vector<std::string> names;
  for (const std::vector<Step>* steps : {&forward_, &backward_})
    for (const Step& step : *steps) {
      const char* name = nullptr;
      const_dnnl_primitive_desc_t desc = step.primitive.get_primitive_desc();
      dnnl::error::wrap_c_api(dnnl_primitive_desc_query(desc, dnnl_query_impl_info_str, 0, &name),
                              "no name of an implementation");
      names.emplace_back(name);
    }
  return names;
}

}  // namespace logitbench::onednn
