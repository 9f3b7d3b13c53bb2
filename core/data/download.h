// One file from a URL, by HTTP or HTTPS (libcurl).
#pragma once

#include <chrono>
#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace logitbench {

struct DownloadOptions {
  std::chrono::seconds connect_timeout{5};
  std::chrono::seconds stall_timeout{15};  // below 1 KB/s for so long
};

class DownloadError : public std::runtime_error {
 public:
  DownloadError(const std::string& message, bool transient, long http_status)
      : std::runtime_error(message), transient_(transient), http_status_(http_status) {}
  bool transient() const { return transient_; }  // worth trying again
  // The server has no such file (S3 says 403 for it).
  bool not_there() const {
    return http_status_ == 403 || http_status_ == 404 || http_status_ == 410;
  }

 private:
  bool transient_;
  long http_status_;
};

// `take` is given the body in pieces; if it throws, the transfer ends and the exception goes on.
// Follows redirects, never from https to http. Proxies as the environment has them. Thread safe.
void download(const std::string& url, const DownloadOptions& options,
              const std::function<void(std::string_view)>& take);

}  // namespace logitbench
