#include "tools/logitbench/version_command.h"

#include <curl/curl.h>
#include <logitbench/error.h>
#include <openssl/crypto.h>
#include <zlib.h>
#include <boost/version.hpp>
#include <nlohmann/json.hpp>

#include <fmt/format.h>

namespace logitbench {

namespace {

std::string cpu_features() {
  std::string features;
  const auto add = [&](bool there, const char* name) {
    if (there) features += (features.empty() ? "" : " ") + std::string(name);
  };
  __builtin_cpu_init();
  add(__builtin_cpu_supports("avx2"), "avx2");
  add(__builtin_cpu_supports("fma"), "fma");
  add(__builtin_cpu_supports("avx512f"), "avx512f");
  add(__builtin_cpu_supports("avx512vnni"), "avx512vnni");
  add(__builtin_cpu_supports("avx512bf16"), "avx512bf16");
  return features.empty() ? "none beyond the baseline" : features;
}

}  // namespace

int version_command(PluginHost& host, std::ostream& out) {
  out << "logitbench " LOGITBENCH_VERSION "\n"
      << "built with " LOGITBENCH_BUILD_TAG ", plugin ABI " << LOGITBENCH_ABI_VERSION << '\n';
  for (const std::string& name : host.names(PluginKind::backend)) {
    out << "backend " << name << ": ";
    try {
      out << host.backend(name)->library << '\n';
    } catch (const PluginError& error) {
      out << error.what() << '\n';
    }
  }
  out << "Boost " << BOOST_LIB_VERSION << ", fmt " << FMT_VERSION / 10000 << '.'
      << FMT_VERSION / 100 % 100 << '.' << FMT_VERSION % 100 << ", nlohmann-json "
      << NLOHMANN_JSON_VERSION_MAJOR << '.' << NLOHMANN_JSON_VERSION_MINOR << '.'
      << NLOHMANN_JSON_VERSION_PATCH << ", zlib " << zlibVersion() << ", curl "
      << curl_version_info(CURLVERSION_NOW)->version << ", OpenSSL "
      << OpenSSL_version(OPENSSL_VERSION_STRING) << ", yaml-cpp " LOGITBENCH_YAML_CPP_VERSION "\n"
      << "CPU features: " << cpu_features() << '\n';
  return static_cast<int>(ExitCode::done);
}

}  // namespace logitbench
