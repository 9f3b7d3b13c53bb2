#include "core/config/opening_question.h"

#include <gtest/gtest.h>

#include "core/testing/temporary_folder.h"

namespace logitbench {
namespace {

TEST(OpeningQuestion, IsTheFirstParagraphsQuestion) {
  EXPECT_EQ(opening_question("# Question: does it learn?\nseed: 0\n"), "does it learn?");
  EXPECT_EQ(opening_question("# mine.yaml - Question: a\n#   or b? Takes a second.\r\n"),
            "a or b?");
  EXPECT_EQ(opening_question("## Question: which one\n#\n# More?"), "which one");
  EXPECT_EQ(opening_question("#Question:<b>\"x\"</b>?"), "<b>\"x\"</b>?");
}

TEST(OpeningQuestion, IsNoneElsewhere) {
  for (const char* text : {"", "seed: 0\n# Question: late?\n", "# why\n\n# Question: apart?\n",
                           "# why\n#\n# Question: apart?\n", "# Question:\nseed: 0\n"})
    EXPECT_EQ(opening_question(text), "") << text;
}

TEST(OpeningQuestion, OfEveryConfigOfOurOwn) {
  size_t files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(
           std::filesystem::path(LOGITBENCH_SOURCE_DIR) / "configs")) {
    if (entry.path().extension() != ".yaml") continue;
    ++files;
    EXPECT_TRUE(opening_question_of(entry.path()).ends_with('?')) << entry.path();
  }
  EXPECT_GT(files, 30u);
  EXPECT_EQ(opening_question_of("no/such/file.yaml"), "");
}

}  // namespace
}  // namespace logitbench
