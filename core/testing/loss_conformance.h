// What every loss promises (core/api/loss.h), as checks for plugin authors. Each returns an empty
// string or says what is wrong:
//
//   EXPECT_EQ(chunking_mismatch(loss, classes), "");
#pragma once

#include <logitbench_testing/chunked_parallel.h>
#include <logitbench_testing/gradient_check.h>

#include <cstring>
#include <random>

namespace logitbench::testing {

// Rows of random logits, `scale` times a uniform in [-1, 1], with a class index for each.
struct LossCase {
  size_t rows = 0, columns = 0;
  std::vector<double> logits;
  std::vector<int32_t> classes;

  MatrixView<const double> view() const { return {logits.data(), rows, columns}; }
  TargetsView targets() const { return {classes, {}}; }
};

inline LossCase random_case(const Loss& loss, size_t classes, size_t rows, double scale) {
  LossCase result{rows, loss.columns(classes), {}, {}};
  std::mt19937 words(7);
  for (size_t i = 0; i < rows * result.columns; ++i) {
    // In float's digits, so that float and double see the same logits.
    const float uniform = static_cast<float>(words() >> 8) * 0x1p-23f - 1;
    result.logits.push_back(static_cast<float>(scale) * uniform);
  }
  for (size_t r = 0; r < rows; ++r)
    result.classes.push_back(static_cast<int32_t>(words() % classes));
  return result;
}

inline std::vector<float> to_float(const std::vector<double>& values) {
  return {values.begin(), values.end()};
}

template <class Real>
bool same_bits(const std::vector<Real>& a, const std::vector<Real>& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(Real)) == 0;
}

// However the rows are cut into chunks, and whether the gradient is wanted or not, the bits are the
// same.
inline std::string chunking_mismatch(const Loss& loss, size_t classes) {
  const LossCase sample = random_case(loss, classes, 37, 3.0);
  const std::vector<float> logits = to_float(sample.logits);
  const MatrixView<const float> view{logits.data(), sample.rows, sample.columns};
  Serial serial;
  const auto whole = evaluate<float>(loss, view, sample.targets(), 0.25f, serial);
  for (const size_t chunks : {2, 5, 37}) {
    ChunkedParallel chunked(chunks);
    const auto cut = evaluate<float>(loss, view, sample.targets(), 0.25f, chunked);
    if (!same_bits(whole.row_loss, cut.row_loss) || !same_bits(whole.d_logits, cut.d_logits))
      return "other bits in " + std::to_string(chunks) + " chunks than in one";
  }
  std::vector<float> loss_alone(sample.rows);
  loss.evaluate(LossBatch<float>{view, sample.targets(), 0.25f, loss_alone, {}}, serial);
  if (!same_bits(whole.row_loss, loss_alone)) return "other row losses where no gradient is wanted";
  return "";
}

// The gradient is linear in upstream and the row losses do not depend on it. By powers of two and
// -1, which round nothing, so exactly.
inline std::string upstream_mismatch(const Loss& loss, size_t classes) {
  const LossCase sample = random_case(loss, classes, 16, 3.0);
  Serial serial;
  const auto base = evaluate<double>(loss, sample.view(), sample.targets(), 1.0, serial);
  for (const double factor : {-1.0, 0.25, -8.0}) {
    const auto scaled = evaluate<double>(loss, sample.view(), sample.targets(), factor, serial);
    if (!same_bits(base.row_loss, scaled.row_loss)) return "row losses depend on upstream";
    for (size_t i = 0; i < base.d_logits.size(); ++i)
      if (scaled.d_logits[i] != factor * base.d_logits[i])
        return "gradient " + digits(scaled.d_logits[i]) + " for upstream " + digits(factor) + ", " +
               digits(base.d_logits[i]) + " for 1";
  }
  return "";
}

// All values and gradients are finite for logits of the given scale, in float and in double.
inline std::string nonfinite_at(const Loss& loss, size_t classes, double scale) {
  const LossCase sample = random_case(loss, classes, 64, scale);
  const std::vector<float> logits = to_float(sample.logits);
  Serial serial;
  const auto wide = evaluate<double>(loss, sample.view(), sample.targets(), 1.0, serial);
  const auto narrow = evaluate<float>(loss, {logits.data(), sample.rows, sample.columns},
                                      sample.targets(), 1.0f, serial);
  const auto first_bad = [](const auto& values) {
    return std::find_if(values.begin(), values.end(),
                        [](auto value) { return !std::isfinite(value); }) != values.end();
  };
  if (first_bad(wide.row_loss)) return "a row loss is not finite in double";
  if (first_bad(wide.d_logits)) return "a gradient is not finite in double";
  if (first_bad(narrow.row_loss)) return "a row loss is not finite in float";
  if (first_bad(narrow.d_logits)) return "a gradient is not finite in float";
  return "";
}

// float against double on the same logits: |difference| <= relative · |double's| + absolute.
inline std::string precision_mismatch(const Loss& loss, size_t classes, double scale,
                                      double relative, double absolute) {
  const LossCase sample = random_case(loss, classes, 64, scale);
  const std::vector<float> logits = to_float(sample.logits);
  Serial serial;
  const auto wide = evaluate<double>(loss, sample.view(), sample.targets(), 1.0, serial);
  const auto narrow = evaluate<float>(loss, {logits.data(), sample.rows, sample.columns},
                                      sample.targets(), 1.0f, serial);
  const auto compare = [&](const char* what, const auto& a, const auto& b) -> std::string {
    for (size_t i = 0; i < a.size(); ++i)
      if (!(std::abs(a[i] - double{b[i]}) <= relative * std::abs(a[i]) + absolute))
        return std::string(what) + " " + std::to_string(i) + ": " + digits(b[i]) + " in float, " +
               digits(a[i]) + " in double";
    return "";
  };
  const std::string losses = compare("row loss", wide.row_loss, narrow.row_loss);
  return losses.empty() ? compare("gradient", wide.d_logits, narrow.d_logits) : losses;
}

}  // namespace logitbench::testing
