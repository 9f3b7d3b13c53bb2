#include "core/record/csv_writer.h"

#include <gtest/gtest.h>

#include <stdexcept>

namespace logitbench {
namespace {

TEST(CsvWriter, WritesOneHeaderAndLfLines) {
  CsvWriter csv({"run_id", "loss"});
  csv.row({"a", "0.5"});
  csv.row({"b", ""});
  EXPECT_EQ(csv.text(), "run_id,loss\na,0.5\nb,\n");
}

TEST(CsvWriter, QuotesOnlyWhereNeeded) {
  EXPECT_EQ(csv_cell("plain text"), "plain text");
  EXPECT_EQ(csv_cell("[64, 32]"), "\"[64, 32]\"");
  EXPECT_EQ(csv_cell("a \"b\""), "\"a \"\"b\"\"\"");
  EXPECT_EQ(csv_cell("two\nlines"), "\"two\nlines\"");
  EXPECT_EQ(csv_cell("cr\r"), "\"cr\r\"");
}

TEST(CsvWriter, RefusesARowThatDoesNotFitTheHeader) {
  CsvWriter csv({"a", "b"});
  EXPECT_THROW(csv.row({"1"}), std::logic_error);
  EXPECT_THROW(csv.row({"1", "2", "3"}), std::logic_error);
  EXPECT_EQ(csv.text(), "a,b\n");
}

}  // namespace
}  // namespace logitbench
