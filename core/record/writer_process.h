// Who writes a file of the journal: its name says it, <host>-<pid>-<microseconds since 1970>.jsonl.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace logitbench {

struct WriterProcess {
  std::string host;
  pid_t pid = 0;
  int64_t since_us = 0;  // when the file was made
};

WriterProcess this_writer();  // now
std::string journal_file_name(const WriterProcess& writer);

// None for a name that is none of these.
std::optional<WriterProcess> writer_of(const std::filesystem::path& journal_file);

enum class Life { lives, dead, elsewhere };

// Whether the process goes on: one on this host that no longer lives, is a zombie, or began only
// after the file was made (another one of the same id) is dead. Of other hosts nothing is known.
Life life_of(const WriterProcess& writer);

}  // namespace logitbench
