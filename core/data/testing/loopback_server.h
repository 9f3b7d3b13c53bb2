// For tests: an HTTP server on loopback, in a thread of the test, one request after another.
#pragma once

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <functional>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace logitbench {

struct LoopbackResponse {
  int status = 200;
  std::string body;
  std::string headers;   // further ones, each ending in \r\n
  size_t left_out = 0;   // bytes that Content-Length claims beyond the body
  bool endless = false;  // repeats the body for ever
  bool hangs = false;    // keeps the connection open after the body
};

class LoopbackServer {
 public:
  // `answer` is called in the server's thread with the request's path.
  explicit LoopbackServer(std::function<LoopbackResponse(const std::string& path)> answer)
      : answer_(std::move(answer)), listener_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* general = reinterpret_cast<sockaddr*>(&address);
    if (listener_ < 0 || bind(listener_, general, size) != 0 || listen(listener_, 16) != 0 ||
        getsockname(listener_, general, &size) != 0)
      throw std::runtime_error("no socket on loopback");
    url_ = "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port));
    thread_ = std::thread([this] { serve(); });
  }
  ~LoopbackServer() {
    stopping_ = true;
    thread_.join();
    close(listener_);
  }
  LoopbackServer(const LoopbackServer&) = delete;
  LoopbackServer& operator=(const LoopbackServer&) = delete;

  const std::string& url() const { return url_; }
  uint64_t bytes_sent() const { return bytes_sent_; }
  std::vector<std::string> requests() const {
    const std::lock_guard lock(mutex_);
    return requests_;
  }

 private:
  static constexpr int kPollMs = 20;

  bool readable(int socket) const {
    pollfd watched{socket, POLLIN, 0};
    while (!stopping_)
      if (poll(&watched, 1, kPollMs) > 0) return true;
    return false;
  }

  void serve() {
    while (readable(listener_)) {
      const int client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (client < 0) continue;
      handle(client);
      close(client);
    }
  }

  bool send_all(int client, const std::string& bytes) {
    for (size_t done = 0; done < bytes.size();) {
      const ssize_t sent = send(client, bytes.data() + done, bytes.size() - done, MSG_NOSIGNAL);
      if (sent <= 0 || stopping_) return false;
      done += static_cast<size_t>(sent);
      bytes_sent_ += static_cast<uint64_t>(sent);
    }
    return true;
  }

  void handle(int client) {
    std::string request;
    char piece[4096];
    while (request.find("\r\n\r\n") == std::string::npos) {
      const ssize_t got = readable(client) ? recv(client, piece, sizeof piece, 0) : 0;
      if (got <= 0) return;
      request.append(piece, static_cast<size_t>(got));
    }
    const size_t from = request.find(' ') + 1;
    const std::string path = request.substr(from, request.find(' ', from) - from);
    {
      const std::lock_guard lock(mutex_);
      requests_.push_back(path);
    }
    const LoopbackResponse response = answer_(path);
    std::string head = "HTTP/1.1 " + std::to_string(response.status) +
                       " Answer\r\nConnection: close\r\n" + response.headers;
    if (!response.endless && !response.hangs)
      head +=
          "Content-Length: " + std::to_string(response.body.size() + response.left_out) + "\r\n";
    bool open = send_all(client, head + "\r\n") && send_all(client, response.body);
    while (open && response.endless) open = send_all(client, response.body);
    if (open && response.hangs) readable(client);  // until the client has had enough
  }

  std::function<LoopbackResponse(const std::string&)> answer_;
  int listener_;
  std::string url_;
  std::atomic<bool> stopping_ = false;
  std::atomic<uint64_t> bytes_sent_ = 0;
  mutable std::mutex mutex_;
  std::vector<std::string> requests_;
  std::thread thread_;
};

}  // namespace logitbench
