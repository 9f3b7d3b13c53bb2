// The kernels that take many float rows at once (row_lanes): any number of rows and columns, on
// every instruction set of this machine that they are compiled for.
#include <gtest/gtest.h>
#include <logitbench_testing/loss_conformance.h>

#include <cmath>
#include <limits>

#include "plugins/losses/testing/instruction_sets.h"
#include "plugins/losses/testing/make_loss.h"

namespace logitbench::testing {
namespace {

const char* const kOfManyColumns[] = {"cross_entropy", "log_softmax_nll", "softmax_log_nll",
                                      "clipped_softmax_nll", "softmax_prob"};
const char* const kOfOneColumn[] = {"bce_with_logits", "mnist_loss"};

LossResult<float> in_float(const Loss& loss, const LossCase& sample, float upstream = 1) {
  Serial serial;
  const std::vector<float> logits = to_float(sample.logits);
  return evaluate<float>(loss, {logits.data(), sample.rows, sample.columns}, sample.targets(),
                         upstream, serial);
}

// Of logits up to 4 a difference is rounded by at most 2^-22, exp, sum and quotient by a few 2^-24:
// within 1e-6, of numbers of the size of the loss or below 1.
void expect_near_double(const Loss& loss, const Loss& in_double, size_t classes, size_t rows) {
  const LossCase sample = random_case(loss, classes, rows, 4);
  Serial serial;
  const auto narrow = in_float(loss, sample);
  const auto wide = evaluate(in_double, sample.view(), sample.targets(), 1.0, serial);
  for (size_t r = 0; r < rows; ++r)
    EXPECT_NEAR(narrow.row_loss[r], wide.row_loss[r], 1e-6 * (1 + wide.row_loss[r]))
        << "row " << r << " of " << rows << ", " << classes << " classes";
  for (size_t i = 0; i < wide.d_logits.size(); ++i)
    EXPECT_NEAR(narrow.d_logits[i], wide.d_logits[i], 1e-6)
        << "gradient " << i << ", " << rows << " rows, " << classes << " classes";
}

TEST(Lanes, FloatIsNearDoubleForAnyNumberOfColumnsAndRows) {
  on_every_instruction_set([] {
    for (const std::string name : kOfManyColumns) {
      SCOPED_TRACE(name);
      const auto loss = make_loss(name);
      // softmax_log_nll is in float always; where nothing underflows it is the cross-entropy.
      const auto in_double = make_loss(name == "softmax_log_nll" ? "cross_entropy" : name);
      std::vector<size_t> columns = {64, 65, 81};
      for (size_t classes = 1; classes <= 20; ++classes) columns.push_back(classes);
      for (const size_t classes : columns)
        for (const size_t rows : {1, 3, 15, 16, 17, 33})
          expect_near_double(*loss, *in_double, classes, rows);
    }
    for (const std::string name : kOfOneColumn) {
      SCOPED_TRACE(name);
      const auto loss = make_loss(name);
      for (const size_t rows : {1, 3, 16, 17, 300}) expect_near_double(*loss, *loss, 2, rows);
    }
  });
}

// What is no number makes its own row so, loss and gradient, and leaves the others as they are.
void expect_contained(const Loss& loss, size_t classes, float bad) {
  constexpr size_t kRows = 21;
  const LossCase sample = random_case(loss, classes, kRows, 3);
  const auto clean = in_float(loss, sample);
  for (const size_t row : {size_t{0}, size_t{7}, kRows - 1})
    for (size_t k = 0; k < sample.columns; k += (sample.columns + 4) / 5) {
      LossCase spoilt = sample;
      spoilt.logits[row * sample.columns + k] = bad;
      const auto found = in_float(loss, spoilt);
      for (size_t r = 0; r < kRows; ++r) {
        if (r == row)
          EXPECT_TRUE(std::isnan(found.row_loss[r])) << "row " << r << ", column " << k;
        else
          EXPECT_EQ(found.row_loss[r], clean.row_loss[r]) << "row " << r << ", column " << k;
        for (size_t j = r * sample.columns; j < (r + 1) * sample.columns; ++j)
          if (r == row)
            EXPECT_TRUE(std::isnan(found.d_logits[j])) << "gradient " << j;
          else
            EXPECT_EQ(found.d_logits[j], clean.d_logits[j]) << "gradient " << j;
      }
    }
}

// Of target shares that are tiny, and of several columns that are as large as the largest.
TEST(Lanes, SmoothedFloatIsNearDouble) {
  on_every_instruction_set([] {
    for (const double smoothing : {1e-6, 0.1, 1.0}) {
      Map parameters;
      parameters.set("label_smoothing", smoothing);
      const auto loss = make_loss("cross_entropy", parameters);
      for (const size_t classes : {2, 3, 10, 17, 81})
        for (const size_t rows : {1, 16, 33}) expect_near_double(*loss, *loss, classes, rows);
      LossCase ties{2, 4, {30, 30, 0, 30, 30, 0, 0, 0}, {0, 0}};
      Serial serial;
      const auto narrow = in_float(*loss, ties);
      const auto wide = evaluate(*loss, ties.view(), ties.targets(), 1.0, serial);
      // No digit is lost where all but one share are tiny: a few roundings of 2^-24.
      for (size_t i = 0; i < 8; ++i)
        EXPECT_NEAR(narrow.d_logits[i], wide.d_logits[i],
                    1e-6 * std::abs(wide.d_logits[i]) + (i < 4 ? 1e-7 : 0))
            << i << ", smoothing " << smoothing;
    }
  });
}

TEST(Lanes, NanStaysInItsRow) {
  // With bits in the lower half too, which a kernel could take for a number's.
  const float payload = std::nanf("0x1234567");
  on_every_instruction_set([&] {
    for (const char* name : kOfManyColumns) {
      SCOPED_TRACE(name);
      for (const size_t classes : {2, 3, 10, 12, 70})
        for (const float bad : {std::numeric_limits<float>::quiet_NaN(), payload, -payload,
                                std::numeric_limits<float>::infinity()})
          expect_contained(*make_loss(name), classes, bad);
    }
    for (const char* name : kOfOneColumn) {
      SCOPED_TRACE(name);
      for (const float bad : {payload, -payload}) expect_contained(*make_loss(name), 2, bad);
    }
  });
}

// A class that -inf rules out has the probability 0, and no gradient but its target's.
TEST(Lanes, MinusInfinityIsAProbabilityOfZero) {
  constexpr float kInf = std::numeric_limits<float>::infinity();
  on_every_instruction_set([&] {
    for (const size_t classes : {3, 10, 100}) {
      std::vector<float> logits(2 * classes, 1.0f);
      logits[1] = logits[classes + 1] = -kInf;
      const std::vector<int32_t> targets = {0, 1};
      Serial serial;
      const auto found = evaluate<float>(*make_loss("cross_entropy"), {logits.data(), 2, classes},
                                         {targets, {}}, 1, serial);
      EXPECT_NEAR(found.row_loss[0], std::log(classes - 1.0), 1e-6);
      EXPECT_EQ(found.row_loss[1], kInf);
      EXPECT_EQ(found.d_logits[1], 0);
      EXPECT_EQ(found.d_logits[classes + 1], -1);
      const std::vector<float> all(classes, -kInf);
      const auto none = evaluate<float>(*make_loss("cross_entropy"), {all.data(), 1, classes},
                                        {{targets.data(), 1}, {}}, 1, serial);
      EXPECT_TRUE(std::isnan(none.row_loss[0]) && std::isnan(none.d_logits[classes - 1]));
    }
  });
}

// Denormal numbers are kept: exp of -100 is 3.8e-44.
TEST(Lanes, KeepDenormals) {
  on_every_instruction_set([] {
    for (const size_t classes : {2, 3, 10, 100}) {
      std::vector<float> logits(classes, -200.0f);
      logits[0] = 0;
      logits[1] = -100;
      const std::vector<int32_t> targets = {0};
      Serial serial;
      const auto found = evaluate<float>(*make_loss("cross_entropy"), {logits.data(), 1, classes},
                                         {targets, {}}, 1, serial);
      const float expected = static_cast<float>(std::exp(-100.0));
      EXPECT_EQ(found.row_loss[0], expected) << classes;
      EXPECT_EQ(found.d_logits[1], expected) << classes;
      EXPECT_EQ(found.d_logits[0], -expected) << classes;
    }
  });
}

}  // namespace
}  // namespace logitbench::testing
