#include "idx_file.h"

#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
#include <string>

#include <logitbench/error.h>

namespace logitbench {

namespace fs = std::filesystem;

namespace {

constexpr size_t kPieceBytes = size_t{1} << 20;
constexpr uint64_t kMaxDataBytes = uint64_t{1} << 33;  // a hundred times MNIST
// Deflate's best: 258 bytes from two bits (zlib's technical details), headers beside it.
constexpr uint64_t kMaxExpansion = 1032;

[[noreturn]] void refuse(const fs::path& file, const std::string& why) {
  throw DataError(file.string() + ": " + why);
}

class GzReader {
 public:
  explicit GzReader(const fs::path& file) : file_(file) {
    std::error_code error;
    if (!fs::exists(file, error)) refuse(file, "there is no such file");
    // A pipe would hang, and a folder opens but cannot be read.
    if (!fs::is_regular_file(file, error)) refuse(file, "this is not a regular file");
    stored_bytes_ = fs::file_size(file, error);
    errno = 0;
    stream_.reset(gzopen(file.c_str(), "rb"));
    if (!stream_) refuse(file, std::string("cannot be opened: ") + std::strerror(errno));
  }

  // Fewer than asked for only at the end of the content.
  size_t read(uint8_t* out, size_t bytes) {
    size_t done = 0;
    while (done < bytes) {
      const unsigned piece = static_cast<unsigned>(std::min(bytes - done, kPieceBytes));
      const int got = gzread(stream_.get(), out + done, piece);
      if (got < 0) refuse(file_, "cannot be read: " + reason());
      done += static_cast<size_t>(got);
      if (static_cast<unsigned>(got) < piece) {
        int code = Z_OK;
        gzerror(stream_.get(), &code);
        if (code != Z_OK) refuse(file_, "cannot be read: " + reason());
        break;
      }
    }
    return done;
  }

  // No content can be larger, whatever its header says.
  uint64_t largest_content() {
    return gzdirect(stream_.get()) ? stored_bytes_ : stored_bytes_ * kMaxExpansion;
  }

 private:
  struct Close {
    void operator()(gzFile stream) const { gzclose(stream); }
  };

  std::string reason() {
    int code = Z_OK;
    const char* text = gzerror(stream_.get(), &code);
    if (code == Z_ERRNO) return std::strerror(errno);
    if (code == Z_BUF_ERROR) return "the gzip stream ends too early";
    return std::string("the gzip stream is damaged (") + text + ")";
  }

  fs::path file_;
  uint64_t stored_bytes_ = 0;
  std::unique_ptr<gzFile_s, Close> stream_;
};

struct Header {
  std::vector<uint32_t> dimensions;
  uint64_t data_bytes = 1;
};

std::string hex(const uint8_t* bytes, size_t count) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  for (size_t i = 0; i < count; ++i) {
    if (i > 0) text += ' ';
    text += kDigits[bytes[i] >> 4];
    text += kDigits[bytes[i] & 15];
  }
  return text;
}

std::string sizes(const std::vector<uint32_t>& dimensions) {
  std::string text;
  for (uint32_t dimension : dimensions)
    text += (text.empty() ? "" : " x ") + std::to_string(dimension);
  return text;
}

Header read_header(GzReader& reader, const fs::path& file, size_t dimension_count,
                   const std::string& holding) {
  const std::string expected = "expected an IDX file of " + holding +
                               ", which starts with 00 00 08 0" + std::to_string(dimension_count);
  uint8_t magic[4];
  const size_t got = reader.read(magic, sizeof magic);
  if (got < sizeof magic)
    refuse(file, "the content ends after " + std::to_string(got) + " bytes; " + expected);
  if (magic[0] != 0 || magic[1] != 0)
    refuse(file, "starts with " + hex(magic, sizeof magic) + "; " + expected);
  if (magic[2] != 8)
    refuse(file, "holds IDX data of type 0x" + hex(magic + 2, 1) + "; " + expected +
                     " (type 0x08, unsigned bytes)");
  if (magic[3] != dimension_count)
    refuse(file, "has " + std::to_string(magic[3]) + " dimensions; " + expected);

  Header header;
  for (size_t i = 0; i < dimension_count; ++i) {
    uint8_t word[4];
    if (reader.read(word, sizeof word) < sizeof word)
      refuse(file, "the content ends inside the header; " + expected + " and " +
                       std::to_string(dimension_count) + " sizes of 4 bytes each");
    header.dimensions.push_back(uint32_t{word[0]} << 24 | uint32_t{word[1]} << 16 |
                                uint32_t{word[2]} << 8 | uint32_t{word[3]});
    if (__builtin_mul_overflow(header.data_bytes, header.dimensions.back(), &header.data_bytes))
      header.data_bytes = UINT64_MAX;
    if (header.dimensions.back() == 0)
      refuse(file, "a size in the header is 0 (" + sizes(header.dimensions) +
                       "); expected at least one of " + holding);
  }
  const uint64_t largest = std::min(reader.largest_content(), kMaxDataBytes);
  if (header.data_bytes > largest)
    refuse(file, "the header says " + sizes(header.dimensions) + ", which is " +
                     (header.data_bytes == UINT64_MAX ? "more than 2^64"
                                                      : std::to_string(header.data_bytes)) +
                     " bytes; the file can hold no more than " + std::to_string(largest) +
                     ": it is truncated, or the header is damaged");
  return header;
}

std::vector<uint8_t> read_data(GzReader& reader, const fs::path& file, const Header& header) {
  std::vector<uint8_t> data;
  while (data.size() < header.data_bytes) {
    const size_t before = data.size();
    const size_t wanted =
        std::min<uint64_t>(std::max(before, kPieceBytes), header.data_bytes - before);
    data.resize(before + wanted);
    const size_t got = reader.read(data.data() + before, wanted);
    if (got < wanted)
      refuse(file, "the content is truncated: the header says " + sizes(header.dimensions) + " = " +
                       std::to_string(header.data_bytes) + " bytes of data, found " +
                       std::to_string(before + got));
  }
  uint8_t beyond = 0;
  if (reader.read(&beyond, 1) != 0)
    refuse(file, "bytes follow after the " + std::to_string(header.data_bytes) +
                     " that the header says (" + sizes(header.dimensions) + "); expected the end");
  return data;
}

}  // namespace

IdxImages read_idx_images(const fs::path& file) {
  GzReader reader(file);
  const Header header = read_header(reader, file, 3, "images");
  return {header.dimensions[0], header.dimensions[1], header.dimensions[2],
          read_data(reader, file, header)};
}

std::vector<uint8_t> read_idx_labels(const fs::path& file) {
  GzReader reader(file);
  return read_data(reader, file, read_header(reader, file, 1, "labels"));
}

}  // namespace logitbench
