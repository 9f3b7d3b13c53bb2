// Runs the real program in a folder of its own and keeps what it said.
#pragma once

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

extern char** environ;

namespace logitbench::end_to_end {

namespace fs = std::filesystem;

inline std::string read_file(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

inline void write_file(const fs::path& file, const std::string& text) {
  fs::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << text;
}

// A folder that is gone at the end.
class Scratch {
 public:
  Scratch() {
    std::string pattern = (fs::temp_directory_path() / "logitbench-XXXXXX").string();
    path_ = mkdtemp(pattern.data());
  }
  ~Scratch() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  fs::path operator/(const std::string& name) const { return path_ / name; }
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

struct Outcome {
  int exit_code = -1;  // 128 + signal for one that a signal ended
  std::string out, err;
};

class Child {
 public:
  // Starts the program in `folder`, its output going to files there.
  Child(const std::vector<std::string>& words, const fs::path& folder) : folder_(folder) {
    std::vector<std::string> all{"/usr/bin/env", "-C", folder.string(), LOGITBENCH_PROGRAM};
    all.insert(all.end(), words.begin(), words.end());
    std::vector<char*> argv;
    for (std::string& word : all) argv.push_back(word.data());
    argv.push_back(nullptr);
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    const auto to = [&](int descriptor, const char* name) {
      posix_spawn_file_actions_addopen(&files, descriptor, (folder / name).c_str(),
                                       O_WRONLY | O_CREAT | O_TRUNC, 0644);
    };
    posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
    to(1, ".out");
    to(2, ".err");
    if (posix_spawn(&pid_, argv[0], &files, nullptr, argv.data(), environ) != 0) pid_ = -1;
    posix_spawn_file_actions_destroy(&files);
  }
  pid_t pid() const { return pid_; }
  // Before wait(), and without waiting.
  bool has_ended() const {
    siginfo_t info{};
    return waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG | WNOWAIT) != 0 ||
           info.si_pid != 0;
  }
  Outcome wait() {
    int status = 0;
    waitpid(pid_, &status, 0);
    return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status),
            read_file(folder_ / ".out"), read_file(folder_ / ".err")};
  }

 private:
  fs::path folder_;
  pid_t pid_ = -1;
};

inline Outcome logitbench(const std::vector<std::string>& words, const fs::path& folder) {
  return Child(words, folder).wait();
}

// What a shell's command says on its standard output.
inline std::string output_of(const std::string& command) {
  std::string text;
  FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) throw std::runtime_error("cannot start " + command);
  for (char part[4096]; const size_t size = fread(part, 1, sizeof part, pipe);)
    text.append(part, size);
  pclose(pipe);
  return text;
}

inline std::string config(const std::string& name) {
  return std::string(LOGITBENCH_SOURCE_DIR) + "/configs/" + name;
}

// A CSV without quoted cells: rows as maps from column to cell.
using CsvRow = std::map<std::string, std::string>;
inline std::vector<CsvRow> read_csv(const fs::path& file) {
  const auto cells = [](const std::string& line) {
    std::vector<std::string> result;
    std::istringstream in(line + ",");
    for (std::string cell; std::getline(in, cell, ',');) result.push_back(cell);
    return result;
  };
  std::ifstream in(file);
  std::string line;
  std::getline(in, line);
  const std::vector<std::string> header = cells(line);
  std::vector<CsvRow> rows;
  while (std::getline(in, line)) {
    const std::vector<std::string> row = cells(line);
    CsvRow named;
    for (size_t c = 0; c < header.size() && c < row.size(); ++c) named[header[c]] = row[c];
    rows.push_back(named);
  }
  return rows;
}

}  // namespace logitbench::end_to_end
