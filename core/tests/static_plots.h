// What the tests of `logitbench report --static` share: a folder, its pictures and their scripts.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/tests/program.h"

namespace logitbench::end_to_end {

class ReportStatic : public testing::Test {
 protected:
  void SetUp() override {
    if (std::system("command -v gnuplot >/dev/null") != 0)
      GTEST_SKIP() << "gnuplot is not installed: tools/install-packages build brings it";
  }
  Outcome report(std::vector<std::string> words) const {
    words.insert(words.begin(), "report");
    words.emplace_back("--static");
    return logitbench(words, scratch.path());
  }
  void drawn(const std::vector<std::string>& words) const {
    const Outcome outcome = report(words);
    ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  }
  void spiral(const std::string& out, const std::vector<std::string>& more) const {
    std::vector<std::string> words{
        "run", config("smoke/spiral.yaml"), "--quiet", "--out", out, "train.epochs=2"};
    words.insert(words.end(), more.begin(), more.end());
    logitbench(words, scratch.path());
  }
  // Names of the pictures in a folder; each must be there in all three kinds, and nothing else.
  std::set<std::string> names_in(const std::string& folder) const {
    std::map<std::string, std::set<std::string>> kinds;
    for (const auto& entry : fs::directory_iterator(scratch / folder))
      kinds[entry.path().stem()].insert(entry.path().extension());
    std::set<std::string> names;
    for (const auto& [name, of_name] : kinds) {
      EXPECT_THAT(of_name, testing::ElementsAre(".gnuplot", ".png", ".svg")) << name;
      names.insert(name);
    }
    return names;
  }
  // By a reader that takes nothing but XML.
  void expect_xml(const std::string& folder) const {
    const std::string command =
        "cd '" + (scratch / folder).string() +
        "' && python3 -c 'import glob, xml.dom.minidom as x; print(len([x.parse(f) for f in "
        "glob.glob(\"*.svg\")]))' >../parsed 2>&1";
    EXPECT_EQ(std::system(command.c_str()), 0) << read_file(scratch / folder / "../parsed");
  }
  std::string script(const std::string& name) const {
    return read_file(scratch / (name + ".gnuplot"));
  }
  // A gnuplot in the folder bin, which does this with the script, $2, before the real one draws it.
  void gnuplot_that(const std::string& does_first) const {
    std::string real = output_of("command -v gnuplot");
    real.pop_back();
    write_file(scratch / "bin/gnuplot",
               "#!/bin/sh\n" + does_first + "\nexec " + real + " \"$@\"\n");
    fs::permissions(scratch / "bin/gnuplot", fs::perms::owner_all);
  }
  // The process of a gnuplot that says so in the file begun; 0: none in 30 seconds.
  pid_t begun() const {
    for (int i = 0; i < 3000; ++i, usleep(10000))
      if (const std::string pid = read_file(scratch / "begun"); pid.ends_with('\n'))
        return std::stoi(pid);
    return 0;
  }
  // Temporary files and folders.
  std::vector<fs::path> left_in(const std::string& folder) const {
    std::vector<fs::path> left;
    for (const auto& entry : fs::directory_iterator(scratch / folder))
      if (entry.path().extension() == ".tmp") left.push_back(entry.path());
    return left;
  }
  const Scratch scratch;
};

}  // namespace logitbench::end_to_end
