// Loops that the compiler must unroll, so that what they index can stay in registers. Included once
// for each instruction set (Highway's foreach_target.h).
#include <hwy/highway.h>

#include <type_traits>
#include <utility>

#if defined(LOGITBENCH_LANE_UNROLLED) == defined(HWY_TARGET_TOGGLE)
#ifdef LOGITBENCH_LANE_UNROLLED
#undef LOGITBENCH_LANE_UNROLLED
#else
#define LOGITBENCH_LANE_UNROLLED
#endif

HWY_BEFORE_NAMESPACE();
namespace logitbench::row_lanes::HWY_NAMESPACE {

template <size_t... k, class Body>
HWY_INLINE void unrolled(std::index_sequence<k...>, const Body& body) {
  (body(std::integral_constant<size_t, k>()), ...);
}

// body(k) for k from 0 to kCount - 1, k a constant.
template <size_t kCount, class Body>
HWY_INLINE void unrolled(const Body& body) {
  unrolled(std::make_index_sequence<kCount>(), body);
}

}  // namespace logitbench::row_lanes::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
