// Images stay [h][w][c] (nhwc) throughout. Weights are kept in the canonical [k][k][in][out]
// (hwio), for which oneDNN has only its GEMM-based convolutions, five times slower; they are
// reordered at each use into the format that the direct kernels pick. They are small.
#include "layer_plan.h"

namespace logitbench::onednn {
namespace {

using Tag = dnnl::memory::format_tag;
using Dim = dnnl::memory::dim;
constexpr dnnl::memory::data_type kFloat = dnnl::memory::data_type::f32;

Dim dim(size_t size) { return static_cast<Dim>(size); }

class Conv2dPlan final : public LayerPlan {
 public:
  Conv2dPlan(const Conv2d& conv, const Shape& in, const Shape& out,
             const LayerParameters& parameters, Fused fused)
      : kernel_(dim(conv.kernel)),
        padding_(dim(conv_padding(conv))),
        in_(in),
        out_(out),
        parameters_(parameters),
        fused_(fused) {}

  float* forward(Workshop& workshop, float* src) override {
    const ConvDescs descs = descs_for(workshop);
    const auto desc = conv_forward(workshop.engine(), descs, with_activation(workshop, fused_));
    src_ = src;
    dst_ = workshop.allocate(workshop.rows() * out_.size());
    const dnnl::memory weights = workshop.reordered(
        Pass::forward, workshop.wrap(canonical_weights(), parameters_.weight), desc.weights_desc());
    workshop.add(Pass::forward, desc, ConvForward(desc),
                 {{DNNL_ARG_SRC, workshop.wrap(descs.src, src)},
                  {DNNL_ARG_WEIGHTS, weights},
                  {DNNL_ARG_BIAS, workshop.wrap(descs.bias, parameters_.bias)},
                  {DNNL_ARG_DST, workshop.wrap(descs.dst, dst_)}});
    return dst_;
  }

  float* backward(Workshop& workshop, float* diff_dst, bool wants_diff_src) override {
    if (fused_) add_activation_backward(workshop, *fused_, out_.size(), dst_, diff_dst);
    const ConvDescs descs = descs_for(workshop);
    const auto hint = conv_forward(workshop.engine(), descs, workshop.attributes());
    const dnnl::memory gradient = workshop.wrap(descs.dst, diff_dst);
    add_backward_weights(workshop, descs, hint, gradient);
    if (!wants_diff_src) return nullptr;
    const auto desc = conv_backward_data(workshop.engine(), descs, workshop.attributes(), hint);
    const dnnl::memory weights =
        workshop.reordered(Pass::backward, workshop.wrap(canonical_weights(), parameters_.weight),
                           desc.weights_desc());
    float* diff_src = workshop.next_gradient(workshop.rows() * in_.size());
    workshop.add(Pass::backward, desc, ConvBackwardData(desc),
                 {{DNNL_ARG_DIFF_DST, gradient},
                  {DNNL_ARG_WEIGHTS, weights},
                  {DNNL_ARG_DIFF_SRC, workshop.wrap(descs.src, diff_src)}});
    return diff_src;
  }

 private:
  void add_backward_weights(Workshop& workshop, const ConvDescs& descs,
                            const ConvForward::primitive_desc& hint, const dnnl::memory& gradient) {
    const auto desc = conv_backward_weights(workshop.engine(), descs, workshop.attributes(), hint);
    const dnnl::memory canonical = workshop.wrap(canonical_weights(), parameters_.d_weight);
    const bool plain = desc.diff_weights_desc() == canonical.get_desc();
    const dnnl::memory d_weights = plain ? canonical : workshop.allocate(desc.diff_weights_desc());
    workshop.add(Pass::backward, desc, ConvBackwardWeights(desc),
                 {{DNNL_ARG_SRC, workshop.wrap(descs.src, src_)},
                  {DNNL_ARG_DIFF_DST, gradient},
                  {DNNL_ARG_DIFF_WEIGHTS, d_weights},
                  {DNNL_ARG_DIFF_BIAS, workshop.wrap(descs.bias, parameters_.d_bias)}});
    if (!plain) workshop.reorder(Pass::backward, d_weights, canonical);
  }

  Dims weight_dims() const { return {dim(out_.channels), dim(in_.channels), kernel_, kernel_}; }
  Desc canonical_weights() const { return Desc(weight_dims(), kFloat, Tag::hwio); }

  ConvDescs descs_for(const Workshop& workshop) const {
    const auto images = [&](const Shape& shape) {
      return Desc({dim(workshop.rows()), dim(shape.channels), dim(shape.height), dim(shape.width)},
                  kFloat, Tag::nhwc);
    };
    return {images(in_),
            Desc(weight_dims(), kFloat, Tag::any),
            Desc({dim(out_.channels)}, kFloat, Tag::a),
            images(out_),
            {padding_, padding_}};
  }

  Dim kernel_;
  Dim padding_;
  Shape in_;
  Shape out_;
  LayerParameters parameters_;
  Fused fused_;
  float* src_ = nullptr;
  float* dst_ = nullptr;
};

}  // namespace

std::unique_ptr<LayerPlan> plan_conv2d(const Conv2d& conv, const Shape& in, const Shape& out,
                                       const LayerParameters& parameters, Fused fused) {
  return std::make_unique<Conv2dPlan>(conv, in, out, parameters, fused);
}

}  // namespace logitbench::onednn
