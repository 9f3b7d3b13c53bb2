// What the kernels of many float rows at once must keep: the digits of a row that is all but
// certain, ties of the largest logit, class weights and ignored rows, for numbers of columns that
// are held in registers and others, on every instruction set.
#include <gtest/gtest.h>
#include <logitbench_testing/loss_conformance.h>

#include <cmath>
#include <limits>

#include "plugins/losses/testing/instruction_sets.h"
#include "plugins/losses/testing/make_loss.h"

namespace logitbench::testing {
namespace {

constexpr size_t kColumns[] = {2, 3, 4, 7, 10, 12, 70};

// Every number within `relative` of double's. Logits must have exact differences in float: then
// all that is rounded are exp (1.4 ulp), sums of positive numbers, a quotient and products.
void expect_close(const Loss& loss, const LossCase& sample, double relative) {
  Serial serial;
  const std::vector<float> logits = to_float(sample.logits);
  const auto narrow = evaluate<float>(loss, {logits.data(), sample.rows, sample.columns},
                                      sample.targets(), 0.5f, serial);
  const auto wide = evaluate(loss, sample.view(), sample.targets(), 0.5, serial);
  for (size_t r = 0; r < sample.rows; ++r)
    EXPECT_NEAR(narrow.row_loss[r], wide.row_loss[r], relative * std::abs(wide.row_loss[r]))
        << "row " << r << " of " << sample.columns << " columns, class " << sample.classes[r];
  for (size_t i = 0; i < wide.d_logits.size(); ++i)
    EXPECT_NEAR(narrow.d_logits[i], wide.d_logits[i], relative * std::abs(wide.d_logits[i]))
        << "row " << i / sample.columns << ", column " << i % sample.columns << " of "
        << sample.columns;
}

// Logits in eighths, from -40 to 40: rows that are all but certain, of the target or against it.
LossCase in_eighths(const Loss& loss, size_t columns, size_t rows) {
  LossCase sample = random_case(loss, columns, rows, 40);
  for (double& x : sample.logits) x = std::round(x * 8) / 8;
  return sample;
}

// Row r has the largest logit in the columns whose bits r has, and targets go round.
LossCase with_ties(size_t columns) {
  LossCase sample{16, columns, {}, {}};
  for (size_t r = 0; r < sample.rows; ++r) {
    for (size_t k = 0; k < columns; ++k)
      sample.logits.push_back(r >> (k % 4) & 1 ? 2.5 : -10.0 - static_cast<double>(k % 5));
    sample.classes.push_back(static_cast<int32_t>(r * 3 % columns));
  }
  return sample;
}

// 4e-6 is 64 roundings of 2^-24: of exp, quotient and products some eight, of a sum of 70 columns
// the rest. Small rest and small p must not lose digits beside 1.
TEST(CrossEntropyLanes, KeepsTheDigitsOfCertainRows) {
  on_every_instruction_set([] {
    const auto loss = make_loss("cross_entropy");
    for (const size_t columns : kColumns) {
      expect_close(*loss, in_eighths(*loss, columns, 50), 4e-6);
      expect_close(*loss, in_eighths(*loss, columns, 5), 4e-6);
    }
  });
}

TEST(CrossEntropyLanes, CountsEveryColumnThatIsAsLargeAsTheLargest) {
  on_every_instruction_set([] {
    for (const char* name : {"cross_entropy", "softmax_prob"})
      for (const size_t columns : kColumns)
        expect_close(*make_loss(name), with_ties(columns), 4e-6);
  });
}

TEST(CrossEntropyLanes, WeighsAndIgnoresRows) {
  on_every_instruction_set([] {
    for (const size_t columns : kColumns) {
      Map parameters;
      List weights;
      for (size_t k = 0; k < columns; ++k) weights.push_back(k == 1 ? 0.0 : 0.25 * (1.0 + k % 7));
      parameters.set("class_weights", weights);
      parameters.set("ignore_index", int64_t{0});
      const auto loss = make_loss("cross_entropy", parameters);
      const LossCase sample = in_eighths(*loss, columns, 37);
      expect_close(*loss, sample, 4e-6);
      expect_close(*loss, with_ties(columns), 4e-6);
    }
  });
}

// A weight of 0 makes nothing of NaN and +inf, wherever they stand.
TEST(CrossEntropyLanes, ClassesOfNoWeightHideNoBadRow) {
  on_every_instruction_set([] {
    for (const size_t columns : kColumns) {
      Map parameters;
      parameters.set("class_weights", List(columns, Value(0.0)));
      const auto loss = make_loss("cross_entropy", parameters);
      for (const float bad :
           {std::numeric_limits<float>::infinity(), std::numeric_limits<float>::quiet_NaN()})
        for (size_t k = 0; k < columns; ++k) {
          std::vector<float> logits(columns, 1.0f);
          logits[k] = bad;
          const std::vector<int32_t> targets = {1};
          Serial serial;
          const auto found =
              evaluate<float>(*loss, {logits.data(), 1, columns}, {targets, {}}, 1, serial);
          EXPECT_TRUE(std::isnan(found.row_loss[0]))
              << columns << " columns, " << bad << " in " << k;
          EXPECT_TRUE(std::isnan(found.d_logits[k]))
              << columns << " columns, " << bad << " in " << k;
        }
    }
  });
}

}  // namespace
}  // namespace logitbench::testing
