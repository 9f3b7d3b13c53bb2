// The vectors of the processor that a kernel is being compiled for: the 16 lanes of a block are one
// of them or several, and a kernel goes through them one vector after the other. No include guard
// of the usual kind: it is read again for each instruction set.
#if defined(LOGITBENCH_NATIVE_LANE_VECTORS_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef LOGITBENCH_NATIVE_LANE_VECTORS_INL_H_
#undef LOGITBENCH_NATIVE_LANE_VECTORS_INL_H_
#else
#define LOGITBENCH_NATIVE_LANE_VECTORS_INL_H_
#endif

#include <hwy/highway.h>

#include "finish.h"
#include "image_layout.h"

HWY_BEFORE_NAMESPACE();
namespace logitbench::native::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using Floats = hn::CappedTag<float, kLanes>;
using V = hn::Vec<Floats>;
constexpr Floats kFloats{};
constexpr size_t kWidth = hn::MaxLanes(kFloats);
// Sums that the registers hold beside their operands: AVX-512 has 32 of them, the others 16.
constexpr bool kManyRegisters = HWY_TARGET == HWY_AVX3;

// Calls body(lane) for the first lane of each vector of a block.
template <class Body>
HWY_INLINE void for_each_vector(const Body& body) {
  for (size_t lane = 0; lane < kLanes; lane += kWidth) body(lane);
}

// NaN passes through, as in every backend.
HWY_INLINE V relu(V x) { return hn::IfThenZeroElse(hn::Le(x, hn::Zero(kFloats)), x); }

// As to_bfloat16, back in a float.
HWY_INLINE V nearest_bfloat16(V v) {
  constexpr hn::RebindToUnsigned<Floats> kBits{};
  const auto bits = hn::BitCast(kBits, v);
  const auto odd = hn::And(hn::ShiftRight<16>(bits), hn::Set(kBits, 1u));
  const auto rounded =
      hn::And(hn::Add(bits, hn::Add(odd, hn::Set(kBits, 0x7fffu))), hn::Set(kBits, 0xffff0000u));
  return hn::IfThenElse(hn::IsNaN(v), v, hn::BitCast(kFloats, rounded));
}

HWY_INLINE V finished(Finish finish, V sum, const float* HWY_RESTRICT y) {
  const V one = hn::Set(kFloats, 1.0f);
  switch (finish) {
    case Finish::plain:
      return sum;
    case Finish::relu:
      return relu(sum);
    case Finish::rounded:
      return nearest_bfloat16(sum);
    case Finish::rounded_relu:
      return nearest_bfloat16(relu(sum));
    case Finish::relu_slope:
      return hn::IfThenZeroElse(hn::Le(hn::Load(kFloats, y), hn::Zero(kFloats)), sum);
    case Finish::sigmoid_slope: {
      const V at = hn::Load(kFloats, y);
      return hn::Mul(sum, hn::Mul(at, hn::Sub(one, at)));
    }
    case Finish::tanh_slope:
      break;
  }
  const V at = hn::Load(kFloats, y);
  return hn::Mul(sum, hn::NegMulAdd(at, at, one));
}

}  // namespace logitbench::native::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
