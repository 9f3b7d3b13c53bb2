// What a kernel does with a sum before it stores it.
#pragma once

#include <logitbench/layers.h>

namespace logitbench::native {

enum class Finish {
  plain,
  relu,
  // To the nearest bfloat16, for the product that reads it; the second after relu.
  rounded,
  rounded_relu,
  // The sum is the gradient by an activation's output y, which lies where the result goes: times
  // dy/dx, from y.
  relu_slope,
  sigmoid_slope,
  tanh_slope,
};

inline Finish slope_of(ActivationKind kind) {
  switch (kind) {
    case ActivationKind::relu:
      return Finish::relu_slope;
    case ActivationKind::sigmoid:
      return Finish::sigmoid_slope;
    case ActivationKind::tanh:
      break;
  }
  return Finish::tanh_slope;
}

inline Finish rounded(Finish finish) {
  return finish == Finish::relu ? Finish::rounded_relu : Finish::rounded;
}

}  // namespace logitbench::native
