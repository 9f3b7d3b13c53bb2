#include "core/data/sha256.h"

#include <openssl/evp.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <new>
#include <vector>

#include <logitbench/error.h>

namespace logitbench {

struct Sha256::Context {
  EVP_MD_CTX* evp = EVP_MD_CTX_new();
  ~Context() { EVP_MD_CTX_free(evp); }
};

namespace {

// Looked up once: each lookup takes longer than hashing the config of a run.
const EVP_MD* algorithm() {
  static const EVP_MD* const sha256 = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return sha256;
}

}  // namespace

Sha256::Sha256() : context_(std::make_unique<Context>()) {
  if (context_->evp == nullptr) throw std::bad_alloc();
  if (EVP_DigestInit_ex(context_->evp, algorithm(), nullptr) != 1)
    throw std::runtime_error("OpenSSL does not offer SHA-256");
}

Sha256::~Sha256() = default;

void Sha256::add(const void* bytes, size_t count) {
  if (EVP_DigestUpdate(context_->evp, bytes, count) != 1)
    throw std::runtime_error("OpenSSL: SHA-256 failed");
}

std::string Sha256::hex() {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned length = 0;
  if (EVP_DigestFinal_ex(context_->evp, digest, &length) != 1)
    throw std::runtime_error("OpenSSL: SHA-256 failed");
  constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  for (unsigned i = 0; i < length; ++i) {
    text += kDigits[digest[i] >> 4];
    text += kDigits[digest[i] & 15];
  }
  return text;
}

std::string sha256_hex(std::string_view bytes) {
  Sha256 hash;
  hash.add(bytes.data(), bytes.size());
  return hash.hex();
}

std::string sha256_hex_of_file(const std::filesystem::path& file) {
  constexpr size_t kPieceBytes = size_t{1} << 18;
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> in(std::fopen(file.c_str(), "rb"),
                                                           &std::fclose);
  if (!in) throw DataError(file.string() + ": cannot be opened: " + std::strerror(errno));
  Sha256 hash;
  std::vector<char> piece(kPieceBytes);
  while (const size_t got = std::fread(piece.data(), 1, piece.size(), in.get()))
    hash.add(piece.data(), got);
  if (std::ferror(in.get()))
    throw DataError(file.string() + ": cannot be read: " + std::strerror(errno));
  return hash.hex();
}

}  // namespace logitbench
