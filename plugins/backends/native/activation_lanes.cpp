#include "activation_lanes.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "native/activation_lanes.cpp"
#include <hwy/foreach_target.h>
//
#include "activations-inl.h"
#include "lane_vectors-inl.h"

HWY_BEFORE_NAMESPACE();
namespace logitbench::native::HWY_NAMESPACE {
namespace {

V activated(ActivationKind kind, V x) {
  if (kind == ActivationKind::relu) return relu(x);
  return kind == ActivationKind::sigmoid ? sigmoid(x) : hyperbolic_tangent(x);
}

template <class Body>  // body(channel, row, pixel, lane)
void for_each_pixel(const Shape& shape, const Body& body) {
  for (size_t c = 0; c < shape.channels; ++c)
    for (size_t y = 0; y < shape.height; ++y)
      for (size_t x = 0; x < shape.width; ++x)
        for_each_vector([&](size_t lane) { body(c, y, x, lane); });
}

void activate(ActivationKind kind, Finish finish, const ImageGeometry& geometry, float* values) {
  for_each_pixel(geometry.shape, [&](size_t c, size_t y, size_t x, size_t lane) {
    float* at = values + geometry.at(c, y, x) + lane;
    hn::Store(finished(finish, activated(kind, hn::Load(kFloats, at)), at), kFloats, at);
  });
}

void gradient(Finish finish, const ImageGeometry& out, const float* d_out, const ImageGeometry& in,
              float* values) {
  for_each_pixel(in.shape, [&](size_t c, size_t y, size_t x, size_t lane) {
    float* at = values + in.at(c, y, x) + lane;
    const V d = hn::Load(kFloats, d_out + out.at(c, y, x) + lane);
    hn::Store(finished(finish, d, at), kFloats, at);
  });
}

void channel_sums(const ImageGeometry& geometry, const float* values, float* sums) {
  for_each_vector([&](size_t lane) {
    for (size_t c = 0; c < geometry.shape.channels; ++c) {
      float* to = sums + c * kImageLanes + lane;
      // Two sums, since each waits for its last addition.
      V even = hn::Load(kFloats, to), odd = hn::Zero(kFloats);
      for (size_t y = 0; y < geometry.shape.height; ++y) {
        const float* row = values + geometry.at(c, y, 0) + lane;
        size_t x = 0;
        for (; x + 2 <= geometry.shape.width; x += 2) {
          even = hn::Add(even, hn::Load(kFloats, row + x * kImageLanes));
          odd = hn::Add(odd, hn::Load(kFloats, row + (x + 1) * kImageLanes));
        }
        if (x < geometry.shape.width)
          even = hn::Add(even, hn::Load(kFloats, row + x * kImageLanes));
      }
      hn::Store(hn::Add(even, odd), kFloats, to);
    }
  });
}

void total(const float* sums, size_t parts, size_t part_floats, size_t count, float* totals) {
  for (size_t i = 0; i < count; ++i) {
    V sum = hn::Zero(kFloats);
    for (size_t part = 0; part < parts; ++part)
      for_each_vector([&](size_t lane) {
        sum = hn::Add(sum, hn::Load(kFloats, sums + part * part_floats + i * kImageLanes + lane));
      });
    totals[i] = hn::GetLane(hn::SumOfLanes(kFloats, sum));
  }
}

}  // namespace
}  // namespace logitbench::native::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace logitbench::native {

HWY_EXPORT(activate);
HWY_EXPORT(gradient);
HWY_EXPORT(channel_sums);
HWY_EXPORT(total);

void activate_lanes(ActivationKind kind, Finish finish, const ImageGeometry& geometry,
                    float* values) {
  HWY_DYNAMIC_DISPATCH(activate)(kind, finish, geometry, values);
}

void activation_gradient(Finish finish, const ImageGeometry& out, const float* d_out,
                         const ImageGeometry& in, float* values) {
  HWY_DYNAMIC_DISPATCH(gradient)(finish, out, d_out, in, values);
}

void add_channel_sums(const ImageGeometry& geometry, const float* values, float* sums) {
  HWY_DYNAMIC_DISPATCH(channel_sums)(geometry, values, sums);
}

void total_lanes(const float* sums, size_t parts, size_t part_floats, size_t count, float* totals) {
  HWY_DYNAMIC_DISPATCH(total)(sums, parts, part_floats, count, totals);
}

}  // namespace logitbench::native
#endif
