#include "tools/logitbench/environment_words.h"

#include <fmt/format.h>

#include "core/record/json_member.h"
#include "tools/logitbench/report/repeat_command.h"
#include "tools/logitbench/report/setting_words.h"

namespace logitbench {

std::string plain_text(const Json& value) {
  if (value.is_null()) return "";
  return value.is_string() ? value.get<std::string>()
                           : value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string plain_member(const Json& json, const char* name) {
  return plain_text(member_or_null(json, name));
}

std::string command_words(const Json& words) {
  std::string line;
  for (const Json& word : words) line += (line.empty() ? "" : " ") + shell_quoted(plain_text(word));
  return line;
}

std::string git_words(const Json& manifest) {
  const Json git = member_or_null(manifest, "git");
  return plain_member(git, "commit") +
         (plain_member(git, "dirty") == "true" ? ", with local changes" : "");
}

std::string versions_words(const Json& manifest) {
  std::string text;
  const Json versions = member_or_null(manifest, "versions");
  if (versions.is_object())
    for (const auto& [name, version] : versions.items())
      text += (text.empty() ? "" : ", ") + name + " " + plain_text(version);
  return text;
}

std::string machine_words(const Json& manifest) {
  const Json machine = member_or_null(manifest, "machine");
  if (!machine.is_object()) return "";
  std::string text =
      plain_member(machine, "cpu") + ", " + plain_member(machine, "cores") + " cores";
  if (machine.contains("memory_bytes") && machine["memory_bytes"].is_number())
    text += fmt::format(", {:.1f} GiB", machine["memory_bytes"].get<double>() / (1u << 30));
  for (const char* more : {"os", "kernel"})
    if (const std::string word = plain_member(machine, more); !word.empty()) text += ", " + word;
  return text;
}

std::string made_of_words(const Json& run) {
  const Json made_of = member_or_null(run, "made_of");
  const Json threads = member_or_null(made_of, "threads");
  std::string text =
      threads.is_number_unsigned() ? counted(threads.get<size_t>(), "thread", "threads") : "";
  if (const std::string library = plain_member(made_of, "backend_library"); !library.empty())
    text += (text.empty() ? "" : ", ") + library;
  return text;
}

}  // namespace logitbench
