// A dense layer is four matrix products: the output, the gradients of the input and of the weights,
// and, with a row of ones, that of the bias. oneDNN's own inner product gave the last two in one,
// but by kernels that allocate and free their memory in each call. Weights are used as they lie:
// with oneDNN's formats the reorders cost more than the kernels win.
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
    const MatmulDescs descs{matrix(rows(workshop), inputs_, src.type),
                            Desc({inputs_, outputs_}, workshop.type(), weight_tag()),
                            matrix(1, outputs_, kFloat),
                            matrix(rows(workshop), outputs_, dst.type)};
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
    const Dim count = rows(workshop);
    const Desc src = matrix(count, inputs_, src_.type);
    const Desc gradient = matrix(count, outputs_, diff_dst.type);
    if (parameters_.transposed)
      add_product(workshop, {transposed(count, outputs_, diff_dst.type), diff_dst.data},
                  {src, src_.data}, {matrix(outputs_, inputs_, kFloat), parameters_.d_weight});
    else
      add_product(workshop, {transposed(count, inputs_, src_.type), src_.data},
                  {gradient, diff_dst.data},
                  {matrix(inputs_, outputs_, kFloat), parameters_.d_weight});
    add_product(workshop, {matrix(1, count, diff_dst.type), workshop.ones(workshop.rows()).data},
                {gradient, diff_dst.data}, {matrix(1, outputs_, kFloat), parameters_.d_bias});
    if (!wants_diff_src) return {};
    const Tensor diff_src = workshop.next_gradient(workshop.rows() * static_cast<size_t>(inputs_));
    const Tag tag = parameters_.transposed ? Tag::ab : Tag::ba;
    add_product(workshop, {gradient, diff_dst.data},
                {Desc({outputs_, inputs_}, workshop.type(), tag), weights(workshop)},
                {matrix(count, inputs_, diff_src.type), diff_src.data});
    return diff_src;
  }

 private:
  struct Matrix {
    Desc desc;
    const void* data;
  };

  // Of the backward pass: result = left · right.
  static void add_product(Workshop& workshop, const Matrix& left, const Matrix& right,
                          const Matrix& result) {
    const auto desc = matmul(workshop.engine(), {left.desc, right.desc, Desc(), result.desc},
                             workshop.attributes());
    workshop.add(Pass::backward, desc, Matmul(desc),
                 {{DNNL_ARG_SRC, workshop.wrap(left.desc, left.data)},
                  {DNNL_ARG_WEIGHTS, workshop.wrap(right.desc, right.data)},
                  {DNNL_ARG_DST, workshop.wrap(result.desc, result.data)}});
  }

  Tag weight_tag() const { return parameters_.transposed ? Tag::ba : Tag::ab; }
  const void* weights(const Workshop& workshop) const {
    if (workshop.type() == kFloat) return parameters_.weight;
    return parameters_.rounded_weight;
  }
  static Dim rows(const Workshop& workshop) { return static_cast<Dim>(workshop.rows()); }
  static Desc matrix(Dim height, Dim width, DataType type) {
    return Desc({height, width}, type, Tag::ab);
  }
  // [width][height] of what lies in memory as [height][width].
  static Desc transposed(Dim height, Dim width, DataType type) {
    return Desc({width, height}, type, Tag::ba);
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
