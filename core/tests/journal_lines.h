// How far a sweep under way has come, by its journal.
#pragma once

#include <algorithm>
#include <chrono>
#include <functional>
#include <thread>

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

}  // namespace logitbench::end_to_end
