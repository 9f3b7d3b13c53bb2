// Backend conformance: a backend against a yardstick, layer by layer, and against itself.
//
// For plugin authors: each check returns what is wrong, one line per finding; empty means passed.
//
//   for (const NetworkCase& network : image_cases())
//     for (const std::string& finding : check_parity(mine, reference, network, {128, 2}, {128, 1}))
//       ...
#pragma once

#include <logitbench/network.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "network_cases.h"
#include "network_inputs.h"

namespace logitbench::testing {

using Compile =
    std::function<std::unique_ptr<Network>(const NetworkSpec& spec, const CompileOptions& options)>;
using Findings = std::vector<std::string>;

// Largest difference over the largest magnitude of the yardstick's tensor (not element by element:
// sums that cancel leave elements near zero whose relative error means nothing). A sum of n floats
// is good to about sqrt(n) 6e-8: logits sum up to 800 terms, weight gradients up to 1e5.
inline constexpr double kForwardTolerance = 1e-5;
inline constexpr double kGradientTolerance = 1e-4;

inline std::vector<double> as_doubles(const RealMatrix& matrix) {
  return std::visit(
      [](const auto& m) {
        const auto all = m.all();
        return std::vector<double>(all.begin(), all.end());
      },
      matrix);
}

// NaN where one tensor has NaN and the other a number.
inline double relative_difference(std::span<const double> found, std::span<const double> expected) {
  double largest = 0, difference = 0;
  for (size_t i = 0; i < expected.size(); ++i) {
    if (std::isnan(found[i]) != std::isnan(expected[i])) return std::nan("");
    if (std::isnan(found[i]) || found[i] == expected[i]) continue;
    difference = std::max(difference, std::abs(found[i] - expected[i]));
  }
  for (double value : expected) largest = std::max(largest, std::abs(value));
  return difference == 0 ? 0 : difference / largest;
}

// d_logits in the type of the logits; `storage` holds it.
struct Upstream {
  std::vector<float> floats;
  std::vector<double> doubles;
  RealMatrix matrix;

  Upstream(std::span<const double> values, const RealMatrix& logits)
      : floats(values.begin(), values.end()), doubles(values.begin(), values.end()) {
    if (const auto* single = std::get_if<MatrixView<float>>(&logits))
      matrix = MatrixView<float>{floats.data(), single->rows, single->columns};
    else
      matrix = MatrixView<double>{doubles.data(), values.size() / columns(logits), columns(logits)};
  }
  static size_t columns(const RealMatrix& logits) {
    return std::visit([](const auto& m) { return m.columns; }, logits);
  }
};

class ParityCheck {
 public:
  ParityCheck(const NetworkCase& network, Network& subject, Network& yardstick, Draw draw,
              uint64_t seed)
      : name_(network.name + (draw == Draw::exact ? ", exact draw" : ", plain draw")),
        spec_(network.spec),
        subject_(subject),
        yardstick_(yardstick),
        compare_gradients_(draw == Draw::exact || !has_kinks(network.spec)),
        source_(draw, seed) {}

  void round_trip() {
    const std::vector<double> canonical = source_.parameters(spec_);
    yardstick_.set_parameters(canonical);
    subject_.set_parameters(canonical);
    std::vector<double> back(canonical.size(), -1);
    subject_.get_parameters(back);
    if (back != canonical) report("parameters set are not the parameters got back");
  }

  // An optimizer works on the arrays in place: the canonical view and the next forward must follow.
  void halve_in_place() {
    std::vector<double> canonical(parameter_count(spec_));
    subject_.get_parameters(canonical);
    for (double& value : canonical) value /= 2;
    for (const ParameterArray& array : subject_.parameters())
      std::visit(
          [](auto values) {
            for (auto& value : values) value /= 2;
          },
          array.values);
    std::vector<double> back(canonical.size(), -1);
    subject_.get_parameters(back);
    if (back != canonical) report("parameters halved in place did not come back halved");
    yardstick_.set_parameters(canonical);
  }

  void batch(size_t rows, Stored stored) {
    const std::string where = "batch of " + std::to_string(rows);
    const Features features = source_.features(spec_.input, rows + 3, stored);
    const std::vector<uint32_t> picked = source_.rows(rows, features.rows);
    const RealMatrix logits = subject_.forward({&features, picked});
    const RealMatrix expected_logits = yardstick_.forward({&features, picked});
    compare(as_doubles(logits), as_doubles(expected_logits), kForwardTolerance, where + ", logits");
    if (!compare_gradients_) return;
    const std::vector<double> d_logits = source_.numbers(rows * output_shape(spec_).size());
    subject_.backward(Upstream(d_logits, logits).matrix);
    yardstick_.backward(Upstream(d_logits, expected_logits).matrix);
    std::vector<double> found(parameter_count(spec_), -1), expected(found);
    subject_.get_gradients(found);
    yardstick_.get_gradients(expected);
    for (const ParameterBlock& block : parameter_blocks(spec_))
      compare(std::span(found).subspan(block.offset, block.count),
              std::span(expected).subspan(block.offset, block.count), kGradientTolerance,
              where + ", gradient of layer " + std::to_string(block.layer) +
                  (block.bias ? " bias" : " weight"));
  }

  Findings findings;

 private:
  void report(const std::string& what) { findings.push_back(name_ + ": " + what); }

  void compare(std::span<const double> found, std::span<const double> expected, double tolerance,
               const std::string& what) {
    if (found.size() != expected.size()) {
      report(what + ": " + std::to_string(found.size()) + " numbers, expected " +
             std::to_string(expected.size()));
      return;
    }
    const double difference = relative_difference(found, expected);
    if (!(difference <= tolerance))
      report(what + ": differs by " + std::to_string(difference / tolerance) +
             " times the tolerance of " + std::to_string(tolerance * 1e6) + "e-6");
  }

  std::string name_;
  const NetworkSpec& spec_;
  Network& subject_;
  Network& yardstick_;
  bool compare_gradients_;
  InputSource source_;
};

// Compiles one network each for the largest of `batches` and runs the batches in their order: full
// ones, short ones, full ones again. Rows come from bytes, floats and doubles in turn.
inline Findings check_parity(const Compile& subject, const Compile& yardstick,
                             const NetworkCase& network, size_t threads,
                             const std::vector<size_t>& batches) {
  const size_t max_batch = *std::max_element(batches.begin(), batches.end());
  const auto mine = subject(network.spec, {max_batch, threads});
  const auto theirs = yardstick(network.spec, {max_batch, 1});
  Findings findings;
  for (Draw draw : {Draw::plain, Draw::exact}) {
    ParityCheck check(network, *mine, *theirs, draw, 20 + threads);
    check.round_trip();
    constexpr Stored kinds[] = {Stored::bytes, Stored::floats, Stored::doubles};
    for (size_t i = 0; i < batches.size(); ++i) check.batch(batches[i], kinds[i % 3]);
    check.halve_in_place();
    check.batch(batches.front(), Stored::bytes);
    findings.insert(findings.end(), check.findings.begin(), check.findings.end());
  }
  return findings;
}

}  // namespace logitbench::testing
