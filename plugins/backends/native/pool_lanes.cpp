#include "pool_lanes.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "pool_lanes.cpp"
#include <hwy/foreach_target.h>
//
#include "lane_vectors-inl.h"

HWY_BEFORE_NAMESPACE();
namespace logitbench::native::HWY_NAMESPACE {
namespace {

using Ints = hn::Rebind<int32_t, Floats>;
using Shorts = hn::Rebind<uint16_t, Floats>;
constexpr Ints kInts{};
constexpr Shorts kShorts{};

// Calls body(offset of the window's first pixel, offset of the output, index of the winner) for
// each output and each vector of lanes.
template <class Body>
HWY_INLINE void for_each_window(const PoolTask& task, const Body& body) {
  const Shape& out = task.out.shape;
  size_t index = 0;
  for (size_t c = 0; c < out.channels; ++c)
    for (size_t y = 0; y < out.height; ++y)
      for (size_t x = 0; x < out.width; ++x, index += kLanes)
        for_each_vector([&](size_t lane) {
          body(task.in.at(c, y * task.size, x * task.size) + lane, task.out.at(c, y, x) + lane,
               index + lane);
        });
}

void forward(const PoolTask& task, const float* in, float* out, uint16_t* winners) {
  const size_t row = task.in.row();
  for_each_window(task, [&](size_t from, size_t to, size_t index) {
    V best = hn::Load(kFloats, in + from);
    auto winner = hn::Zero(kInts);
    int32_t number = 0;
    for (size_t a = 0; a < task.size; ++a)
      for (size_t b = 0; b < task.size; ++b, ++number) {
        const V x = hn::Load(kFloats, in + from + a * row + b * kLanes);
        // Not `x > best`: that is false for NaN.
        const auto wins = hn::AndNot(hn::Le(x, best), hn::Eq(best, best));
        best = hn::IfThenElse(wins, x, best);
        winner = hn::IfThenElse(hn::RebindMask(kInts, wins), hn::Set(kInts, number), winner);
      }
    hn::Store(best, kFloats, out + to);
    hn::StoreU(hn::DemoteTo(kShorts, winner), kShorts, winners + index);
  });
}

void zero_remainder(const PoolTask& task, float* d_in) {
  const Shape& in = task.in.shape;
  const size_t covered_height = task.out.shape.height * task.size;
  const size_t covered_width = task.out.shape.width * task.size;
  for (size_t c = 0; c < in.channels; ++c)
    for (size_t y = 0; y < in.height; ++y)
      for (size_t x = y < covered_height ? covered_width : 0; x < in.width; ++x)
        for_each_vector([&](size_t lane) {
          hn::Store(hn::Zero(kFloats), kFloats, d_in + task.in.at(c, y, x) + lane);
        });
}

void backward(const PoolTask& task, const float* d_out, const uint16_t* winners, float* d_in) {
  const size_t row = task.in.row();
  for_each_window(task, [&](size_t to, size_t from, size_t index) {
    const V d = hn::Load(kFloats, d_out + from);
    const auto winner = hn::PromoteTo(kInts, hn::LoadU(kShorts, winners + index));
    int32_t number = 0;
    for (size_t a = 0; a < task.size; ++a)
      for (size_t b = 0; b < task.size; ++b, ++number) {
        const auto won = hn::RebindMask(kFloats, hn::Eq(winner, hn::Set(kInts, number)));
        hn::Store(hn::IfThenElseZero(won, d), kFloats, d_in + to + a * row + b * kLanes);
      }
  });
  zero_remainder(task, d_in);
}

}  // namespace
}  // namespace logitbench::native::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace logitbench::native {

HWY_EXPORT(forward);
HWY_EXPORT(backward);

void pool_forward(const PoolTask& task, const float* in, float* out, uint16_t* winners) {
  HWY_DYNAMIC_DISPATCH(forward)(task, in, out, winners);
}

void pool_backward(const PoolTask& task, const float* d_out, const uint16_t* winners, float* d_in) {
  HWY_DYNAMIC_DISPATCH(backward)(task, d_out, winners, d_in);
}

}  // namespace logitbench::native
#endif
