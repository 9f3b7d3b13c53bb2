#include "core/config/config_file.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <optional>
#include <vector>

#include "core/config/config_error.h"
#include "core/config/nearest_name.h"

namespace logitbench {

namespace fs = std::filesystem;

namespace {

std::string nearby_file(const fs::path& file) {
  const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
  std::error_code error;
  if (!fs::is_directory(folder, error))
    return fmt::format("; there is no folder {}", shown(folder.string()));
  constexpr size_t kMostFilesLookedAt = 10000;
  std::vector<std::string> names;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    if (names.size() == kMostFilesLookedAt) break;
    names.push_back(it->path().filename().string());
  }
  const std::optional<std::string> nearest = nearest_name(file.filename().string(), names);
  if (!nearest) return "";
  return fmt::format("; did you mean {}?", shown((file.parent_path() / *nearest).string()));
}

void check_file(const fs::path& file, const Location& start, const std::string& expected,
                uintmax_t most_bytes) {
  std::error_code error;
  const fs::file_status status = fs::status(file, error);
  if (status.type() == fs::file_type::not_found)
    fail(start, "no such file, expected " + expected + nearby_file(file));
  if (error)
    fail(start, fmt::format("cannot be read ({}), expected {}", error.message(), expected));
  if (fs::is_directory(status))
    fail(start, fmt::format("found a folder, expected {} file, e.g. {}", expected,
                            (file / "experiment.yaml").lexically_normal().string()));
  if (!fs::is_regular_file(status))
    fail(start, fmt::format("found a pipe or device, expected {} in a regular file", expected));
  const uintmax_t bytes = fs::file_size(file, error);
  if (!error && bytes > most_bytes)
    fail(start, fmt::format("found {} bytes, expected {} of at most {}; put data into files that a "
                            "dataset reads",
                            bytes, expected, most_bytes));
}

// Length of the UTF-8 sequence at `i`, 0 if there is none (overlong forms and surrogates among it).
size_t utf8_length(const std::string& text, size_t i) {
  const auto byte = [&](size_t k) -> unsigned {
    return k < text.size() ? static_cast<unsigned char>(text[k]) : 0u;
  };
  const auto follows = [&](size_t k) { return (byte(k) & 0xc0) == 0x80; };
  const unsigned first = byte(i), second = byte(i + 1);
  if (first < 0x80) return 1;
  if (first >= 0xc2 && first <= 0xdf) return follows(i + 1) ? 2 : 0;
  if (first >= 0xe0 && first <= 0xef) {
    const bool valid = !(first == 0xe0 && second < 0xa0) && !(first == 0xed && second > 0x9f);
    return valid && follows(i + 1) && follows(i + 2) ? 3 : 0;
  }
  if (first >= 0xf0 && first <= 0xf4) {
    const bool valid = !(first == 0xf0 && second < 0x90) && !(first == 0xf4 && second > 0x8f);
    return valid && follows(i + 1) && follows(i + 2) && follows(i + 3) ? 4 : 0;
  }
  return 0;
}

}  // namespace

void check_text(const std::string& text, const Location& start) {
  Location at{start.source, 1, 1};
  bool indenting = true;
  for (size_t i = 0; i < text.size();) {
    const char c = text[i];
    if (c == '\0') fail(at, "found a zero byte, expected text in UTF-8");
    const size_t length = utf8_length(text, i);
    if (length == 0)
      fail(at, fmt::format("found byte 0x{:02x}, which is not UTF-8, expected text in UTF-8",
                           static_cast<unsigned char>(c)));
    if (indenting && c == '\t') {
      const size_t content = text.find_first_not_of(" \t\r", i);
      if (content != std::string::npos && text[content] != '\n')
        fail(at, "found a tab in the indentation, expected spaces; indent with spaces");
    }
    if (c != ' ') indenting = false;
    i += length;
    at.column += static_cast<int>(length);
    if (c == '\n') {
      ++at.line;
      at.column = 1;
      indenting = true;
    }
  }
}

ConfigText read_config_text(const fs::path& file, const std::string& expected,
                            uintmax_t most_bytes) {
  ConfigText result;
  result.start.source = std::make_shared<const ConfigSource>(
      ConfigSource{file.string(), fs::absolute(file).lexically_normal().parent_path()});
  check_file(file, result.start, expected, most_bytes);
  errno = 0;
  std::ifstream stream(file, std::ios::binary);
  if (!stream)
    fail(result.start,
         fmt::format("cannot be read ({}), expected {}", std::strerror(errno), expected));
  // The size was checked; a file that grows meanwhile is still not read beyond the limit.
  std::error_code unknown;
  const uintmax_t size = fs::file_size(file, unknown);
  const uintmax_t bytes = unknown ? most_bytes : std::min(size, most_bytes);
  result.text.resize(bytes + 1);
  stream.read(result.text.data(), static_cast<std::streamsize>(result.text.size()));
  if (stream.bad()) fail(result.start, "cannot be read to its end, expected " + expected);
  result.text.resize(static_cast<size_t>(stream.gcount()));
  if (result.text.size() > bytes)
    fail(result.start, fmt::format("grew beyond {} bytes while it was read", bytes));
  if (result.text.starts_with("\xef\xbb\xbf")) result.text.erase(0, 3);
  if (result.text.find_first_not_of(" \t\r\n") == std::string::npos)
    fail(result.start, "is empty, expected " + expected);
  check_text(result.text, result.start);
  return result;
}

}  // namespace logitbench
