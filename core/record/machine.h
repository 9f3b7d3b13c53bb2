// The machine that runs ran on.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace logitbench {

struct Machine {
  std::string cpu;     // the model's name
  unsigned cores = 0;  // that this process may use
  uint64_t memory_bytes = 0;
  std::string os;      // e.g. Debian GNU/Linux 12 (bookworm)
  std::string kernel;  // e.g. Linux 6.1.0 x86_64
};

Machine this_machine();

// From the text of /proc/cpuinfo and /etc/os-release; "unknown" where it does not say.
std::string cpu_model(std::string_view cpuinfo);
std::string os_name(std::string_view os_release);

}  // namespace logitbench
