// For tests of what reads a CSV: its text, read from a file, and what it is refused with.
#pragma once

#include <gtest/gtest.h>
#include <logitbench/error.h>

#include <string>
#include <utility>

#include "core/testing/temporary_folder.h"

namespace logitbench {

// `read_file` takes the file's path.
template <auto read_file>
class TableFileTest : public testing::Test {
 protected:
  explicit TableFileTest(std::string file_name) : file_name_(std::move(file_name)) {}

  auto read(const std::string& text) const {
    write_text(folder.path() / file_name_, text);
    return read_file(folder.path() / file_name_);
  }
  std::string refusal(const std::string& text) const {
    try {
      read(text);
    } catch (const DataError& error) {
      return error.what();
    }
    return "read";
  }
  const TemporaryFolder folder;

 private:
  std::string file_name_;
};

}  // namespace logitbench
