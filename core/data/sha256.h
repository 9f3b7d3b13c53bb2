// SHA-256 (FIPS 180-4), as lower-case hex.
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace logitbench {

// Not thread safe. After hex() it takes nothing more.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  void add(const void* bytes, size_t count);
  std::string hex();

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

std::string sha256_hex(std::string_view bytes);

// Throws DataError if the file cannot be read.
std::string sha256_hex_of_file(const std::filesystem::path& file);

}  // namespace logitbench
