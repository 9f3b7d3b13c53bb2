#include "layer_plan.h"

namespace logitbench::onednn {
namespace {

using Algorithm = dnnl::algorithm;

// The variants whose derivative is taken from the output: the input need not be kept.
Algorithm algorithm_of(ActivationKind kind) {
  switch (kind) {
    case ActivationKind::relu:
      return Algorithm::eltwise_relu_use_dst_for_bwd;
    case ActivationKind::sigmoid:
      return Algorithm::eltwise_logistic_use_dst_for_bwd;
    case ActivationKind::tanh:
      return Algorithm::eltwise_tanh_use_dst_for_bwd;
  }
  throw ConfigError("backend onednn: unknown activation");
}

Desc desc_of(const Workshop& workshop, size_t size) {
  return Desc(
      {static_cast<dnnl::memory::dim>(workshop.rows()), static_cast<dnnl::memory::dim>(size)},
      workshop.type(), dnnl::memory::format_tag::ab);
}

class ActivationPlan final : public LayerPlan {
 public:
  ActivationPlan(ActivationKind kind, size_t size) : kind_(kind), size_(size) {}

  void forward(Workshop& workshop, Tensor src, Tensor dst) override {
    const Desc data = desc_of(workshop, size_);
    dst_ = dst;
    const auto desc =
        eltwise_forward(workshop.engine(), algorithm_of(kind_), data, workshop.attributes());
    workshop.add(Pass::forward, desc, EltwiseForward(desc),
                 {{DNNL_ARG_SRC, workshop.wrap(data, src.data)},
                  {DNNL_ARG_DST, workshop.wrap(data, dst.data)}});
  }

  Tensor backward(Workshop& workshop, Tensor diff_dst, bool wants_diff_src) override {
    if (!wants_diff_src) return {};
    add_activation_backward(workshop, kind_, size_, dst_, diff_dst);
    return diff_dst;
  }

 private:
  ActivationKind kind_;
  size_t size_;
  Tensor dst_;
};

}  // namespace

dnnl::primitive_attr with_activation(const Workshop& workshop, Fused fused) {
  dnnl::primitive_attr attr = workshop.attributes();
  if (!fused) return attr;
  dnnl::post_ops ops;
  append_eltwise(ops, algorithm_of(*fused));
  attr.set_post_ops(ops);
  return attr;
}

void add_activation_backward(Workshop& workshop, ActivationKind kind, size_t size, Tensor dst,
                             Tensor diff) {
  const Desc data = desc_of(workshop, size);
  const Algorithm algorithm = algorithm_of(kind);
  const auto hint = eltwise_forward(workshop.engine(), algorithm, data, workshop.attributes());
  const auto desc =
      eltwise_backward(workshop.engine(), algorithm, data, workshop.attributes(), hint);
  const dnnl::memory gradient = workshop.wrap(data, diff.data);
  workshop.add(Pass::backward, desc, EltwiseBackward(desc),
               {{DNNL_ARG_DST, workshop.wrap(data, dst.data)},
                {DNNL_ARG_DIFF_DST, gradient},
                {DNNL_ARG_DIFF_SRC, gradient}});
}

std::unique_ptr<LayerPlan> plan_activation(ActivationKind kind, const Shape& shape) {
  return std::make_unique<ActivationPlan>(kind, shape.size());
}

}  // namespace logitbench::onednn
