// For tests: a data source of two small files, and a cache of the test's own.
#pragma once

#include <stdlib.h>

#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include <logitbench/dataset.h>
#include <logitbench/error.h>
#include <logitbench_testing/temporary_folder.h>

#include "core/data/sha256.h"

namespace logitbench {

class ScopedVariable {
 public:
  ScopedVariable(const char* name, const std::string& value) : name_(name) {
    if (const char* before = getenv(name)) before_ = before;
    setenv(name, value.c_str(), 1);
  }
  ~ScopedVariable() {
    if (before_)
      setenv(name_, before_->c_str(), 1);
    else
      unsetenv(name_);
  }
  ScopedVariable(const ScopedVariable&) = delete;
  ScopedVariable& operator=(const ScopedVariable&) = delete;

 private:
  const char* name_;
  std::optional<std::string> before_;
};

inline const std::string kImages = [] {
  std::string bytes;
  for (uint32_t i = 0, state = 1; i < 100'000; ++i, state = state * 1664525 + 1013904223)
    bytes += static_cast<char>(state >> 24);
  return bytes;
}();
inline const std::string kLabels = "labels, few";

inline DataSource small_source() {
  return {"small",
          {{"images", sha256_hex(kImages), kImages.size()},
           {"labels", sha256_hex(kLabels), kLabels.size()}},
          {},
          "",
          ""};
}

// A folder in which the cache (cache()) and other things of the test lie.
class DataWorkplace {
 public:
  const std::filesystem::path& path() const { return folder_.path(); }
  std::filesystem::path cache() const { return path() / "data/small"; }
  std::filesystem::path make_folder(const std::string& name,
                                    const std::map<std::string, std::string>& files) const {
    std::filesystem::create_directories(path() / name);
    for (const auto& [file, content] : files) write_text(path() / name / file, content);
    return path() / name;
  }

 private:
  TemporaryFolder folder_;
  ScopedVariable variable_{"LOGITBENCH_DATA", (folder_.path() / "data").string()};
};

// The message of the DataError that `call` throws; empty if it throws none.
template <class Call>
std::string data_error_of(Call&& call) {
  try {
    call();
  } catch (const DataError& error) {
    return error.what();
  }
  return "";
}

}  // namespace logitbench
