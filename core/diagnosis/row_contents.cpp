#include "core/diagnosis/row_contents.h"

#include <algorithm>
#include <cstring>

namespace logitbench {

namespace {

// Rounds of MurmurHash3's 64-bit finalizer (Appleby, public domain), chained over the words.
uint64_t mix(uint64_t h) {
  h ^= h >> 33;
  h *= 0xff51afd7ed558ccdULL;
  h ^= h >> 33;
  h *= 0xc4ceb9fe1a85ec53ULL;
  return h ^ (h >> 33);
}

uint64_t hash_bytes(const unsigned char* bytes, size_t size) {
  uint64_t h = size;
  for (size_t i = 0; i < size; i += sizeof(uint64_t)) {
    uint64_t word = 0;
    std::memcpy(&word, bytes + i, std::min(sizeof word, size - i));
    h = mix(h ^ word) + 0x9e3779b97f4a7c15ULL;
  }
  return h;
}

}  // namespace

std::vector<uint64_t> row_hashes(const Features& features) {
  const size_t size = features.shape.size();
  std::vector<uint64_t> hashes(features.rows);
  std::visit(
      [&]<class T>(const std::vector<T>& values) {
        for (size_t r = 0; r < features.rows; ++r)
          hashes[r] = hash_bytes(reinterpret_cast<const unsigned char*>(values.data() + r * size),
                                 size * sizeof(T));
      },
      features.values);
  return hashes;
}

size_t constant_features(const Features& features) {
  const size_t size = features.shape.size();
  std::vector<uint8_t> changes(size, 0);
  std::visit(
      [&](const auto& values) {
        for (size_t r = 1; r < features.rows; ++r)
          for (size_t i = 0; i < size; ++i)
            changes[i] |= static_cast<uint8_t>(values[r * size + i] != values[i]);
      },
      features.values);
  size_t constant = 0;
  for (const uint8_t changed : changes) constant += changed == 0 ? 1 : 0;
  return constant;
}

}  // namespace logitbench
