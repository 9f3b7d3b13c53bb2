#include "core/data/data_cache.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include <logitbench_testing/gzip.h>

#include "core/data/testing/data_workplace.h"

namespace logitbench {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using testing::gzip;
using ::testing::HasSubstr;

class DataCache : public ::testing::Test {
 protected:
  DataWorkplace work;
  DataSource source = small_source();
};

TEST(CacheFolder, FollowsTheVariables) {
  const DataSource source = small_source();
  const ScopedVariable home("HOME", "/home/someone");
  {
    const ScopedVariable data("LOGITBENCH_DATA", "/srv/data");
    EXPECT_EQ(cache_folder(source), "/srv/data/small");
  }
  const ScopedVariable no_data("LOGITBENCH_DATA", "");
  {
    const ScopedVariable xdg("XDG_CACHE_HOME", "/xdg");
    EXPECT_EQ(cache_folder(source), "/xdg/logitbench/data/small");
  }
  {
    const ScopedVariable xdg("XDG_CACHE_HOME", "relative/is/ignored");
    EXPECT_EQ(cache_folder(source), "/home/someone/.cache/logitbench/data/small");
  }
  const ScopedVariable no_xdg("XDG_CACHE_HOME", "");
  const ScopedVariable no_home("HOME", "");
  EXPECT_THAT(data_error_of([&] { cache_folder(source); }), HasSubstr("set LOGITBENCH_DATA"));
}

TEST_F(DataCache, SaysWhereItLookedAndWhatToDo) {
  work.make_folder("data/small", {{"labels", kLabels}});
  const std::string message = data_error_of([&] { locate(source, std::nullopt); });
  EXPECT_THAT(message,
              AllOf(HasSubstr("looked for in " + work.cache().string()),
                    HasSubstr("images is missing"), HasSubstr("logitbench data fetch small"),
                    HasSubstr("images (100000 bytes), labels (11 bytes)")));
  EXPECT_THAT(message, ::testing::Not(HasSubstr("labels is missing")));
}

TEST_F(DataCache, FindsWholeFilesInTheCache) {
  work.make_folder("data/small", {{"images", kImages}, {"labels", kLabels}});
  EXPECT_EQ(locate(source, std::nullopt), work.cache());
}

TEST_F(DataCache, RefusesDamagedFiles) {
  std::string damaged = kImages;
  damaged[5] ^= 1;
  work.make_folder("data/small", {{"images", damaged}, {"labels", kLabels + "!"}});
  EXPECT_THAT(data_error_of([&] { locate(source, std::nullopt); }),
              AllOf(HasSubstr("images has SHA-256 " + sha256_hex(damaged) + ", expected " +
                              sha256_hex(kImages)),
                    HasSubstr("labels has 12 bytes, expected 11")));
  const auto reports = inspect(source, true);
  EXPECT_EQ(reports[0].state, FileState::damaged);
  EXPECT_EQ(reports[1].state, FileState::damaged);
}

TEST_F(DataCache, HashesAFileOnceUntilItChanges) {
  work.make_folder("data/small", {{"images", kImages}, {"labels", kLabels}});
  locate(source, std::nullopt);
  const fs::path file = work.cache() / "images";
  const auto modified = fs::last_write_time(file);
  write_text(file, std::string(kImages.size(), 'x'));
  fs::last_write_time(file, modified);
  EXPECT_EQ(locate(source, std::nullopt), work.cache()) << "the stamp says that it was hashed";
  EXPECT_EQ(inspect(source, false)[0].state, FileState::ok);
  EXPECT_EQ(inspect(source, true)[0].state, FileState::damaged) << "verify does not trust it";

  fs::last_write_time(file, modified + std::chrono::seconds(1));
  EXPECT_THROW(locate(source, std::nullopt), DataError);
}

TEST_F(DataCache, SurvivesADamagedStampFile) {
  work.make_folder("data/small", {{"images", kImages},
                                  {"labels", kLabels},
                                  {"verified", "nonsense\n\n1 2\n" + std::string(100, '\0')}});
  EXPECT_EQ(locate(source, std::nullopt), work.cache());
}

TEST_F(DataCache, TakesAFolderOfTheUsers) {
  const fs::path mine = work.make_folder("mine", {{"images", kImages}, {"labels", kLabels}});
  EXPECT_EQ(locate(source, mine), mine);
  EXPECT_FALSE(fs::exists(work.cache() / "images"));
}

TEST_F(DataCache, UnpacksAUsersGzippedFilesIntoTheCache) {
  const fs::path mine =
      work.make_folder("mine", {{"images.gz", gzip(kImages)}, {"labels", kLabels}});
  for (int round = 0; round < 2; ++round) {
    EXPECT_EQ(locate(source, mine), work.cache());
    EXPECT_EQ(read_text(work.cache() / "images"), kImages);
    EXPECT_EQ(read_text(work.cache() / "labels"), kLabels);
  }
  EXPECT_FALSE(fs::exists(mine / "images")) << "the user's folder is left alone";
}

TEST_F(DataCache, UnpacksGzippedFilesPutIntoTheCacheByHand) {
  work.make_folder("data/small", {{"images.gz", gzip(kImages)}, {"labels.gz", gzip(kLabels)}});
  EXPECT_EQ(locate(source, std::nullopt), work.cache());
  EXPECT_EQ(read_text(work.cache() / "images"), kImages);
}

TEST_F(DataCache, DoesNotLookElsewhereThanTheUserSays) {
  work.make_folder("data/small", {{"images", kImages}, {"labels", kLabels}});
  const fs::path mine = work.make_folder("mine", {{"labels", kLabels}});
  EXPECT_THAT(data_error_of([&] { locate(source, mine); }),
              AllOf(HasSubstr("looked for in " + mine.string()), HasSubstr("images is missing"),
                    HasSubstr("leave out `dir`")));
}

TEST_F(DataCache, RefusesAUsersDamagedGzip) {
  const std::string whole = gzip(kImages);
  const fs::path mine = work.make_folder(
      "mine", {{"images.gz", whole.substr(0, whole.size() / 2)}, {"labels", kLabels}});
  EXPECT_THAT(
      data_error_of([&] { locate(source, mine); }),
      AllOf(HasSubstr((mine / "images.gz").string()), HasSubstr("the gzip stream ends too early")));
  EXPECT_FALSE(fs::exists(work.cache() / "images"));
}

TEST_F(DataCache, TwoThreadsMayUnpackAtOnce) {
  const fs::path mine =
      work.make_folder("mine", {{"images.gz", gzip(kImages)}, {"labels.gz", gzip(kLabels)}});
  std::vector<std::thread> threads;
  std::vector<fs::path> found(4);
  for (size_t i = 0; i < found.size(); ++i)
    threads.emplace_back([&, i] { found[i] = locate(source, mine); });
  for (std::thread& thread : threads) thread.join();
  for (const fs::path& folder : found) EXPECT_EQ(folder, work.cache());
  EXPECT_EQ(read_text(work.cache() / "images"), kImages);
}

}  // namespace
}  // namespace logitbench
