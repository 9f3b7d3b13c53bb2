#include "core/plugin/plugin_host.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <logitbench/error.h>
#include <logitbench/plugin.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <thread>

#include "core/testing/temporary_folder.h"

namespace logitbench {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

const fs::path kBadPlugins = LOGITBENCH_BAD_PLUGIN_DIR;

// Why the host refuses the loss of that name.
std::string refusal(PluginHost& host, const std::string& name) {
  try {
    host.loss(name);
  } catch (const PluginError& error) {
    EXPECT_EQ(error.exit_code(), ExitCode::plugin_unusable);
    return error.what();
  }
  return "no error";
}

void copy_plugin(const std::string& name, const fs::path& to) {
  fs::create_directories(to.parent_path());
  fs::copy_file(kBadPlugins / ("loss_" + name + ".so"), to);
}

struct BadPlugin {
  const char* name;
  const char* reason;
};

const BadPlugin kBad[] = {
    {"incomplete", "its entry struct is incomplete"},
    {"missing_library", "libabsent_library.so: cannot open shared object file"},
    {"missing_symbol", "defined_nowhere"},
    {"no_entry", "it has no entry point logitbench_plugin"},
    {"nothing", "it registers 0 things; a plugin file registers exactly one"},
    {"null_entry", "its entry point returned null"},
    {"other_entry_name", "it says that it is 'renamed', its file name says 'other_entry_name'"},
    {"other_kind", "it registers model 'other_kind', its file name says loss 'other_kind'"},
    {"other_name", "it registers loss 'cross_entropy', its file name says loss 'other_name'"},
    {"throws", "enrolling failed: the accelerator is on fire"},
    {"throws_number", "enrolling failed with an exception of unknown type"},
    {"two", "it registers 2 things"},
    {"wrong_abi", "it was built for ABI version 9999, this program has " LOGITBENCH_STRINGIFY(
                      LOGITBENCH_ABI_VERSION)},
    {"wrong_size", "its entry struct has 4 bytes, this program's 40"},
    {"wrong_tag",
     "its build tag is 'othercc-1/libother-2', this program's is '" LOGITBENCH_BUILD_TAG "'"},
};

TEST(PluginHost, RefusesBadPluginsEachForItsReason) {
  PluginHost host({kBadPlugins});
  for (const BadPlugin& bad : kBad) {
    const std::string message = refusal(host, bad.name);
    EXPECT_THAT(message,
                HasSubstr((kBadPlugins / "loss_").string() + bad.name + ".so would not load"));
    EXPECT_THAT(message, HasSubstr(bad.reason));
    EXPECT_EQ(refusal(host, bad.name), message) << "asked again";
  }
}

TEST(PluginHost, ListsTheBadOnesWithTheirReasonAndGoesOn) {
  PluginHost host({kBadPlugins});
  const std::vector<PluginListing> listings = host.list();
  EXPECT_EQ(listings.size(), std::size(kBad) + 1);
  for (const PluginListing& listing : listings) {
    EXPECT_EQ(listing.kind, PluginKind::loss);
    if (listing.name == "good") {
      EXPECT_EQ(listing.error, "");
      EXPECT_EQ(listing.version, "1.2");
      EXPECT_EQ(listing.description, "registered by a plugin for tests");
      continue;
    }
    const auto* bad = std::find_if(std::begin(kBad), std::end(kBad),
                                   [&](const BadPlugin& b) { return b.name == listing.name; });
    ASSERT_NE(bad, std::end(kBad)) << listing.name;
    EXPECT_THAT(listing.error, HasSubstr(bad->reason));
    EXPECT_EQ(listing.description, "") << "what it registered before it failed is not kept";
  }
}

TEST(PluginHost, AGoodOneIsLoadedOnceAndStays) {
  PluginHost host({kBadPlugins});
  const LossPlugin* good = host.loss("good");
  ASSERT_NE(good, nullptr);
  EXPECT_EQ(good->name, "good");
  EXPECT_EQ(host.loss("good"), good);
}

TEST(PluginHost, WhatIsNotThereIsNull) {
  PluginHost host({kBadPlugins, "/nonexistent"});
  EXPECT_EQ(host.loss("cross_entropyy"), nullptr);
  EXPECT_EQ(host.model("good"), nullptr) << "a loss is no model";
  EXPECT_EQ(host.dataset(""), nullptr);
}

TEST(PluginHost, NamesComeFromTheFilesAlone) {
  const TemporaryFolder folder;
  for (const char* name : {"loss_b.so", "loss_a.so", "model_c.so", "loss_.so", "loss_d.txt",
                           "libloss_e.so", "recorder_f.so", "README"})
    write_text(folder.path() / name, "no ELF file");
  const PluginHost host({folder.path()});
  EXPECT_THAT(host.names(PluginKind::loss), ElementsAre("a", "b"));
  EXPECT_THAT(host.names(PluginKind::model), ElementsAre("c"));
  EXPECT_TRUE(host.names(PluginKind::backend).empty());
}

TEST(PluginHost, WhatIsNoSharedObjectIsRefused) {
  const TemporaryFolder folder;
  write_text(folder.path() / "loss_text.so", std::string(100, 'x'));
  write_text(folder.path() / "loss_empty.so", "");
  fs::create_directory(folder.path() / "loss_folder.so");
  ASSERT_EQ(mkfifo((folder.path() / "loss_pipe.so").c_str(), 0600), 0);
  fs::create_symlink("gone.so", folder.path() / "loss_dangling.so");
  const std::string whole = read_text(kBadPlugins / "loss_good.so");
  // Half copied: what dlopen maps is not there. At each cut it must be refused, not die of a
  // signal.
  for (size_t cut = 1; cut < 8; ++cut)
    write_text(folder.path() / ("loss_cut" + std::to_string(cut) + ".so"),
               whole.substr(0, whole.size() * cut / 16));
  PluginHost host({folder.path()});
  EXPECT_THAT(refusal(host, "text"), HasSubstr("it is not an ELF file"));
  EXPECT_THAT(refusal(host, "empty"), HasSubstr("it is not an ELF file"));
  for (size_t cut = 1; cut < 8; ++cut)
    EXPECT_THAT(refusal(host, "cut" + std::to_string(cut)), HasSubstr("it is truncated"));
  EXPECT_THAT(refusal(host, "folder"), HasSubstr("it is not a file"));
  EXPECT_THAT(refusal(host, "pipe"), HasSubstr("it is not a file"));
  EXPECT_THAT(refusal(host, "dangling"), HasSubstr("it is not a file"));
}

TEST(PluginHost, TheFirstFolderThatHasAPluginWins) {
  const TemporaryFolder first, second;
  copy_plugin("good", second.path() / "loss_good.so");
  {
    PluginHost host({first.path(), second.path()});
    EXPECT_NE(host.loss("good"), nullptr);
  }
  // A broken one in front hides it: what the user put first is what he gets, or an error.
  write_text(first.path() / "loss_good.so", "");
  PluginHost host({first.path(), second.path()});
  EXPECT_THAT(refusal(host, "good"), HasSubstr(first.path().string()));
}

TEST(PluginHost, ThreadsMayAskAtOnce) {
  PluginHost host({kBadPlugins});
  std::vector<const LossPlugin*> got(8, nullptr);
  std::vector<std::thread> threads;
  for (const LossPlugin*& mine : got) threads.emplace_back([&] { mine = host.loss("good"); });
  for (std::thread& thread : threads) thread.join();
  for (const LossPlugin* mine : got) EXPECT_EQ(mine, got[0]);
}

// Sets an environment variable (nothing: takes it away) until its end.
class Environment {
 public:
  Environment(const char* name, const std::optional<std::string>& value) : name_(name) {
    if (const char* before = std::getenv(name)) before_ = before;
    set(value);
  }
  ~Environment() { set(before_); }
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;

