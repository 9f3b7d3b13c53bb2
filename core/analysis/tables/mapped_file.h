// A file's bytes, mapped: read as they are touched, by as many threads as like.
#pragma once

#include <filesystem>
#include <string_view>

namespace logitbench {

class MappedFile {
 public:
  // Throws DataError, naming the file, where it cannot be opened or mapped. What is in it must not
  // be cut short meanwhile; tables are replaced as a whole, which leaves this one as it is.
  explicit MappedFile(const std::filesystem::path& file);
  ~MappedFile();
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  std::string_view text() const { return text_; }

 private:
  std::string_view text_;
};

}  // namespace logitbench
