#include "tools/logitbench/static_plots/plot_names.h"

#include <gtest/gtest.h>

namespace logitbench {
namespace {

TEST(PlotNames, AreWhatTheyShow) {
  PlotNames names;
  EXPECT_EQ(names.name({"curves", "valid.accuracy"}), "curves.valid.accuracy");
  EXPECT_EQ(names.name({"sweep", "final.valid.nll", "by", "loss, optimizer.lr"}),
            "sweep.final.valid.nll.by.loss_optimizer.lr");
}

TEST(PlotNames, AreSafeWhateverTheText) {
  PlotNames names;
  for (const std::string text : {"../../etc/passwd", "|touch x", "`touch x`", "a\nb", "größe", "",
                                 " ", "'\"<>&%$\\", std::string("a\0b", 3).c_str()}) {
    const std::string name = names.name({"curves", text});
    EXPECT_TRUE(name.starts_with("curves.")) << text;
    for (const char c : name)
      EXPECT_TRUE((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '.' || c == '_' || c == '-')
          << name;
  }
}

TEST(PlotNames, AreNeverTheSame) {
  PlotNames names;
  EXPECT_EQ(names.name({"confusion", "a b"}), "confusion.a_b");
  EXPECT_EQ(names.name({"confusion", "a/b"}), "confusion.a_b-2");
  EXPECT_EQ(names.name({"confusion", "A b"}), "confusion.A_b-3");
}

TEST(PlotNames, HaveRoomInAFileSystem) {
  PlotNames names;
  std::set<std::string> taken;
  for (int i = 0; i < 3; ++i) {
    const std::string name =
        names.name({"reliability", std::string(1000, 'x') + std::to_string(i)});
    EXPECT_LT(name.size(), 200u);
    EXPECT_TRUE(taken.insert(name).second) << name;
  }
}

}  // namespace
}  // namespace logitbench