 private:
  void set(const std::optional<std::string>& value) {
    if (value)
      setenv(name_, value->c_str(), 1);
    else
      unsetenv(name_);
  }
  const char* name_;
  std::optional<std::string> before_;
};

TEST(PluginSearchPath, HasItsOrder) {
  const TemporaryFolder given;
  const Environment variable("LOGITBENCH_PLUGIN_PATH", "/from/variable:/and/this");
  const Environment data("XDG_DATA_HOME", "/data/home");
  const fs::path own =
      fs::read_symlink("/proc/self/exe").parent_path().parent_path() / "lib/logitbench/plugins";
  EXPECT_THAT(plugin_search_path({given.path()}),
              ElementsAre(given.path(), "/from/variable", "/and/this",
                          "/data/home/logitbench/plugins", own));
}

TEST(PluginSearchPath, NeverHoldsTheCurrentFolder) {
  const Environment variable("LOGITBENCH_PLUGIN_PATH", ":relative:.::../up:/absolute:");
  const Environment data("XDG_DATA_HOME", "also/relative");
  const Environment home("HOME", std::nullopt);
  const std::vector<fs::path> path = plugin_search_path({});
  ASSERT_EQ(path.size(), 2u);
  EXPECT_EQ(path[0], "/absolute");
  EXPECT_TRUE(path[1].is_absolute());
}

TEST(PluginSearchPath, FallsBackToTheHomeFolder) {
  const Environment variable("LOGITBENCH_PLUGIN_PATH", std::nullopt);
  const Environment home("HOME", "/home/somebody");
  for (const std::optional<std::string>& value :
       {std::optional<std::string>(), std::optional<std::string>(""),
        std::optional<std::string>("relative")}) {
    const Environment data("XDG_DATA_HOME", value);
    EXPECT_EQ(plugin_search_path({}).at(0), "/home/somebody/.local/share/logitbench/plugins");
  }
}

TEST(PluginSearchPath, AFolderFromTheCommandLineMustBeThere) {
  const TemporaryFolder folder;
  write_text(folder.path() / "file", "");
  for (const fs::path& wrong :
       {fs::path(), fs::path("/nonexistent/plugins"), folder.path() / "file"})
    EXPECT_THROW(plugin_search_path({wrong}), ConfigError) << wrong;
  // Relative to the current folder is what the user typed, said once and for all.
  const fs::path here = fs::current_path();
  fs::create_directory(folder.path() / "mine");
  fs::current_path(folder.path());
  EXPECT_EQ(plugin_search_path({"mine"}).at(0), fs::canonical(folder.path()) / "mine");
  fs::current_path(here);
}

}  // namespace
}  // namespace logitbench
