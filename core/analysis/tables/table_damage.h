// What a table that cannot be read says.
#pragma once

#include <filesystem>
#include <string>

namespace logitbench {

// Throws DataError: "<file>:<line>: <what>; <what to do>".
[[noreturn]] void throw_table_damage(const std::filesystem::path& file, size_t line,
                                     const std::string& what);

// Of a file that ends before a line end.
inline constexpr const char* kCutLine = "the file ends within this line: what follows is lost";

// Names with commas between them.
std::string header_text(const auto& names) {
  std::string text;
  for (const auto& name : names) (text += text.empty() ? "" : ",") += name;
  return text;
}

}  // namespace logitbench
