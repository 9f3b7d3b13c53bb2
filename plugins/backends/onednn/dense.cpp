// Weights stay in the canonical [in][out]: with oneDNN's own formats the reorders cost more than
// the kernels win.
#include "layer_plan.h"

namespace logitbench::onednn {
namespace {

using Tag = dnnl::memory::format_tag;
constexpr dnnl::memory::data_type kFloat = dnnl::memory::data_type::f32;

class DensePlan final : public LayerPlan {
 public:
  DensePlan(size_t inputs, size_t outputs, const LayerParameters& parameters, Fused fused)
      : inputs_(inputs), outputs_(outputs), parameters_(parameters), fused_(fused) {}

  float* forward(Workshop& workshop, float* src) override {
    const DenseDescs descs = descs_for(workshop);
    const auto desc = dense_forward(workshop.engine(), descs, with_activation(workshop, fused_));
    src_ = src;
    dst_ = workshop.allocate(workshop.rows() * outputs_);
    workshop.add(Pass::forward, desc, DenseForward(desc),
                 {{DNNL_ARG_SRC, workshop.wrap(descs.src, src)},
                  {DNNL_ARG_WEIGHTS, workshop.wrap(descs.weights, parameters_.weight)},
                  {DNNL_ARG_BIAS, workshop.wrap(descs.bias, parameters_.bias)},
                  {DNNL_ARG_DST, workshop.wrap(descs.dst, dst_)}});
    return dst_;
  }

  float* backward(Workshop& workshop, float* diff_dst, bool wants_diff_src) override {
    if (fused_) add_activation_backward(workshop, *fused_, outputs_, dst_, diff_dst);
    const DenseDescs descs = descs_for(workshop);
    const auto hint = dense_forward(workshop.engine(), descs, workshop.attributes());
    const dnnl::memory gradient = workshop.wrap(descs.dst, diff_dst);
    const auto weights_desc =
        dense_backward_weights(workshop.engine(), descs, workshop.attributes(), hint);
    workshop.add(Pass::backward, weights_desc, DenseBackwardWeights(weights_desc),
                 {{DNNL_ARG_SRC, workshop.wrap(descs.src, src_)},
                  {DNNL_ARG_DIFF_DST, gradient},
                  {DNNL_ARG_DIFF_WEIGHTS, workshop.wrap(descs.weights, parameters_.d_weight)},
                  {DNNL_ARG_DIFF_BIAS, workshop.wrap(descs.bias, parameters_.d_bias)}});
    if (!wants_diff_src) return nullptr;
    const auto data_desc =
        dense_backward_data(workshop.engine(), descs, workshop.attributes(), hint);
    float* diff_src = workshop.next_gradient(workshop.rows() * inputs_);
    workshop.add(Pass::backward, data_desc, DenseBackwardData(data_desc),
                 {{DNNL_ARG_DIFF_DST, gradient},
                  {DNNL_ARG_WEIGHTS, workshop.wrap(descs.weights, parameters_.weight)},
                  {DNNL_ARG_DIFF_SRC, workshop.wrap(descs.src, diff_src)}});
    return diff_src;
  }

 private:
  DenseDescs descs_for(const Workshop& workshop) const {
    const auto rows = static_cast<dnnl::memory::dim>(workshop.rows());
    const auto in = static_cast<dnnl::memory::dim>(inputs_);
    const auto out = static_cast<dnnl::memory::dim>(outputs_);
    return {Desc({rows, in}, kFloat, Tag::ab), Desc({out, in}, kFloat, Tag::ba),
            Desc({out}, kFloat, Tag::a), Desc({rows, out}, kFloat, Tag::ab)};
  }

  size_t inputs_;
  size_t outputs_;
  LayerParameters parameters_;
  Fused fused_;
  float* src_ = nullptr;
  float* dst_ = nullptr;
};

}  // namespace

std::unique_ptr<LayerPlan> plan_dense(const Shape& in, const Shape& out,
                                      const LayerParameters& parameters, Fused fused) {
  return std::make_unique<DensePlan>(in.size(), out.size(), parameters, fused);
}

}  // namespace logitbench::onednn
