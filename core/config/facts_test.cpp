#include "core/config/facts.h"

#include <gtest/gtest.h>

namespace logitbench {
namespace {

TEST(Facts, AreFoundByTheirDeclaredNames) {
  EXPECT_EQ(declared_fact("parameters"), "parameters");
  EXPECT_EQ(declared_fact("parameters.12"), "parameters.<n>");
  EXPECT_EQ(declared_fact("layer.3.width"), "layer.<n>.width");
  EXPECT_EQ(declared_fact("rows.train.class.0"), "rows.train.class.<k>");
}

TEST(Facts, OthersAreUnknown) {
  for (const char* name :
       {"", "parameter", "parameters.", "parameters.0", "parameters.01", "parameters.1.2",
        "parameters.-1", "layer.1", "layer..width", "layer.0.width", "rows", "rows.train.class",
        "rows.train.class.", "rows.train.class.a", "rows.test.class.0", "parameters.<n>"})
    EXPECT_FALSE(declared_fact(name)) << name;
}

}  // namespace
}  // namespace logitbench
