#include <cmath>
#include <limits>

#include "plugins/datasets/testing/load_dataset.h"

namespace logitbench::testing {
namespace {

using Rows = std::vector<std::vector<double>>;

List list_of_rows(const Rows& rows) {
  List list;
  for (const auto& row : rows) list.emplace_back(List(row.begin(), row.end()));
  return list;
}

List list_of_classes(std::initializer_list<int> classes) {
  return List(classes.begin(), classes.end());
}

Dataset load_inline(const List& values, const List& targets, const Value& classes = {}) {
  return load_dataset("inline",
                      map_with({{"values", values}, {"targets", targets}, {"classes", classes}}));
}

std::string refusal(const List& values, const List& targets, const Value& classes = {}) {
  return error_of(ExitCode::bad_config, [&] { load_inline(values, targets, classes); });
}

TEST(Inline, KeepsDoublesAsTheyAre) {
  const double infinity = std::numeric_limits<double>::infinity();
  const Dataset data = load_inline(list_of_rows({{0.1, -infinity}, {1e-300, std::nan("")}}),
                                   list_of_classes({0, 2}));
  EXPECT_EQ(data.classes, 3u);
  EXPECT_EQ(data.train.features.rows, 2u);
  EXPECT_EQ(data.train.features.shape, (Shape{1, 1, 2}));
  EXPECT_EQ(data.train.targets.classes, (std::vector<int32_t>{0, 2}));
  EXPECT_TRUE(data.train.targets.weights.empty());
  EXPECT_FALSE(data.test);
  const auto& values = std::get<std::vector<double>>(data.train.features.values);
  ASSERT_EQ(values.size(), 4u);
  EXPECT_EQ(values[0], 0.1);
  EXPECT_EQ(values[1], -infinity);
  EXPECT_EQ(values[2], 1e-300);
  EXPECT_TRUE(std::isnan(values[3]));
}

TEST(Inline, TakesRowsOfWeightsWithoutNormalizingThem) {
  const Dataset data = load_inline(list_of_rows({{1}, {2}}), list_of_rows({{4, 3, 2}, {-1, 0, 7}}));
  EXPECT_EQ(data.classes, 3u);
  EXPECT_TRUE(data.train.targets.classes.empty());
  EXPECT_EQ(data.train.targets.weights, (std::vector<double>{4, 3, 2, -1, 0, 7}));
}

TEST(Inline, TakesIntegersForReals) {
  const Dataset data = load_inline({Value(List{1, 2.5})}, {Value(List{0, 1})});
  EXPECT_EQ(std::get<std::vector<double>>(data.train.features.values), (std::vector{1, 2.5}));
  EXPECT_EQ(data.train.targets.weights, (std::vector<double>{0, 1}));
}

TEST(Inline, ClassesMayExceedTheTargets) {
  EXPECT_EQ(load_inline(list_of_rows({{1}}), list_of_classes({0}), 5).classes, 5u);
}

TEST(Inline, RefusesWhatContradictsItselfAndNamesTheRow) {
  const List two = list_of_rows({{1, 2}, {3, 4}});
  EXPECT_EQ(refusal(list_of_rows({{1, 2}, {3}}), list_of_classes({0, 1})),
            "inline: row 2 of `values` has 1 numbers; expected 2");
  EXPECT_EQ(refusal(two, list_of_rows({{1, 0}, {1, 0, 0}})),
            "inline: row 2 of `targets` has 3 numbers; expected 2");
  EXPECT_EQ(refusal(two, list_of_rows({{1, 0}, {1, 0}}), 3),
            "inline: row 1 of `targets` has 2 numbers; expected 3");
  EXPECT_EQ(refusal(two, list_of_classes({0, 3}), 3),
            "inline: row 2 of `targets` is class 3; expected a class from 0 to 2");
  EXPECT_EQ(refusal(two, list_of_classes({-1, 0})),
            "inline: row 1 of `targets` is class -1; expected a class from 0 to 999999");
  EXPECT_EQ(refusal(two, list_of_classes({0})),
            "inline: `values` has 2 rows, `targets` 1; expected as many of one as of the other, "
            "and at least one");
  EXPECT_EQ(refusal(two, {0, List{1.0, 0.0}}),
            "inline: row 2 of `targets` is a row of numbers and row 1 a class index; expected the "
            "same kind in every row");
  EXPECT_EQ(refusal(two, {List{1.0, 0.0}, 1}),
            "inline: row 2 of `targets` is a class index and row 1 a row of numbers; expected the "
            "same kind in every row");
  EXPECT_EQ(refusal({Value(List{})}, list_of_classes({0})),
            "inline: row 1 of `values` is empty; expected numbers");
  EXPECT_EQ(refusal(list_of_rows({{1}}), {Value(List{})}),
            "inline: row 1 of `targets` is empty; expected numbers");
  EXPECT_NE(refusal({}, {}), "");
}

}  // namespace
}  // namespace logitbench::testing
