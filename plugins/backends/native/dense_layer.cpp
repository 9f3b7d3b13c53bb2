#include <float_network/buffer.h>

#include <algorithm>
#include <vector>

#include "dense_lanes.h"
#include "image_layer.h"
#include "lane_sums.h"

namespace logitbench::native {
namespace {

using float_network::Buffer;

class DenseLayer final : public ImageLayer {
 public:
  explicit DenseLayer(const LayerPlace& place)
      : place_(place),
        outputs_(place.out.shape.size()),
        row_(dense_sums_row(outputs_)),
        weight_sums_(place.in.shape.size() * row_),
        part_floats_(weight_sums_ + row_ * kImageLanes),
        sums_(place.parts * part_floats_),
        bias_sums_(place.parts, outputs_) {
    for (size_t k = 0; k < place.in.shape.size(); ++k) at_.push_back(place.in.at_flat(k));
  }

  void forward(size_t, size_t, const float* x, float* y) override {
    dense_forward(task(), x, y + place_.out.origin(), place_.finish);
  }

  void clear_sums(size_t part) override {
    std::fill_n(sums_.data() + part * part_floats_, part_floats_, 0.0f);
    bias_sums_.clear(part);
  }

  void backward(size_t part, size_t, float* x, const float* y) override {
    const float* dy = y + place_.out.origin();
    float* weight_sums = sums_.data() + part * part_floats_;
    float* bias_sums = bias_sums_.of(part);
    float* dy_rows = weight_sums + weight_sums_;
    for (size_t i = 0; i < outputs_ * kImageLanes; ++i) bias_sums[i] += dy[i];
    add_dense_gradient(task(), x, dy, dy_rows, weight_sums);
    if (place_.wants_dx) dense_input_gradient(task(), dy, x, place_.slope);
  }

  void finish_backward(size_t parts, Parallel& parallel) override {
    constexpr size_t kGrainFloats = 8192;  // some µs
    parallel.over(at_.size(), kGrainFloats / row_ + 1, [&](size_t first, size_t last) {
      for (size_t k = first; k < last; ++k) {
        float* gradient = place_.parameters.d_weight + k * outputs_;
        std::copy_n(sums_.data() + k * row_, outputs_, gradient);
        for (size_t part = 1; part < parts; ++part) {
          const float* sums = sums_.data() + part * part_floats_ + k * row_;
          for (size_t o = 0; o < outputs_; ++o) gradient[o] += sums[o];
        }
      }
    });
    bias_sums_.total(parts, 0, outputs_, place_.parameters.d_bias);
  }

 private:
  DenseTask task() const {
    return {at_, outputs_, place_.parameters.weight, place_.parameters.bias};
  }

  LayerPlace place_;
  size_t outputs_;
  size_t row_;          // of weight sums
  size_t weight_sums_;  // floats
  size_t part_floats_;
  Buffer sums_;  // per part: weight [input][row], room for [lane][row]
  LaneSums bias_sums_;
  std::vector<size_t> at_;
};

}  // namespace

std::unique_ptr<ImageLayer> make_dense(const LayerPlace& place) {
  return std::make_unique<DenseLayer>(place);
}

}  // namespace logitbench::native
