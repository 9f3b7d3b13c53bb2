#include "tools/logitbench/bench/network_work.h"

#include <gtest/gtest.h>

namespace logitbench::bench {
namespace {

const Shape kImage{1, 28, 28};

TEST(NetworkWork, ALayerTakesAMultiplyAndAnAddPerWeightAndPlace) {
  EXPECT_EQ(forward_flops({kImage, {Flatten{}, Dense{10}}}), 2.0 * 784 * 10);
  EXPECT_EQ(forward_flops({kImage, {Conv2d{8, 3, Padding::same}}}), 2.0 * 784 * 9 * 8);
}

TEST(NetworkWork, NobodyAsksForTheGradientOfTheSamples) {
  const NetworkSpec one{kImage, {Flatten{}, Dense{128}}};
  EXPECT_EQ(backward_flops(one), forward_flops(one)) << "of the weights alone";

  NetworkSpec two = one;
  two.layers.insert(two.layers.end(), {Layer{Activation{}}, Layer{Dense{10}}});
  const double second = 2.0 * 128 * 10;
  EXPECT_EQ(backward_flops(two), forward_flops(one) + 2 * second);
}

}  // namespace
}  // namespace logitbench::bench
