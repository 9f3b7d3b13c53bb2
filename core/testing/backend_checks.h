// Backend conformance beside the numbers of backend_parity.h: what any network must do with bytes,
// with NaN, with denormals and with calls that it cannot serve. Each check returns what is wrong,
// one line per finding; empty means passed.
#pragma once

#include <logitbench/error.h>

#include <atomic>
#include <limits>
#include <numeric>

#include "backend_determinism.h"

namespace logitbench::testing {

inline std::vector<uint32_t> first_rows(size_t count) {
  std::vector<uint32_t> rows(count);
  std::iota(rows.begin(), rows.end(), 0);
  return rows;
}

// A network without layers gives bytes back as (float)byte / (float)divisor, to the bit. Some of
// these divisors have reciprocals that do not give all quotients.
inline Findings check_byte_quotients(const Compile& compile) {
  Findings findings;
  const NetworkSpec identity{{1, 16, 16}, {}};
  std::vector<uint8_t> bytes(256);
  std::iota(bytes.begin(), bytes.end(), 0);
  const auto network = compile(identity, {1, 1});
  for (const double divisor : {255.0, 1.0, 2.0, 3.0, 7.0, 0.1, 1e30, 1e-30}) {
    const Features features{identity.input, 1, bytes, divisor};
    const std::vector<double> logits = as_doubles(network->forward({&features, first_rows(1)}));
    for (size_t i = 0; i < bytes.size(); ++i)
      if (logits[i] != static_cast<float>(i) / static_cast<float>(divisor))
        findings.push_back("byte " + std::to_string(i) + " over " + std::to_string(divisor) +
                           " is " + std::to_string(logits[i]));
  }
  return findings;
}

// All logits and all gradients of a network whose parameters are NaN are NaN, for images of zeros.
inline Findings check_nan_parameters(const Compile& compile, const NetworkSpec& spec) {
  constexpr size_t kRows = 3;
  const auto all_nan = [](const std::vector<double>& numbers) {
    return std::all_of(numbers.begin(), numbers.end(), [](double x) { return std::isnan(x); });
  };
  const auto network = compile(spec, {kRows, 2});
  std::vector<double> numbers(parameter_count(spec), std::nan(""));
  network->set_parameters(numbers);
  const Features zeros{spec.input, kRows, std::vector<uint8_t>(kRows * spec.input.size()), 255.0};
  const RealMatrix logits = network->forward({&zeros, first_rows(kRows)});
  const std::vector<double> values = as_doubles(logits);
  Findings findings;
  if (!all_nan(values)) findings.push_back("a logit is a number");
  network->backward(Upstream(values, logits).matrix);
  network->get_gradients(numbers);
  if (!all_nan(numbers)) findings.push_back("a gradient is a number");
  return findings;
}

// Losses and optimizers run on the network's threads and keep denormals, whatever its kernels do.
inline Findings check_denormals_between_kernels(const Compile& compile, const NetworkSpec& spec,
                                                size_t rows) {
  constexpr size_t kThreads = 3;
  const auto network = compile(spec, {rows, kThreads});
  InputSource source(Draw::plain, 5);
  network->set_parameters(source.parameters(spec));
  const Features features = source.features(spec.input, rows, Stored::bytes);
  for (int step = 0; step < 3; ++step) {
    descend(*network, {&features, first_rows(rows)});
    std::atomic<size_t> kept = 0;
    network->parallel().over(kThreads, 1, [&](size_t first, size_t last) {
      volatile float smallest_normal = std::numeric_limits<float>::min();
      volatile float half = smallest_normal / 2;
      if (half * 2 == smallest_normal) kept += last - first;
    });
    if (kept != kThreads) return {"denormals are flushed on a thread after a step"};
  }
  return {};
}

// Calls that a network in float refuses by an Error that has `name`, "backend mine", in its text.
// `spec` has parameters.
inline Findings check_refusals(const Compile& compile, const NetworkSpec& spec,
                               const std::string& name) {
  Findings findings;
  const auto expect_error = [&](const std::string& what, const auto& call) {
    try {
      call();
      findings.push_back(what + ": no error");
    } catch (const Error& error) {
      if (std::string(error.what()).find(name) == std::string::npos)
        findings.push_back(what + ": \"" + error.what() + "\" does not name " + name);
    }
  };
  const auto network = compile(spec, {4, 1});
  const size_t columns = output_shape(spec).size();
  Shape wider = spec.input;
  ++wider.width;
  const Features features{spec.input, 6, std::vector<float>(6 * spec.input.size()), 1.0};
  const Features other{wider, 6, std::vector<float>(6 * wider.size()), 1.0};
  const std::vector<uint32_t> one = {0}, none, five = first_rows(5), outside = {6};
  std::vector<float> floats(2 * columns);
  std::vector<double> doubles(columns), parameters(parameter_count(spec) - 1);

  expect_error("backward before forward", [&] {
    network->backward(MatrixView<float>{floats.data(), 1, columns});
  });
  expect_error("more rows than compiled for", [&] { network->forward({&features, five}); });
  expect_error("no rows", [&] { network->forward({&features, none}); });
  expect_error("a row that does not exist", [&] { network->forward({&features, outside}); });
  expect_error("samples of another shape", [&] { network->forward({&other, one}); });
  expect_error("a parameter too few", [&] { network->set_parameters(parameters); });
  expect_error("room for a parameter too few", [&] { network->get_parameters(parameters); });
  expect_error("room for a gradient too few", [&] { network->get_gradients(parameters); });
  network->forward({&features, one});
  expect_error("a gradient in double", [&] {
    network->backward(MatrixView<double>{doubles.data(), 1, columns});
  });
  expect_error("a gradient of more rows", [&] {
    network->backward(MatrixView<float>{floats.data(), 2, columns});
  });
  return findings;
}

}  // namespace logitbench::testing
