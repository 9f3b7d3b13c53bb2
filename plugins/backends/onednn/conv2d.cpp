// Images stay [h][w][c] (nhwc) throughout. Weights are kept in the canonical [k][k][in][out]
// (hwio), for which oneDNN has only its GEMM-based convolutions, five times slower; they are
// reordered at each use into the format that the direct kernels pick. They are small.
#include "layer_plan.h"

namespace logitbench::onednn {
namespace {

using Tag = dnnl::memory::format_tag;
using Dim = dnnl::memory::dim;

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

  bool writes_floats() const override { return !fused_; }

  void forward(Workshop& workshop, Tensor src, Tensor dst) override {
    const ConvDescs descs = descs_for(workshop, dst.type);
    const auto desc = conv_forward(workshop.engine(), descs, with_activation(workshop, fused_));
    src_ = src;
    dst_ = dst;
    const dnnl::memory weights =
        workshop.reordered(Pass::forward, canonical_weights(workshop), desc.weights_desc());
    workshop.add(Pass::forward, desc, ConvForward(desc),
                 {{DNNL_ARG_SRC, workshop.wrap(descs.src, src.data)},
                  {DNNL_ARG_WEIGHTS, weights},
                  {DNNL_ARG_BIAS, workshop.wrap(descs.bias, parameters_.bias)},
                  {DNNL_ARG_DST, workshop.wrap(descs.dst, dst.data)}});
  }

  Tensor backward(Workshop& workshop, Tensor diff_dst, bool wants_diff_src) override {
    if (fused_) add_activation_backward(workshop, *fused_, out_.size(), dst_, diff_dst);
    const ConvDescs descs = descs_for(workshop, diff_dst.type);
    const auto hint = conv_forward(workshop.engine(), descs, workshop.attributes());
    const dnnl::memory gradient = workshop.wrap(descs.dst, diff_dst.data);
    add_backward_weights(workshop, descs, hint, gradient);
    if (!wants_diff_src) return {};
    const auto desc = conv_backward_data(workshop.engine(), descs, workshop.attributes(), hint);
    const dnnl::memory weights =
        workshop.reordered(Pass::backward, canonical_weights(workshop), desc.weights_desc());
    const Tensor diff_src = workshop.next_gradient(workshop.rows() * in_.size());
    workshop.add(Pass::backward, desc, ConvBackwardData(desc),
                 {{DNNL_ARG_DIFF_DST, gradient},
                  {DNNL_ARG_WEIGHTS, weights},
                  {DNNL_ARG_DIFF_SRC, workshop.wrap(descs.src, diff_src.data)}});
    return diff_src;
  }

 private:
  void add_backward_weights(Workshop& workshop, const ConvDescs& descs,
                            const ConvForward::primitive_desc& hint, const dnnl::memory& gradient) {
    const auto desc = conv_backward_weights(workshop.engine(), descs, workshop.attributes(), hint);
    const dnnl::memory canonical =
        workshop.wrap(Desc(weight_dims(), kFloat, Tag::hwio), parameters_.d_weight);
    const bool plain = desc.diff_weights_desc() == canonical.get_desc();
    const dnnl::memory d_weights = plain ? canonical : workshop.allocate(desc.diff_weights_desc());
    workshop.add(Pass::backward, desc, ConvBackwardWeights(desc),
                 {{DNNL_ARG_SRC, workshop.wrap(descs.src, src_.data)},
                  {DNNL_ARG_DIFF_DST, gradient},
                  {DNNL_ARG_DIFF_WEIGHTS, d_weights},
                  {DNNL_ARG_DIFF_BIAS, workshop.wrap(descs.bias, parameters_.d_bias)}});
    if (!plain) workshop.reorder(Pass::backward, d_weights, canonical);
  }

  Dims weight_dims() const { return {dim(out_.channels), dim(in_.channels), kernel_, kernel_}; }
  dnnl::memory canonical_weights(const Workshop& workshop) const {
    const Desc desc(weight_dims(), workshop.type(), Tag::hwio);
    if (workshop.type() == kFloat) return workshop.wrap(desc, parameters_.weight);
    return workshop.wrap(desc, parameters_.rounded_weight);
  }

  ConvDescs descs_for(const Workshop& workshop, DataType dst) const {
    const auto images = [&](const Shape& shape, DataType type) {
      return Desc({dim(workshop.rows()), dim(shape.channels), dim(shape.height), dim(shape.width)},
                  type, Tag::nhwc);
    };
    return {images(in_, workshop.type()),
            Desc(weight_dims(), workshop.type(), Tag::any),
            Desc({dim(out_.channels)}, kFloat, Tag::a),
            images(out_, dst),
            Desc(weight_dims(), kFloat, Tag::any),
            {padding_, padding_}};
  }

  Dim kernel_;
  Dim padding_;
  Shape in_;
  Shape out_;
  LayerParameters parameters_;
  Fused fused_;
  Tensor src_;
  Tensor dst_;
};

}  // namespace

std::unique_ptr<LayerPlan> plan_conv2d(const Conv2d& conv, const Shape& in, const Shape& out,
                                       const LayerParameters& parameters, Fused fused) {
  return std::make_unique<Conv2dPlan>(conv, in, out, parameters, fused);
}

}  // namespace logitbench::onednn
