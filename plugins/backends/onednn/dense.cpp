// The forward pass and the gradient of the input are plain matrix products, for which oneDNN has
// quicker kernels than for its inner product; the latter gives the weights' gradient together with
// the bias's. Weights are used as they lie: with oneDNN's own formats the reorders cost more than
// the kernels win.
#include "layer_plan.h"

namespace logitbench::onednn {
namespace {

using Tag = dnnl::memory::format_tag;
using Dim = dnnl::memory::dim;

class DensePlan final : public LayerPlan {
 public:
  DensePlan(size_t inputs, size_t outputs, const LayerParameters& parameters, Fused fused)
      : inputs_(static_cast<Dim>(inputs)),
        outputs_(static_cast<Dim>(outputs)),
        parameters_(parameters),
        fused_(fused) {}

  bool writes_floats() const override { return !fused_; }

  void forward(Workshop& workshop, Tensor src, Tensor dst) override {
    src_ = src;
    dst_ = dst;
    const MatmulDescs descs{rows_of(workshop, inputs_, src.type),
                            Desc({inputs_, outputs_}, workshop.type(), weight_tag()),
                            Desc({1, outputs_}, kFloat, Tag::ab),
                            rows_of(workshop, outputs_, dst.type)};
    const auto desc = matmul(workshop.engine(), descs, with_activation(workshop, fused_));
    workshop.add(Pass::forward, desc, Matmul(desc),
                 {{DNNL_ARG_SRC, workshop.wrap(descs.src, src.data)},
                  {DNNL_ARG_WEIGHTS, workshop.wrap(descs.weights, weights(workshop))},
                  {DNNL_ARG_BIAS, workshop.wrap(descs.bias, parameters_.bias)},
                  {DNNL_ARG_DST, workshop.wrap(descs.dst, dst.data)}});
  }

  Tensor backward(Workshop& workshop, Tensor diff_dst, bool wants_diff_src) override {
    if (fused_)
      add_activation_backward(workshop, *fused_, static_cast<size_t>(outputs_), dst_, diff_dst);
    add_backward_weights(workshop, diff_dst);
    if (!wants_diff_src) return {};
    const Tensor diff_src = workshop.next_gradient(workshop.rows() * static_cast<size_t>(inputs_));
    const MatmulDescs descs{rows_of(workshop, outputs_, diff_dst.type),
                            Desc({outputs_, inputs_}, workshop.type(), transposed_weight_tag()),
                            Desc(), rows_of(workshop, inputs_, diff_src.type)};
    const auto desc = matmul(workshop.engine(), descs, workshop.attributes());
    workshop.add(Pass::backward, desc, Matmul(desc),
                 {{DNNL_ARG_SRC, workshop.wrap(descs.src, diff_dst.data)},
                  {DNNL_ARG_WEIGHTS, workshop.wrap(descs.weights, weights(workshop))},
                  {DNNL_ARG_DST, workshop.wrap(descs.dst, diff_src.data)}});
    return diff_src;
  }

 private:
  void add_backward_weights(Workshop& workshop, Tensor diff_dst) {
    // Here the weights are [outputs][inputs].
    const Dims dims = {outputs_, inputs_};
    const DenseDescs descs{
        rows_of(workshop, inputs_, src_.type), Desc(dims, workshop.type(), transposed_weight_tag()),
        Desc({outputs_}, kFloat, Tag::a), rows_of(workshop, outputs_, diff_dst.type),
        Desc(dims, kFloat, transposed_weight_tag())};
    const auto hint = dense_forward(workshop.engine(), descs, workshop.attributes());
    const auto desc = dense_backward_weights(workshop.engine(), descs, workshop.attributes(), hint);
    workshop.add(Pass::backward, desc, DenseBackwardWeights(desc),
                 {{DNNL_ARG_SRC, workshop.wrap(descs.src, src_.data)},
                  {DNNL_ARG_DIFF_DST, workshop.wrap(descs.dst, diff_dst.data)},
                  {DNNL_ARG_DIFF_WEIGHTS, workshop.wrap(descs.d_weights, parameters_.d_weight)},
                  {DNNL_ARG_DIFF_BIAS, workshop.wrap(descs.bias, parameters_.d_bias)}});
  }

  Tag weight_tag() const { return parameters_.transposed ? Tag::ba : Tag::ab; }
  Tag transposed_weight_tag() const { return parameters_.transposed ? Tag::ab : Tag::ba; }
  const void* weights(const Workshop& workshop) const {
    if (workshop.type() == kFloat) return parameters_.weight;
    return parameters_.rounded_weight;
  }
  static Desc rows_of(const Workshop& workshop, Dim size, DataType type) {
    return Desc({static_cast<Dim>(workshop.rows()), size}, type, Tag::ab);
  }

  Dim inputs_;
  Dim outputs_;
  LayerParameters parameters_;
  Fused fused_;
  Tensor src_;
  Tensor dst_;
};

}  // namespace

std::unique_ptr<LayerPlan> plan_dense(const Shape& in, const Shape& out,
                                      const LayerParameters& parameters, Fused fused) {
  return std::make_unique<DensePlan>(in.size(), out.size(), parameters, fused);
}

}  // namespace logitbench::onednn
