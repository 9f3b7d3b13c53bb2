#include "core/diagnosis/experiment_kinds.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace logitbench {
namespace {

TEST(ExperimentKinds, StandOnTheConfigsPage) {
  std::ostringstream page;
  page << std::ifstream(std::string(LOGITBENCH_SOURCE_DIR) + "/configs/README.md").rdbuf();
  for (const FindingKind& kind : kExperimentKinds)
    EXPECT_THAT(page.str(), testing::HasSubstr("| `" + std::string(kind.code) + "` | " +
                                               to_text(kind.severity) + " | " +
                                               std::string(kind.description) + " |\n"));
}

}  // namespace
}  // namespace logitbench
