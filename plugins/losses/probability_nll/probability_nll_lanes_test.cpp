// The float kernels against double's rows, on every instruction set.
#include <gtest/gtest.h>
#include <logitbench_testing/loss_conformance.h>

#include <cmath>
#include <limits>

#include "plugins/losses/testing/instruction_sets.h"
#include "plugins/losses/testing/make_loss.h"

namespace logitbench::testing {
namespace {

// Plain, with a clip that some inputs meet, normalized, and both.
std::vector<std::unique_ptr<Loss>> losses() {
  std::vector<std::unique_ptr<Loss>> all;
  for (const bool normalize : {false, true})
    for (const bool clip : {false, true}) {
      Map parameters;
      parameters.set("normalize", normalize);
      if (clip) parameters.set("clip", 0.125);
      all.push_back(make_loss("probability_nll", parameters));
    }
  return all;
}

LossCase positive_case(const Loss& loss, size_t columns, size_t rows) {
  LossCase sample = random_case(loss, columns, rows, 1);
  for (double& q : sample.logits) q = std::abs(q) + 0x1p-10;
  return sample;
}

LossResult<float> in_float(const Loss& loss, const LossCase& sample) {
  Serial serial;
  const std::vector<float> q = to_float(sample.logits);
  return evaluate<float>(loss, {q.data(), sample.rows, sample.columns}, sample.targets(), 0.5f,
                         serial);
}

// A share is within some ten roundings of 2^-24, and so are the terms of loss and gradient, whose
// differences lose digits: of numbers up to 1000, and 1 / sum up to 100.
TEST(ProbabilityNllLanes, FloatIsNearDouble) {
  on_every_instruction_set([] {
    for (const auto& loss : losses())
      for (const size_t columns : {1, 2, 3, 4, 7, 10, 11, 20, 70})
        for (const size_t rows : {1, 15, 16, 17, 50}) {
          const LossCase sample = positive_case(*loss, columns, rows);
          Serial serial;
          const auto narrow = in_float(*loss, sample);
          const auto wide = evaluate(*loss, sample.view(), sample.targets(), 0.5, serial);
          for (size_t r = 0; r < rows; ++r)
            EXPECT_NEAR(narrow.row_loss[r], wide.row_loss[r], 1e-6 * (1 + wide.row_loss[r]))
                << "row " << r << " of " << rows << ", " << columns << " columns";
          for (size_t i = 0; i < wide.d_logits.size(); ++i) {
            const size_t row = i / columns;
            double size = 0;  // of the row's largest term
            for (size_t k = 0; k < columns; ++k)
              size = std::max(size, std::abs(wide.d_logits[row * columns + k]));
            EXPECT_NEAR(narrow.d_logits[i], wide.d_logits[i], 2e-6 * (1 + size))
                << "gradient " << i << ", " << rows << " rows, " << columns << " columns";
          }
        }
  });
}

// Of inputs that are none the loss is NaN or infinite, in their own row.
TEST(ProbabilityNllLanes, WhatHasNoLogarithmStaysInItsRow) {
  constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
  on_every_instruction_set([] {
    for (const size_t columns : {2, 3, 10, 12}) {
      const auto loss = make_loss("probability_nll");
      LossCase sample = positive_case(*loss, columns, 21);
      const auto clean = in_float(*loss, sample);
      const auto at_target = [&](size_t row) -> double& {
        return sample.logits[row * columns + static_cast<size_t>(sample.classes[row])];
      };
      at_target(2) = kNan;
      at_target(3) = 0;
      at_target(20) = -0.5;
      const auto found = in_float(*loss, sample);
      EXPECT_TRUE(std::isnan(found.row_loss[2])) << columns;
      EXPECT_EQ(found.row_loss[3], std::numeric_limits<float>::infinity()) << columns;
      EXPECT_TRUE(std::isnan(found.row_loss[20])) << columns;
      for (const size_t r : {0, 1, 4, 19}) EXPECT_EQ(found.row_loss[r], clean.row_loss[r]) << r;
    }
  });
}

}  // namespace
}  // namespace logitbench::testing
