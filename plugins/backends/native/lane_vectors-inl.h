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
#include "vector_functions-inl.h"

HWY_BEFORE_NAMESPACE();
namespace logitbench::native::HWY_NAMESPACE {

using LaneFloats = hn::CappedTag<float, kImageLanes>;
using V = hn::Vec<LaneFloats>;
constexpr LaneFloats kFloats{};
constexpr size_t kWidth = hn::MaxLanes(kFloats);

// Calls body(lane) for the first lane of each vector of a block.
template <class Body>
HWY_INLINE void for_each_vector(const Body& body) {
  for (size_t lane = 0; lane < kImageLanes; lane += kWidth) body(lane);
}

// What `finish` makes of a sum; `y` is where the result goes.
HWY_INLINE V finished(Finish finish, V sum, const float* HWY_RESTRICT y) {
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
      return through_relu(hn::Load(kFloats, y), sum);
    case Finish::sigmoid_slope:
      return through_sigmoid(hn::Load(kFloats, y), sum);
    case Finish::tanh_slope:
      break;
  }
  return through_tanh(hn::Load(kFloats, y), sum);
}

}  // namespace logitbench::native::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
