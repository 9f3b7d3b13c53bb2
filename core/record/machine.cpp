#include "core/record/machine.h"

#include <sched.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <thread>

namespace logitbench {

namespace {

std::string text_of(const char* file) {
  std::ifstream stream(file);
  return {std::istreambuf_iterator<char>(stream), {}};
}

// What follows the separator in the first line that begins with the key.
std::string value_after(std::string_view text, std::string_view key, char separator) {
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    const size_t at = line.find(separator);
    if (!line.starts_with(key) || at == std::string_view::npos) continue;
    const size_t first = line.find_first_not_of(" \t\"", at + 1);
    const size_t last = line.find_last_not_of(" \t\"");
    if (first != std::string_view::npos && first <= last)
      return std::string(line.substr(first, last - first + 1));
  }
  return "unknown";
}

}  // namespace

std::string cpu_model(std::string_view cpuinfo) { return value_after(cpuinfo, "model name", ':'); }
std::string os_name(std::string_view os_release) {
  return value_after(os_release, "PRETTY_NAME", '=');
}

Machine this_machine() {
  Machine machine;
  machine.cpu = cpu_model(text_of("/proc/cpuinfo"));
  cpu_set_t allowed;
  machine.cores = sched_getaffinity(0, sizeof allowed, &allowed) == 0
                      ? static_cast<unsigned>(CPU_COUNT(&allowed))
                      : std::thread::hardware_concurrency();
  const long pages = sysconf(_SC_PHYS_PAGES), page_bytes = sysconf(_SC_PAGE_SIZE);
  if (pages > 0 && page_bytes > 0)
    machine.memory_bytes = static_cast<uint64_t>(pages) * static_cast<uint64_t>(page_bytes);
  machine.os = os_name(text_of("/etc/os-release"));
  utsname names{};
  if (uname(&names) == 0)
    machine.kernel = std::string(names.sysname) + " " + names.release + " " + names.machine;
  return machine;
}

}  // namespace logitbench
