// The layers without parameters.
#include <logitbench/error.h>

#include <vector>

#include "activation_lanes.h"
#include "image_layer.h"
#include "pool_lanes.h"

namespace logitbench::native {
namespace {

class PoolLayer final : public ImageLayer {
 public:
  PoolLayer(const MaxPool2d& pool, const LayerPlace& place)
      : task_{pool.size, place.in, place.out},
        wants_dx_(place.wants_dx),
        block_winners_(place.out.shape.size() * kImageLanes),
        winners_(place.blocks * block_winners_) {}

  void forward(size_t, size_t block, const float* x, float* y) override {
    pool_forward(task_, x, y, &winners_[block * block_winners_]);
  }
  // The activation of x is left to whoever takes y: its slope is known from the winners.
  void backward(size_t, size_t block, float* x, const float* y) override {
    if (wants_dx_) pool_backward(task_, y, &winners_[block * block_winners_], x);
  }

 private:
  PoolTask task_;
  bool wants_dx_;
  size_t block_winners_;
  std::vector<uint16_t> winners_;
};

// In place where x has no activation yet: then whoever takes y knows the slope.
class ActivationLayer final : public ImageLayer {
 public:
  ActivationLayer(ActivationKind kind, const LayerPlace& place) : kind_(kind), place_(place) {}

  void forward(size_t, size_t, const float* x, float* y) override {
    if (x != y) copy_pixels(x, y);
    activate_lanes(kind_, place_.finish, place_.out, y);
  }
  void backward(size_t, size_t, float* x, const float* y) override {
    if (x != y && place_.wants_dx) activation_gradient(place_.slope, place_.out, y, place_.in, x);
  }

 private:
  void copy_pixels(const float* x, float* y) const {
    activation_gradient(Finish::plain, place_.in, x, place_.out, y);
  }

  ActivationKind kind_;
  LayerPlace place_;
};

class FlattenLayer final : public ImageLayer {
 public:
  explicit FlattenLayer(const LayerPlace& place) : place_(place) {}

  void forward(size_t, size_t, const float* x, float* y) override {
    for (size_t i = 0; i < place_.out.shape.size(); ++i)
      std::copy_n(x + place_.in.at_flat(i), kImageLanes, y + place_.out.at_flat(i));
  }
  // y carries the activation of x on, as a pool does.
  void backward(size_t, size_t, float* x, const float* y) override {
    if (!place_.wants_dx) return;
    for (size_t i = 0; i < place_.out.shape.size(); ++i)
      std::copy_n(y + place_.out.at_flat(i), kImageLanes, x + place_.in.at_flat(i));
  }

 private:
  LayerPlace place_;
};

}  // namespace

std::unique_ptr<ImageLayer> make_pool(const MaxPool2d& pool, const LayerPlace& place) {
  if (pool.size > kMaxPoolSize)
    throw ConfigError("backend native: max_pool2d of size " + std::to_string(pool.size) +
                      "; it takes sizes up to " + std::to_string(kMaxPoolSize));
  return std::make_unique<PoolLayer>(pool, place);
}

std::unique_ptr<ImageLayer> make_activation(ActivationKind kind, const LayerPlace& place) {
  return std::make_unique<ActivationLayer>(kind, place);
}

std::unique_ptr<ImageLayer> make_flatten(const LayerPlace& place) {
  return std::make_unique<FlattenLayer>(place);
}

}  // namespace logitbench::native
