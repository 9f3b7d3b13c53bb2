#include "core/analysis/report/joined_curves.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <logitbench/error.h>

#include "core/testing/temporary_folder.h"

namespace logitbench {
namespace {

using testing::ElementsAre;

ResultsTables table(const std::filesystem::path& folder, const std::vector<std::string>& run_ids,
                    const std::string& rows) {
  std::filesystem::create_directories(folder);
  write_text(folder / "curves.csv", "run_id,epoch,step,split,metric,value\n" + rows);
  ResultsTables tables{folder, folder.filename().string(), {}};
  tables.runs.run_ids = run_ids;
  return tables;
}

TEST(JoinedCurves, FindEachRunsSeriesInItsFolder) {
  const TemporaryFolder folder;
  const std::vector<ResultsTables> tables = {
      table(folder.path() / "a", {"same", "queued"}, "same,1,1,valid,nll,0.5\n"),
      table(folder.path() / "b", {"same"},
            "same,1,1,train,loss,3\nsame,1,1,valid,nll,0.25\nsame,2,2,valid,nll,0.125\n")};
  const JoinedCurves curves(tables);
  ASSERT_EQ(curves.series().size(), 2u);
  EXPECT_EQ(curves.series()[0].metric, "nll");
  EXPECT_THAT(curves.curve(0, 0).values, ElementsAre(0.5));
  EXPECT_TRUE(curves.curve(1, 0).empty());
  EXPECT_THAT(curves.curve(2, 0).values, ElementsAre(0.25, 0.125));
  EXPECT_TRUE(curves.curve(0, 1).empty());
  EXPECT_THAT(curves.curve(2, 1).values, ElementsAre(3));
}

TEST(JoinedCurves, AreRefusedWithoutTheirTable) {
  const TemporaryFolder folder;
  const ResultsTables tables{folder.path(), "x", {}};
  EXPECT_THROW(JoinedCurves({tables}), DataError);
}

TEST(Thinned, KeepsBothEndsAndTheOrder) {
  EXPECT_THAT(thinned(3, 5), ElementsAre(0, 1, 2));
  EXPECT_THAT(thinned(0, 5), ElementsAre());
  for (const size_t count : {101u, 100u, 37u, 6u})
    for (const size_t most : {2u, 5u, 36u}) {
      const std::vector<size_t> kept = thinned(count, most);
      ASSERT_EQ(kept.size(), std::min(count, most));
      EXPECT_EQ(kept.front(), 0u);
      EXPECT_EQ(kept.back(), count - 1);
      EXPECT_TRUE(std::is_sorted(kept.begin(), kept.end()));
      EXPECT_EQ(std::adjacent_find(kept.begin(), kept.end()), kept.end());
    }
}

}  // namespace
}  // namespace logitbench
