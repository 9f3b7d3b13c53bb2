// How far a sweep under way has come, and what it leaves behind.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <thread>
#include <vector>

#include "core/tests/program.h"

namespace logitbench::end_to_end {

// Lines of all files of the journal.
inline size_t journal_lines(const fs::path& results) {
  size_t lines = 0;
  std::error_code ignored;
  for (const fs::directory_entry& entry : fs::directory_iterator(results / "journal", ignored)) {
    const std::string text = read_file(entry.path());
    lines += static_cast<size_t>(std::count(text.begin(), text.end(), '\n'));
  }
  return lines;
}

// False after a minute.
inline bool wait_until(const std::function<bool()>& done) {
  for (int tries = 0; tries < 12000; ++tries) {
    if (done()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return false;
}

inline bool wait_for_journal(const fs::path& results, size_t lines) {
  return wait_until([&] { return journal_lines(results) >= lines; });
}

// runs.csv without its times.
inline std::vector<CsvRow> untimed(const fs::path& results) {
  std::vector<CsvRow> rows = read_csv(results / "runs.csv");
  for (CsvRow& row : rows) {
    row.erase("samples_per_s");
    row.erase("wall_s");
  }
  return rows;
}

// Curves byte for byte, runs but for their times.
inline void expect_same_results(const fs::path& a, const fs::path& b) {
  EXPECT_TRUE(read_file(a / "curves.csv") == read_file(b / "curves.csv"));
  EXPECT_EQ(untimed(a), untimed(b));
}

}  // namespace logitbench::end_to_end
