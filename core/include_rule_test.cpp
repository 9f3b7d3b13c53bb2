// Who may include whom: the rule that keeps the house in order. Read as text, file by file.
//
//   core/api         standard headers and each other
//   core/X           <logitbench/...>, libraries, and core/ as kCoreMayInclude says; never plugins/
//   or
//                    tools/
//   plugins/K/P      <logitbench/...>, their own folder's headers, libraries; never another plugin
//   and
//                    never core/. A library of a kind's plugins: kSharedByPlugins
//   tools            anything of core; never plugins/
//   a library may be kept to some folders: kLibraries
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "core/testing/temporary_folder.h"

namespace logitbench {
namespace {

namespace fs = std::filesystem;
using Names = std::set<std::string>;

// Folders of core that a folder of core may include beside itself.
const std::map<std::string, Names> kCoreMayInclude = {
    {"api", {}},
    {"random", {}},
    {"testing", {}},
    {"plugin", {}},
    {"config", {"plugin"}},
    {"sweep", {"config", "plugin", "data", "random"}},
    {"data", {"plugin"}},
    {"train", {"config", "data", "plugin", "random"}},
    {"record", {"config", "sweep"}},
    {"analysis", {"config", "random", "record", "sweep"}},
    {"diagnosis", {"config", "plugin", "random", "data", "sweep", "train", "record", "analysis"}},
};

// Header prefixes of libraries that only some folders see.
const std::map<std::string, std::vector<std::string>> kLibraries = {
    {"oneapi/dnnl", {"plugins/backends/onednn/"}},
    {"dnnl", {"plugins/backends/onednn/"}},
    {"yaml-cpp/", {"core/config/"}},
};

// Folders that are no plugins but what several plugins of their kind are linked with.
const Names kSharedByPlugins = {"plugins/datasets/idx_files", "plugins/losses/row_lanes",
                                "plugins/optimizers/adam_family", "plugins/backends/float_network"};

const Names kTopLevel = {"core",      "plugins",        "configs",           "results", "tools",
                         "README.md", "CMakeLists.txt", "CMakePresets.json", "LICENSE"};

struct Include {
  std::string header;
  bool quoted = false;
};

std::vector<Include> includes_of(const std::string& text) {
  static const std::regex kDirective(R"re(^[ \t]*#[ \t]*include[ \t]*(<([^>\n]+)>|"([^"\n]+)"))re",
                                     std::regex::ECMAScript | std::regex::multiline);
  std::vector<Include> result;
  for (std::sregex_iterator match(text.begin(), text.end(), kDirective), end; match != end; ++match)
    result.push_back((*match)[2].matched ? Include{(*match)[2], false}
                                         : Include{(*match)[3], true});
  return result;
}

// The first `parts` folders of a path: ("plugins/losses/a/a.cpp", 3) is "plugins/losses/a".
std::string folder_of(const std::string& path, size_t parts) {
  size_t end = 0;
  for (size_t i = 0; i < parts && end != std::string::npos; ++i)
    end = path.find('/', end + (i > 0));
  return path.substr(0, end);
}

bool is_test(const std::string& path) {
  return path.ends_with("_test.cpp") || path.ends_with("_bench.cpp") ||
         path.find("/testing/") != std::string::npos || path.find("/tests/") != std::string::npos;
}

// Where a quoted header lies: beside the includer, or from the root.
std::string resolved(const std::string& path, const std::string& header, const Names& files) {
  const std::string beside = (fs::path(path).parent_path() / header).lexically_normal().string();
  return files.contains(beside) ? beside : header;
}

bool in_our_house(const std::string& header) {
  return header.starts_with("core/") || header.starts_with("plugins/") ||
         header.starts_with("tools/");
}

std::optional<std::string> core_violation(const std::string& path, const std::string& target) {
  const std::string from = folder_of(path, 2).substr(5), to = folder_of(target, 2).substr(5);
  if (from == to) return std::nullopt;
  const auto allowed = kCoreMayInclude.find(from);
  if (allowed == kCoreMayInclude.end()) return "core/" + from + " is not in kCoreMayInclude";
  if (allowed->second.contains(to)) return std::nullopt;
  return "core/" + from + " does not include core/" + to;
}

std::optional<std::string> plugin_violation(const std::string& path, const std::string& target) {
  if (folder_of(path, 3) == folder_of(target, 3)) return std::nullopt;
  if (kSharedByPlugins.contains(folder_of(target, 3)) && folder_of(path, 2) == folder_of(target, 2))
    return std::nullopt;
  return "a plugin includes <logitbench/...>, its own folder and libraries";
}

// What is wrong with an include, if anything. `files` are all sources of the house.
std::optional<std::string> violation(const std::string& path, const Include& include,
                                     const Names& files) {
  for (const auto& [prefix, folders] : kLibraries)
    if (include.header.starts_with(prefix) &&
        std::none_of(folders.begin(), folders.end(),
                     [&](const std::string& folder) { return path.starts_with(folder); }))
      return "this library is seen in " + folders[0] + " alone";

  if (!include.quoted) {
    if (in_our_house(include.header)) return "our own files are included in quotes";
    const bool testing = include.header.starts_with("logitbench_testing/");
    if (testing && !is_test(path)) return "only tests include <logitbench_testing/...>";
    // A standard header has neither a folder nor an ending.
    if (path.starts_with("core/api/") && include.header.find_first_of("/.") != std::string::npos)
      return "core/api includes standard headers and its own alone";
    return std::nullopt;
  }
  const std::string target = resolved(path, include.header, files);
  if (!files.contains(target)) return "there is no such file in the house";
  if (path.starts_with("core/") && !target.starts_with("core/"))
    return "core includes neither plugins nor tools";
  if (path.starts_with("tools/"))
    return target.starts_with("plugins/") ? std::optional("tools include no plugin") : std::nullopt;
  if (is_test(path)) {
    const bool other_plugin = target.starts_with("plugins/") && path.starts_with("plugins/") &&
                              folder_of(path, 2) != folder_of(target, 2);
    return other_plugin ? std::optional("a plugin's test includes another kind's files")
                        : std::nullopt;
  }
  return path.starts_with("core/") ? core_violation(path, target) : plugin_violation(path, target);
}

std::vector<std::string> violations(const std::string& path, const std::string& text,
                                    const Names& files) {
  std::vector<std::string> result;
  for (const Include& include : includes_of(text))
    if (const auto why = violation(path, include, files))
      result.push_back(path + " includes " + include.header + ": " + *why);
  return result;
}

bool top_level_allowed(const std::string& name) {
  return name.starts_with('.') || name == "build" || kTopLevel.contains(name);
}

Names sources_of(const fs::path& root) {
  Names files;
  for (const char* top : {"core", "plugins", "tools"})
    for (const auto& entry : fs::recursive_directory_iterator(root / top)) {
      const std::string ending = entry.path().extension().string();
      if (ending == ".h" || ending == ".cpp")
        files.insert(entry.path().lexically_relative(root).string());
    }
  return files;
}

TEST(IncludeRule, HoldsInTheWholeHouse) {
  const fs::path root = LOGITBENCH_SOURCE_DIR;
  const Names files = sources_of(root);
  ASSERT_GT(files.size(), 50u);
  for (const std::string& file : files)
    for (const std::string& found : violations(file, read_text(root / file), files))
      ADD_FAILURE() << found;
}

TEST(IncludeRule, TheTopLevelIsGiven) {
  for (const auto& entry : fs::directory_iterator(LOGITBENCH_SOURCE_DIR))
    EXPECT_TRUE(top_level_allowed(entry.path().filename().string())) << entry.path();
  EXPECT_FALSE(top_level_allowed("src"));
  EXPECT_FALSE(top_level_allowed("include"));
  EXPECT_TRUE(top_level_allowed(".github"));
}

const Names kHouse = {"core/api/value.h",           "core/record/csv_writer.h",
                      "core/train/trainer.h",       "core/config/experiment.h",
                      "core/plugin/plugin_host.h",  "core/analysis/table.h",
                      "core/testing/finite.h",      "plugins/losses/a/parts.h",
                      "plugins/losses/b/b.h",       "plugins/datasets/idx_files/idx.h",
                      "tools/logitbench/progress.h"};

bool allowed(const std::string& path, const std::string& directive) {
  return violations(path, "// first\n#include " + directive + "\nint x;\n", kHouse).empty();
}

TEST(IncludeRule, Api) {
  EXPECT_TRUE(allowed("core/api/loss.h", "<span>"));
  EXPECT_TRUE(allowed("core/api/loss.h", "\"value.h\""));
  EXPECT_FALSE(allowed("core/api/loss.h", "<fmt/format.h>"));
  EXPECT_FALSE(allowed("core/api/loss.h", "<unistd.h>"));
  EXPECT_FALSE(allowed("core/api/loss.h", "\"core/train/trainer.h\""));
  EXPECT_FALSE(allowed("core/api/loss.h", "\"../train/trainer.h\""));
}

TEST(IncludeRule, Core) {
  EXPECT_TRUE(allowed("core/train/runner.cpp", "\"core/plugin/plugin_host.h\""));
  EXPECT_TRUE(allowed("core/record/a.cpp", "\"core/record/csv_writer.h\""));
  EXPECT_TRUE(allowed("core/record/a.cpp", "<nlohmann/json.hpp>"));
  EXPECT_TRUE(allowed("core/analysis/a.cpp", "\"core/record/csv_writer.h\""));
  EXPECT_TRUE(allowed("core/config/a.cpp", "<logitbench/value.h>"));
  EXPECT_FALSE(allowed("core/config/a.cpp", "\"core/train/trainer.h\""));
  EXPECT_FALSE(allowed("core/analysis/a.cpp", "\"core/train/trainer.h\""));
  EXPECT_FALSE(allowed("core/record/a.cpp", "\"core/train/trainer.h\""));
  EXPECT_FALSE(allowed("core/train/a.cpp", "\"core/record/csv_writer.h\""));
  EXPECT_FALSE(allowed("core/newcomer/a.cpp", "\"core/record/csv_writer.h\""));
  EXPECT_FALSE(allowed("core/train/a.cpp", "\"plugins/losses/b/b.h\""));
  EXPECT_FALSE(allowed("core/train/a_test.cpp", "\"plugins/losses/b/b.h\""));
  EXPECT_FALSE(allowed("core/train/a.cpp", "\"tools/logitbench/progress.h\""));
  EXPECT_FALSE(allowed("core/train/a.cpp", "<core/plugin/plugin_host.h>"));
  EXPECT_FALSE(allowed("core/train/a.cpp", "\"core/train/gone.h\""));
}

TEST(IncludeRule, Plugins) {
  EXPECT_TRUE(allowed("plugins/losses/a/a.cpp", "<logitbench/plugin.h>"));
  EXPECT_TRUE(allowed("plugins/losses/a/a.cpp", "\"parts.h\""));
  EXPECT_TRUE(allowed("plugins/losses/a/a.cpp", "<zlib.h>"));
  EXPECT_TRUE(allowed("plugins/datasets/mnist/mnist.cpp", "\"../idx_files/idx.h\""));
  EXPECT_FALSE(allowed("plugins/losses/a/a.cpp", "\"../../datasets/idx_files/idx.h\""));
  EXPECT_FALSE(allowed("plugins/losses/a/a.cpp", "\"../b/b.h\""));
  EXPECT_FALSE(allowed("plugins/losses/a/a.cpp", "\"plugins/losses/b/b.h\""));
  EXPECT_FALSE(allowed("plugins/losses/a/a.cpp", "\"core/api/value.h\""));
  EXPECT_FALSE(allowed("plugins/losses/a/a.cpp", "\"core/plugin/plugin_host.h\""));
  EXPECT_FALSE(allowed("plugins/losses/a/a.cpp", "<logitbench_testing/finite.h>"));
  EXPECT_TRUE(allowed("plugins/losses/a/a_test.cpp", "<logitbench_testing/finite.h>"));
  EXPECT_TRUE(allowed("plugins/losses/a/a_test.cpp", "\"core/plugin/plugin_host.h\""));
  EXPECT_FALSE(allowed("plugins/losses/a/a_test.cpp", "\"plugins/datasets/idx_files/idx.h\""));
}

TEST(IncludeRule, ToolsAndLibraries) {
  EXPECT_TRUE(allowed("tools/logitbench/run.cpp", "\"core/train/trainer.h\""));
  EXPECT_FALSE(allowed("tools/logitbench/run.cpp", "\"plugins/losses/b/b.h\""));
  EXPECT_TRUE(allowed("plugins/backends/onednn/a.cpp", "<oneapi/dnnl/dnnl.hpp>"));
  EXPECT_FALSE(allowed("plugins/backends/reference/a.cpp", "<oneapi/dnnl/dnnl.hpp>"));
  EXPECT_FALSE(allowed("plugins/backends/onednn_test/a_test.cpp", "<dnnl.hpp>"));
  EXPECT_TRUE(allowed("core/config/a.cpp", "<yaml-cpp/yaml.h>"));
  EXPECT_FALSE(allowed("tools/logitbench/run.cpp", "<yaml-cpp/yaml.h>"));
  EXPECT_FALSE(allowed("core/sweep/a_test.cpp", "<yaml-cpp/yaml.h>"));
}

TEST(IncludeRule, SeesEveryWayToWriteADirective) {
  const std::string text =
      "  #  include <a>\n#include\"b.h\" // why\n// #include <c>\n# include <d/e.h>";
  std::vector<std::string> headers;
  for (const Include& include : includes_of(text)) headers.push_back(include.header);
  EXPECT_EQ(headers, (std::vector<std::string>{"a", "b.h", "d/e.h"}));
}

}  // namespace
}  // namespace logitbench
