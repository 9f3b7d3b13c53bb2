#include "core/record/writer_process.h"

#include <unistd.h>

#include <cctype>
#include <charconv>
#include <chrono>
#include <fstream>
#include <sstream>

namespace logitbench {

namespace {

constexpr const char* kEnding = ".jsonl";

int64_t microseconds_now() {
  using namespace std::chrono;
  return duration_cast<microseconds>(system_clock::now().time_since_epoch()).count();
}

std::string host_name() {
  char name[256] = {};
  if (gethostname(name, sizeof name - 1) != 0 || name[0] == '\0') return "host";
  for (char* c = name; *c != '\0'; ++c)
    if (std::isalnum(static_cast<unsigned char>(*c)) == 0 && *c != '.' && *c != '-') *c = '_';
  return name;
}

// Takes what stands behind the last '-' off the text; false where that is no number.
template <class Number>
bool take_number(std::string& text, Number& number) {
  const size_t dash = text.rfind('-');
  if (dash == std::string::npos) return false;
  const char* const last = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data() + dash + 1, last, number);
  if (error != std::errc() || end != last) return false;
  text.resize(dash);
  return true;
}

// Seconds since 1970 at which the machine began; none where /proc does not say.
std::optional<int64_t> boot_time_s() {
  std::ifstream stat("/proc/stat");
  for (std::string word; stat >> word;)
    if (int64_t seconds = 0; word == "btime" && stat >> seconds) return seconds;
  return std::nullopt;
}

}  // namespace

WriterProcess this_writer() { return {host_name(), getpid(), microseconds_now()}; }

std::string journal_file_name(const WriterProcess& writer) {
  return writer.host + "-" + std::to_string(writer.pid) + "-" + std::to_string(writer.since_us) +
         kEnding;
}

std::optional<WriterProcess> writer_of(const std::filesystem::path& journal_file) {
  if (journal_file.extension() != kEnding) return std::nullopt;
  WriterProcess writer;
  writer.host = journal_file.stem().string();
  if (!take_number(writer.host, writer.since_us) || !take_number(writer.host, writer.pid) ||
      writer.host.empty())
    return std::nullopt;
  return writer;
}

Life life_of(const WriterProcess& writer) {
  if (writer.host != host_name()) return Life::elsewhere;
  std::ifstream file("/proc/" + std::to_string(writer.pid) + "/stat");
  std::string stat;
  if (!std::getline(file, stat)) return Life::dead;
  // "pid (name) state ...", where the name may hold anything; the 20th word behind it is the start,
  // in ticks since the machine began.
  const size_t name_end = stat.rfind(')');
  if (name_end == std::string::npos) return Life::dead;
  std::istringstream words(stat.substr(name_end + 1));
  std::string state, skipped;
  words >> state;
  if (state == "Z" || state == "X") return Life::dead;
  constexpr int kWordsBetween = 18;
  for (int i = 0; i < kWordsBetween; ++i) words >> skipped;
  int64_t start_ticks = 0;
  const std::optional<int64_t> boot_s = boot_time_s();
  if (!(words >> start_ticks) || !boot_s) return Life::lives;
  // Both clocks are kept to a second at best.
  constexpr int64_t kSlack_s = 2;
  const int64_t start_s = *boot_s + start_ticks / sysconf(_SC_CLK_TCK);
  return start_s > writer.since_us / 1'000'000 + kSlack_s ? Life::dead : Life::lives;
}

}  // namespace logitbench
