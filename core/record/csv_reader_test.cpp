#include "core/record/csv_reader.h"

#include <gtest/gtest.h>

#include "core/record/csv_writer.h"
#include "core/record/number_text.h"

namespace logitbench {
namespace {

using Cells = std::vector<std::string>;

TEST(CsvReader, ReadsWhatTheWriterWrites) {
  CsvWriter writer({"a", "b"});
  const Cells hard = {"x,\"y\"\nz", ""};
  writer.row(hard);
  writer.row({"1", "\r"});
  CsvReader reader(writer.text());
  Cells cells;
  ASSERT_TRUE(reader.next(cells));
  EXPECT_EQ(cells, (Cells{"a", "b"}));
  ASSERT_TRUE(reader.next(cells));
  EXPECT_EQ(cells, hard);
  EXPECT_EQ(reader.line(), 2u);
  ASSERT_TRUE(reader.next(cells));
  EXPECT_EQ(cells, (Cells{"1", "\r"}));
  EXPECT_EQ(reader.line(), 4u);
  EXPECT_FALSE(reader.next(cells));
  EXPECT_FALSE(reader.is_cut());
  EXPECT_EQ(reader.other_line_end(), 0u);
}

bool is_cut(const std::string& text) {
  CsvReader reader(text);
  for (Cells cells; reader.next(cells);) {
  }
  return reader.is_cut();
}

TEST(CsvReader, NoticesATextThatEndsWithinALine) {
  EXPECT_FALSE(is_cut("a,b\n1,2\n"));
  EXPECT_TRUE(is_cut("a,b\n1,2"));
  EXPECT_TRUE(is_cut("a,b\n1,\"2\n"));
}

TEST(CsvReader, NoticesOtherLineEnds) {
  CsvReader reader("a\nb\r\nc\r\n");
  Cells cells;
  reader.next(cells);
  EXPECT_EQ(reader.other_line_end(), 0u);
  reader.next(cells);
  EXPECT_EQ(cells, Cells{"b"});
  reader.next(cells);
  EXPECT_EQ(reader.other_line_end(), 2u);
}

TEST(CsvReader, TellsIntegersAndNumbers) {
  EXPECT_EQ(integer_cell("12"), 12u);
  for (const char* cell : {"", "-1", "1.0", "1e3", " 1", "18446744073709551616"})
    EXPECT_FALSE(integer_cell(cell)) << cell;
  for (const char* cell : {"nan", "inf", "-inf", "0.5", "-1e-07", "3"})
    EXPECT_TRUE(number_cell(cell).has_value()) << cell;
  EXPECT_TRUE(number_cell(number_text(5e-324)).has_value());
  for (const char* cell : {"", "NaN", "-nan", "infinity", "1,5", "0x1", "1e400", "1 "})
    EXPECT_FALSE(number_cell(cell).has_value()) << cell;
}

}  // namespace
}  // namespace logitbench
