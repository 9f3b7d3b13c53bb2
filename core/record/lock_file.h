// A file that processes hold, one alone or several together; a killed process gives it up.
#pragma once

#include <filesystem>
#include <string>

namespace logitbench {

// Held until destruction. Throws ResultsError where the file cannot be made or locked at all.
class LockFile {
 public:
  explicit LockFile(std::filesystem::path file);
  ~LockFile();
  LockFile(LockFile&& other) noexcept;
  LockFile& operator=(LockFile&& other) noexcept;

  // False where others hold it; what was held before is then given up.
  bool try_alone();
  bool try_together();
  void wait_alone();

  // False where the file was moved away between opening and locking it.
  bool still_there() const;

  // "process 12 on host", and `more` behind it: of whoever wrote it last.
  void write_holder(const std::string& more = "");
  std::string holder() const;

 private:
  bool lock(int operation);

  std::filesystem::path file_;
  int descriptor_ = -1;
};

}  // namespace logitbench
