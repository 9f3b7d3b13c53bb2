#include "pool_lanes.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "native/pool_lanes.cpp"
#include <hwy/foreach_target.h>
//
#include "lane_vectors-inl.h"

HWY_BEFORE_NAMESPACE();
namespace logitbench::native::HWY_NAMESPACE {
namespace {

using Ints = hn::Rebind<int32_t, LaneFloats>;
using Shorts = hn::Rebind<uint16_t, LaneFloats>;
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
      for (size_t x = 0; x < out.width; ++x, index += kImageLanes)
        for_each_vector([&](size_t lane) {
          body(task.in.at(c, y * task.size, x * task.size) + lane, task.out.at(c, y, x) + lane,
               index + lane);
        });
}

// `Size` is the window's edge where that is known beforehand, else 0.
template <size_t Size>
HWY_INLINE void pick_winners(const PoolTask& task, const float* HWY_RESTRICT in,
                             float* HWY_RESTRICT out, uint16_t* HWY_RESTRICT winners) {
  const size_t row = task.in.row();
  const size_t size = Size > 0 ? Size : task.size;
  for_each_window(task, [&](size_t from, size_t to, size_t index) {
    V best = hn::Load(kFloats, in + from);
    auto winner = hn::Zero(kInts);
    for (size_t a = 0; a < size; ++a)
      for (size_t b = a == 0 ? 1 : 0; b < size; ++b) {
        const auto number = hn::Set(kInts, static_cast<int32_t>(a * size + b));
        const V x = hn::Load(kFloats, in + from + a * row + b * kImageLanes);
        // Not `x > best`: that is false for NaN.
        const auto wins = hn::AndNot(hn::Le(x, best), hn::Eq(best, best));
        best = hn::IfThenElse(wins, x, best);
        winner = hn::IfThenElse(hn::RebindMask(kInts, wins), number, winner);
      }
    hn::Store(best, kFloats, out + to);
    hn::StoreU(hn::DemoteTo(kShorts, winner), kShorts, winners + index);
  });
}

void forward(const PoolTask& task, const float* in, float* out, uint16_t* winners) {
  if (task.size == 2)
    pick_winners<2>(task, in, out, winners);
  else
    pick_winners<0>(task, in, out, winners);
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

template <size_t Size>
HWY_INLINE void scatter(const PoolTask& task, const float* HWY_RESTRICT d_out,
                        const uint16_t* HWY_RESTRICT winners, float* HWY_RESTRICT d_in) {
  const size_t row = task.in.row();
  const size_t size = Size > 0 ? Size : task.size;
  for_each_window(task, [&](size_t to, size_t from, size_t index) {
    const V d = hn::Load(kFloats, d_out + from);
    const auto winner = hn::PromoteTo(kInts, hn::LoadU(kShorts, winners + index));
    for (size_t a = 0; a < size; ++a)
      for (size_t b = 0; b < size; ++b) {
        const auto number = hn::Set(kInts, static_cast<int32_t>(a * size + b));
        const auto won = hn::RebindMask(kFloats, hn::Eq(winner, number));
        hn::Store(hn::IfThenElseZero(won, d), kFloats, d_in + to + a * row + b * kImageLanes);
      }
  });
}

void backward(const PoolTask& task, const float* d_out, const uint16_t* winners, float* d_in) {
  if (task.size == 2)
    scatter<2>(task, d_out, winners, d_in);
  else
    scatter<0>(task, d_out, winners, d_in);
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
