#include "core/data/incoming_file.h"

#include <fcntl.h>
#include <logitbench/error.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <vector>

#include "core/data/cache_lock.h"

namespace logitbench {

namespace fs = std::filesystem;

namespace {

constexpr size_t kPieceBytes = size_t{1} << 18;

[[noreturn]] void cannot(const char* what, const fs::path& file) {
  throw DataError(std::string("cannot ") + what + " " + file.string() + ": " +
                  std::strerror(errno));
}

}  // namespace

struct IncomingFile::Inflater {
  z_stream stream{};
  bool at_end = false;
  std::vector<char> piece = std::vector<char>(kPieceBytes);

  Inflater() {
    constexpr int kGzipHeader = 16;
    if (inflateInit2(&stream, MAX_WBITS + kGzipHeader) != Z_OK) throw std::bad_alloc();
  }
  ~Inflater() { inflateEnd(&stream); }
};

IncomingFile::IncomingFile(const fs::path& folder, const DataFile& expected)
    : folder_(folder),
      expected_(expected),
      temporary_((folder / (std::string(kIncomingPrefix) + "XXXXXX")).string()) {
  file_ = mkostemp(temporary_.data(), O_CLOEXEC);
  if (file_ < 0) cannot("write in", folder);
  fchmod(file_, 0644);  // a cache may be shared; mkostemp keeps it to oneself
}

IncomingFile::~IncomingFile() {
  if (file_ < 0) return;
  close(file_);
  unlink(temporary_.c_str());
}

void IncomingFile::take(std::string_view bytes) {
  // Deflate adds five bytes a block of 16 KB at worst; a stream of empty blocks would never end.
  constexpr uint64_t kAddedByGzip = 65536;
  taken_ += bytes.size();
  if (taken_ > expected_.bytes + expected_.bytes / 1000 + kAddedByGzip)
    throw DataError("it is larger than the " + std::to_string(expected_.bytes) +
                    " bytes that are expected");
  if (told_) {
    inflater_ ? unpack(bytes) : write(bytes.data(), bytes.size());
    return;
  }
  start_ += bytes;
  if (start_.size() < 2) return;
  told_ = true;
  if (start_.starts_with("\x1f\x8b")) inflater_ = std::make_unique<Inflater>();
  inflater_ ? unpack(start_) : write(start_.data(), start_.size());
}

void IncomingFile::unpack(std::string_view bytes) {
  z_stream& stream = inflater_->stream;
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  do {
    if (inflater_->at_end) {
      if (stream.avail_in == 0) return;
      inflateReset(&stream);  // gzip files may be concatenated
      inflater_->at_end = false;
    }
    stream.next_out = reinterpret_cast<Bytef*>(inflater_->piece.data());
    stream.avail_out = static_cast<uInt>(inflater_->piece.size());
    const int code = inflate(&stream, Z_NO_FLUSH);
    if (code != Z_OK && code != Z_STREAM_END && code != Z_BUF_ERROR)
      throw DataError(std::string("the gzip stream is damaged (") +
                      (stream.msg ? stream.msg : zError(code)) + ")");
    write(inflater_->piece.data(), inflater_->piece.size() - stream.avail_out);
    inflater_->at_end = code == Z_STREAM_END;
  } while (stream.avail_in > 0 || stream.avail_out == 0);
}

void IncomingFile::write(const char* bytes, size_t count) {
  written_ += count;
  if (written_ > expected_.bytes)
    throw DataError("its content is larger than the " + std::to_string(expected_.bytes) +
                    " bytes that are expected");
  hash_.add(bytes, count);
  while (count > 0) {
    const ssize_t done = ::write(file_, bytes, count);
    if (done < 0 && errno == EINTR) continue;
    if (done < 0) cannot("write", temporary_);
    bytes += done;
    count -= static_cast<size_t>(done);
  }
}

void IncomingFile::commit() {
  if (!told_) write(start_.data(), start_.size());
  if (inflater_ && !inflater_->at_end) throw DataError("the gzip stream ends too early");
  if (written_ != expected_.bytes)
    throw DataError("it has " + std::to_string(written_) + " bytes; expected " +
                    std::to_string(expected_.bytes));
  const std::string found = hash_.hex();
  if (found != expected_.sha256)
    throw DataError("its SHA-256 is " + found + "; expected " + expected_.sha256);
  const fs::path place = folder_ / expected_.name;
  if (fsync(file_) != 0) cannot("write", temporary_);
  if (rename(temporary_.c_str(), place.c_str()) != 0) cannot("write", place);
  close(file_);
  file_ = -1;
  // The new name must survive a power cut too; where a folder cannot be synced it is not ours to
  // say.
  if (const int folder = open(folder_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); folder >= 0) {
    fsync(folder);
    close(folder);
  }
}

void install_file(const fs::path& from, const fs::path& folder, const DataFile& expected) {
  std::error_code error;
  if (!fs::is_regular_file(from, error)) throw DataError("it is not a regular file");
  std::ifstream in(from, std::ios::binary);
  if (!in) throw DataError(std::string("it cannot be opened: ") + std::strerror(errno));
  IncomingFile incoming(folder, expected);
  std::vector<char> piece(kPieceBytes);
  while (in.read(piece.data(), static_cast<std::streamsize>(piece.size())), in.gcount() > 0)
    incoming.take({piece.data(), static_cast<size_t>(in.gcount())});
  if (in.bad()) throw DataError(std::string("it cannot be read: ") + std::strerror(errno));
  incoming.commit();
}

}  // namespace logitbench
