#include "plan.h"

#include <algorithm>
#include <string>

#include <logitbench/bfloat16.h>
#include "layer_plan.h"

namespace logitbench::onednn {
namespace {

const char* name_of(const Layer& layer) {
  constexpr const char* names[] = {"dense", "conv2d", "max_pool2d", "activation", "flatten"};
  return names[layer.index()];
}

struct PlannedLayer {
  size_t index;  // into the spec
  size_t size;   // of its output, a row
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

std::vector<PlannedLayer> planned_layers(const NetworkSpec& spec, const ParameterStore& store,
                                         float* gradients) {
  std::vector<PlannedLayer> result;
  Shape in = spec.input;
  for (size_t i = 0; i < spec.layers.size(); ++i) {
    const Layer& layer = spec.layers[i];
    const Shape out = output_shape(layer, in);
    const Fused fused = fused_after(spec, i);
    const size_t index = i;
    const LayerParameters parameters = store.of_layer(i, gradients);
    if (std::holds_alternative<Dense>(layer))
      result.push_back({index, out.size(), plan_dense(in, out, parameters, fused)});
    else if (const auto* conv = std::get_if<Conv2d>(&layer))
      result.push_back({index, out.size(), plan_conv2d(*conv, in, out, parameters, fused)});
    else if (const auto* pool = std::get_if<MaxPool2d>(&layer))
      result.push_back({index, out.size(), plan_max_pool2d(*pool, in, out)});
    else if (const auto* activation = std::get_if<Activation>(&layer))
      result.push_back({index, out.size(), plan_activation(activation->kind, in)});
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

}  // namespace

Plan::Plan(const dnnl::engine& engine, const NetworkSpec& spec, const ParameterStore& parameters,
           const PlanTask& task)
    : rows_(task.rows), columns_(output_shape(spec).size()), stream_(engine) {
  Workshop workshop(engine, rows_, task.type);
  const std::vector<PlannedLayer> layers = planned_layers(spec, parameters, task.gradients);
  const Tensor logits{task.logits, kFloat};
  input_ = workshop.allocate(rows_ * spec.input.size());
  Tensor last = input_;
  for (const auto& [index, size, layer] : layers) {
    const bool ends_here =
        &layer == &layers.back().plan && (task.type == kFloat || layer->writes_floats());
    const Tensor dst = ends_here ? logits : workshop.allocate(rows_ * size);
    for_layer(spec, index, [&] { layer->forward(workshop, last, dst); });
    last = dst;
  }
  if (last.data != logits.data) {
    const auto wrapped = [&](const Tensor& tensor) {
      const auto count = static_cast<dnnl::memory::dim>(rows_ * columns_);
      return workshop.wrap(Desc({count}, tensor.type, dnnl::memory::format_tag::a), tensor.data);
    };
    workshop.reorder(Pass::forward, wrapped(last), wrapped(logits));
  }

  d_logits_ = workshop.allocate(rows_ * columns_);
  // No gradient is wanted in front of the first layer with parameters.
  const size_t first_trained = parameters.empty() ? spec.layers.size() : parameters.first_layer();
  Tensor gradient = d_logits_;
  for (auto planned = layers.rbegin(); planned != layers.rend(); ++planned) {
    if (planned->index < first_trained) break;
    gradient = for_layer(spec, planned->index, [&] {
      return planned->plan->backward(workshop, gradient, planned->index > first_trained);
    });
  }
  workshop.finish(forward_, backward_, buffers_);
}

template <class Body>
void Plan::with_input(const Body& body) const {
  if (input_.type == kFloat)
    body(static_cast<float*>(input_.data));
  else
    body(static_cast<uint16_t*>(input_.data));
}

void Plan::gather_input(const Batch& batch, const Gather& gather, size_t first) {
  with_input([&](auto* numbers) { gather.convert(batch, first, first + rows_, numbers); });
}

void Plan::gather_input(const Batch& batch, Gather& gather, Parallel& parallel) {
  with_input([&](auto* numbers) { gather(batch, numbers, parallel); });
}

void Plan::run(const std::vector<Step>& steps) {
  for (const Step& step : steps) {
    const dnnl_status_t status =
        dnnl_primitive_execute(step.primitive.get(), stream_.get(),
                               static_cast<int>(step.arguments.size()), step.arguments.data());
    if (status != dnnl_success)
      throw Error(ExitCode::runs_failed, "backend onednn: a primitive failed with status " +
                                             std::to_string(static_cast<int>(status)));
  }
  stream_.wait();
}

void Plan::backward(const float* d_logits) {
  const size_t count = rows_ * columns_;
  if (d_logits_.type == kFloat)
    std::copy_n(d_logits, count, static_cast<float*>(d_logits_.data));
  else
    std::transform(d_logits, d_logits + count, static_cast<uint16_t*>(d_logits_.data), to_bfloat16);
  run(backward_);
}

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
