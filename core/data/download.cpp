#include "core/data/download.h"

#include <curl/curl.h>

#include <exception>
#include <memory>
#include <new>

namespace logitbench {

namespace {

struct Transfer {
  const std::function<void(std::string_view)>& take;
  std::exception_ptr refusal;
};

// C code calls this: no exception may leave it. Anything but `count` ends the transfer.
size_t on_body(char* bytes, size_t, size_t count, void* context) {
  auto& transfer = *static_cast<Transfer*>(context);
  try {
    transfer.take({bytes, count});
    return count;
  } catch (...) {
    transfer.refusal = std::current_exception();
    return CURL_WRITEFUNC_ERROR;
  }
}

bool transient_status(long status) { return status == 408 || status == 429 || status >= 500; }

bool transient_failure(CURLcode code, bool connected) {
  switch (code) {
    case CURLE_OPERATION_TIMEDOUT:
      return connected;  // a host that does not even answer will not in a second either
    case CURLE_COULDNT_CONNECT:
    case CURLE_PARTIAL_FILE:
    case CURLE_GOT_NOTHING:
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
      return true;
    default:
      return false;
  }
}

}  // namespace

void download(const std::string& url, const DownloadOptions& options,
              const std::function<void(std::string_view)>& take) {
  static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (ready != CURLE_OK) throw DownloadError(curl_easy_strerror(ready), false, 0);
  const std::unique_ptr<CURL, void (*)(CURL*)> curl(curl_easy_init(), &curl_easy_cleanup);
  if (!curl) throw std::bad_alloc();

  Transfer transfer{take, nullptr};
  char reason[CURL_ERROR_SIZE] = "";
  CURL* handle = curl.get();
  const bool secure = url.starts_with("https:");
  curl_easy_setopt(handle, CURLOPT_URL, url.c_str());
  curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(handle, CURLOPT_REDIR_PROTOCOLS_STR, secure ? "https" : "http,https");
  curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 1L);
  curl_easy_setopt(handle, CURLOPT_MAXREDIRS, 5L);
  curl_easy_setopt(handle, CURLOPT_FAILONERROR, 1L);
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle, CURLOPT_USERAGENT, "logitbench");
  curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT,
                   static_cast<long>(options.connect_timeout.count()));
  curl_easy_setopt(handle, CURLOPT_LOW_SPEED_LIMIT, 1024L);
  curl_easy_setopt(handle, CURLOPT_LOW_SPEED_TIME,
                   static_cast<long>(options.stall_timeout.count()));
  curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, reason);
  curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, &on_body);
  curl_easy_setopt(handle, CURLOPT_WRITEDATA, &transfer);

  const CURLcode code = curl_easy_perform(handle);
  if (transfer.refusal) std::rethrow_exception(transfer.refusal);
  if (code == CURLE_OK) return;
  if (code == CURLE_HTTP_RETURNED_ERROR) {
    long status = 0;
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
    throw DownloadError("HTTP status " + std::to_string(status), transient_status(status), status);
  }
  curl_off_t connect_us = 0;
  curl_easy_getinfo(handle, CURLINFO_CONNECT_TIME_T, &connect_us);
  throw DownloadError(*reason ? reason : curl_easy_strerror(code),
                      transient_failure(code, connect_us > 0), 0);
}

}  // namespace logitbench
