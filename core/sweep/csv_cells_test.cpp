#include "core/sweep/csv_cells.h"

#include <gtest/gtest.h>

#include "core/config/config_error.h"

namespace logitbench {
namespace {

using Texts = std::vector<std::vector<std::string>>;

Location start() {
  return {std::make_shared<const ConfigSource>(ConfigSource{"a.csv", "."}), 0, 0};
}

Texts texts(const std::string& csv) {
  CsvCells reader(csv, start());
  Texts result;
  for (std::vector<CsvCell> cells; reader.next(cells);) {
    result.emplace_back();
    for (const CsvCell& cell : cells) result.back().push_back(cell.text);
  }
  return result;
}

TEST(CsvCells, takes_what_people_and_programs_write) {
  const Texts wanted = {{"a", "b,\"c\""}, {"", "two\nlines"}, {"x", ""}};
  EXPECT_EQ(texts("a,\"b,\"\"c\"\"\"\n,\"two\nlines\"\nx,\n"), wanted);
  EXPECT_EQ(texts("a,\"b,\"\"c\"\"\"\r\n,\"two\nlines\"\r\n\r\nx,"), wanted);
  EXPECT_EQ(texts(""), Texts());
  EXPECT_EQ(texts("\n \n"), Texts());
  EXPECT_EQ(texts("\"\"\n"), (Texts{{""}})) << "quotes make a line of its own";
}

TEST(CsvCells, says_where_a_cell_stands) {
  const std::string csv = "a,b\n\n\"1\n2\",3\nx,y";
  CsvCells reader(csv, start());
  std::vector<std::string> places;
  for (std::vector<CsvCell> cells; reader.next(cells);) places.push_back(to_text(cells.back().at));
  EXPECT_EQ(places, (std::vector<std::string>{"a.csv:1:3", "a.csv:4:4", "a.csv:5:3"}));
}

TEST(CsvCells, refuses_quotes_that_do_not_hold_a_cell) {
  EXPECT_THROW(texts("a\"b\"\n"), ConfigError);
  EXPECT_THROW(texts("\"a\"b\n"), ConfigError);
  EXPECT_THROW(texts("\"a\n"), ConfigError);
}

}  // namespace
}  // namespace logitbench
