// Numbers as bytes of a file, the least significant first.
#pragma once

#include <bit>
#include <string>

namespace logitbench {

template <class T>
void append_little_endian(std::string& bytes, T value) {
  static_assert(std::endian::native == std::endian::little, "as every processor we build for");
  bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
}

}  // namespace logitbench
