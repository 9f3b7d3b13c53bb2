#include "core/analysis/tables/mapped_file.h"

#include <fcntl.h>
#include <logitbench/error.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace logitbench {

MappedFile::MappedFile(const std::filesystem::path& file) {
  const auto fail = [&] {
    throw DataError(file.string() + " cannot be read: " + std::strerror(errno));
  };
  const int descriptor = open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) fail();
  struct stat state {};
  void* bytes = nullptr;
  const bool known = fstat(descriptor, &state) == 0;
  const auto size = static_cast<size_t>(state.st_size);
  const bool regular = known && S_ISREG(state.st_mode);
  if (regular && size > 0) bytes = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor, 0);
  const int error = errno;
  close(descriptor);
  errno = error;
  if (!known || bytes == MAP_FAILED) fail();
  if (!regular) throw DataError(file.string() + " is no file");
  if (size > 0) text_ = {static_cast<const char*>(bytes), size};
}

MappedFile::~MappedFile() {
  if (!text_.empty()) munmap(const_cast<char*>(text_.data()), text_.size());
}

}  // namespace logitbench
