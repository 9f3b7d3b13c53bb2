#include "core/train/count_decided.h"

#include "core/train/decision.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/train/count_decided.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace logitbench {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// A row is decided for class k if all before it are smaller and none behind it is larger; every
// comparison with NaN is false.
template <class Real>
size_t count(const MatrixView<const Real>& logits, std::span<const int32_t> labels) {
  const hn::ScalableTag<Real> d;
  const hn::RebindToSigned<decltype(d)> di;
  using Index = hn::TFromD<decltype(di)>;
  const size_t columns = logits.columns;
  const auto lane = hn::Iota(di, 0);
  // The lanes of a part of a row that starts at column c, in which class k is not beaten.
  const auto below = [&](const Real* row, size_t c, size_t k, auto in_row) {
    // Reads nothing behind the row: the baseline has vectors of one lane, the others masks.
    const auto values = hn::MaskedLoad(in_row, d, row + c);
    const auto label = hn::Set(d, row[k]);
    const auto behind =
        hn::RebindMask(d, hn::Gt(lane, hn::Set(di, static_cast<Index>(k) - static_cast<Index>(c))));
    return hn::And(in_row, hn::Or(hn::Lt(values, label), hn::And(behind, hn::Le(values, label))));
  };
  const auto first_part = hn::FirstN(d, columns);
  size_t right = 0;
  for (size_t r = 0; r < logits.rows; ++r) {
    const Real* row = logits.data + r * columns;
    const auto k = static_cast<size_t>(labels[r]);
    size_t beaten = hn::CountTrue(d, below(row, 0, k, first_part));
    for (size_t c = hn::Lanes(d); c < columns; c += hn::Lanes(d))
      beaten += hn::CountTrue(d, below(row, c, k, hn::FirstN(d, columns - c)));
    if (row[k] != row[k])
      right += argmax(std::span<const Real>(row, columns)) == k ? 1 : 0;
    else
      right += beaten == columns - 1 ? 1 : 0;
  }
  return right;
}

size_t count_float(const MatrixView<const float>& logits, std::span<const int32_t> labels) {
  return count(logits, labels);
}
size_t count_double(const MatrixView<const double>& logits, std::span<const int32_t> labels) {
  return count(logits, labels);
}

}  // namespace HWY_NAMESPACE
}  // namespace logitbench
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace logitbench {

HWY_EXPORT(count_float);
HWY_EXPORT(count_double);

size_t count_decided(const MatrixView<const float>& logits, std::span<const int32_t> labels) {
  return HWY_DYNAMIC_DISPATCH(count_float)(logits, labels);
}
size_t count_decided(const MatrixView<const double>& logits, std::span<const int32_t> labels) {
  return HWY_DYNAMIC_DISPATCH(count_double)(logits, labels);
}

}  // namespace logitbench
#endif
