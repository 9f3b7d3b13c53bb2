#include "layer_plan.h"

namespace logitbench::onednn {
namespace {

using Dim = dnnl::memory::dim;

class MaxPool2dPlan final : public LayerPlan {
 public:
  MaxPool2dPlan(const MaxPool2d& pool, const Shape& in, const Shape& out)
      : size_(static_cast<Dim>(pool.size)), in_(in), out_(out) {}

  void forward(Workshop& workshop, Tensor src, Tensor dst) override {
    const PoolDescs descs = descs_for(workshop);
    const auto desc = pool_forward(workshop.engine(), descs, workshop.attributes());
    winners_ = workshop.allocate(desc.workspace_desc());
    workshop.add(Pass::forward, desc, PoolForward(desc),
                 {{DNNL_ARG_SRC, workshop.wrap(descs.src, src.data)},
                  {DNNL_ARG_DST, workshop.wrap(descs.dst, dst.data)},
                  {DNNL_ARG_WORKSPACE, winners_}});
  }

  Tensor backward(Workshop& workshop, Tensor diff_dst, bool wants_diff_src) override {
    if (!wants_diff_src) return {};
    const PoolDescs descs = descs_for(workshop);
    const auto hint = pool_forward(workshop.engine(), descs, workshop.attributes());
    const auto desc = pool_backward(workshop.engine(), descs, workshop.attributes(), hint);
    const Tensor diff_src = workshop.next_gradient(workshop.rows() * in_.size());
    workshop.add(Pass::backward, desc, PoolBackward(desc),
                 {{DNNL_ARG_DIFF_DST, workshop.wrap(descs.dst, diff_dst.data)},
                  {DNNL_ARG_WORKSPACE, winners_},
                  {DNNL_ARG_DIFF_SRC, workshop.wrap(descs.src, diff_src.data)}});
    return diff_src;
  }

 private:
  PoolDescs descs_for(const Workshop& workshop) const {
    const auto images = [&](const Shape& shape) {
      return Desc({static_cast<Dim>(workshop.rows()), static_cast<Dim>(shape.channels),
                   static_cast<Dim>(shape.height), static_cast<Dim>(shape.width)},
                  workshop.type(), dnnl::memory::format_tag::nhwc);
    };
    return {images(in_), images(out_), {size_, size_}};
  }

  Dim size_;
  Shape in_;
  Shape out_;
  dnnl::memory winners_;
};

}  // namespace

std::unique_ptr<LayerPlan> plan_max_pool2d(const MaxPool2d& pool, const Shape& in,
                                           const Shape& out) {
  return std::make_unique<MaxPool2dPlan>(pool, in, out);
}

}  // namespace logitbench::onednn
