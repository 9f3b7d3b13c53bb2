#include "image_plan.h"

#include <algorithm>

#include "winograd.h"

namespace logitbench::native {
namespace {

bool is_image_layer(const Layer& layer) {
  return std::holds_alternative<Conv2d>(layer) || std::holds_alternative<MaxPool2d>(layer);
}

bool is_trained(const Layer& layer) {
  return std::holds_alternative<Conv2d>(layer) || std::holds_alternative<Dense>(layer);
}

class Planner {
 public:
  Planner(const NetworkSpec& spec, bool rounds) : spec_(spec), rounds_(rounds) {
    plan_.tensors.push_back({{spec.input}});
    Shape shape = spec.input;
    for (size_t i = 0; i < spec.layers.size(); ++i) {
      const Shape next = output_shape(spec.layers[i], shape);
      if (const auto* activation = std::get_if<Activation>(&spec.layers[i]))
        add_activation(i, activation->kind);
      else if (!std::holds_alternative<Flatten>(spec.layers[i]) || needs_copy(i, shape))
        add_step(i, next);
      shape = next;
    }
  }

  ImagePlan result() {
    for (ImageStep& step : plan_.steps) {
      const Layer& layer = spec_.layers[step.layer];
      if (const auto* conv = std::get_if<Conv2d>(&layer)) surround(*conv, step);
      if (std::holds_alternative<MaxPool2d>(layer)) plan_.tensors[step.in].kept = false;
    }
    for (const ImageStep& step : plan_.steps) save_memory(step);
    if (rounds_) round_operands();
    return std::move(plan_);
  }

 private:
  // A dense layer takes its inputs from wherever they lie in an image; another image layer does
  // not.
  bool needs_copy(size_t layer, const Shape& shape) const {
    return shape != Shape{1, 1, shape.size()} &&
           std::any_of(spec_.layers.begin() + static_cast<ptrdiff_t>(layer), spec_.layers.end(),
                       is_image_layer);
  }

  void add_step(size_t layer, const Shape& out) {
    const bool trained = is_trained(spec_.layers[layer]);
    // The other layers hand the activation of their input on.
    const Finish slope = trained ? Finish::plain : plan_.tensors.back().slope;
    plan_.tensors.push_back({{out}, slope});
    const size_t tensor = plan_.tensors.size() - 1;
    plan_.steps.push_back({layer, tensor - 1, tensor, Finish::plain, trained, any_trained_});
    any_trained_ = any_trained_ || trained;
  }

  void add_activation(size_t layer, ActivationKind kind) {
    const bool after_sums = !plan_.steps.empty() && plan_.steps.back().trained;
    if (plan_.tensors.back().slope != Finish::plain) {
      plan_.tensors.push_back({{plan_.tensors.back().geometry.shape}});
      const size_t tensor = plan_.tensors.size() - 1;
      plan_.steps.push_back({layer, tensor - 1, tensor, Finish::plain, false, any_trained_});
    } else if (kind == ActivationKind::relu && after_sums) {
      plan_.steps.back().finish = Finish::relu;
    } else {
      const size_t tensor = plan_.tensors.size() - 1;
      plan_.steps.push_back({layer, tensor, tensor, Finish::plain, false, any_trained_});
    }
    plan_.tensors.back().slope = slope_of(kind);
  }

  // The zeros that a convolution reads around its input, and around the gradient of its output.
  void surround(const Conv2d& conv, const ImageStep& step) {
    const size_t padding = conv_padding(conv), kernel = conv.kernel;
    ImageGeometry& in = plan_.tensors[step.in].geometry;
    ImageGeometry& out = plan_.tensors[step.out].geometry;
    const size_t tile = kernel == 3 ? kGradientTile : 1;  // the larger one of Winograd's
    in.make_room(out.shape, kernel, padding, tile);
    out.make_room(out.shape, 1, 0, tile);
    if (step.wants_dx) out.make_room(in.shape, kernel, kernel - 1 - padding, tile);
  }

  // What a convolution of few channels gives, from an input that is there.
  void save_memory(const ImageStep& step) {
    constexpr size_t kMostProducts = 32;  // of a pixel; a fresh one costs memory time three times
    const auto* conv = std::get_if<Conv2d>(&spec_.layers[step.layer]);
    const ImageTensor& in = plan_.tensors[step.in];
    ImageTensor& out = plan_.tensors[step.out];
    const bool is_last = step.out + 1 == plan_.tensors.size();
    if (conv == nullptr || is_last || !in.kept || !out.kept ||
        conv->kernel * conv->kernel * in.geometry.shape.channels > kMostProducts)
      return;
    out.kept = false;
    out.made_again = true;
  }

  void round_operands() {
    ImageStep* maker = nullptr;  // of the numbers that a step reads; null: they are the input's
    for (ImageStep& step : plan_.steps) {
      const Layer& layer = spec_.layers[step.layer];
      if (step.trained && maker == nullptr) plan_.rounds_input = true;
      if (step.trained && maker != nullptr) maker->finish = rounded(maker->finish);
      if (step.trained || std::holds_alternative<Activation>(layer)) maker = &step;
    }
  }

  const NetworkSpec& spec_;
  const bool rounds_;
  ImagePlan plan_;
  bool any_trained_ = false;
};

}  // namespace

ImagePlan plan_images(const NetworkSpec& spec, bool rounds) {
  return Planner(spec, rounds).result();
}

}  // namespace logitbench::native
