// exp in float32, rounded as NumPy's vector code rounds it (up to 2.5 units in the last place), so
// that probabilities come out with the digits that the notebooks print. Method: x = n ln 2 + r with
// ln 2 in three parts (Cody and Waite), exp(r) as a quotient of polynomials of degree 5 and 2,
// times 2^n.
#pragma once

#include <cmath>
#include <initializer_list>

namespace logitbench {

inline float float_exp(float x) {
  constexpr float kLargest = 88.72283935546875F, kSmallest = -103.97208404541015625F;
  if (std::isnan(x)) return x;
  if (x > kLargest) return INFINITY;
  if (x < kSmallest) return 0;

  constexpr float kLog2e = 1.442695040F;
  constexpr float kLn2High = 6.93145752e-1F, kLn2Low = 1.42860677e-6F;
  const float n = std::nearbyint(x * kLog2e);
  float r = std::fma(n, -kLn2High, x);
  r = std::fma(n, -kLn2Low, r);

  float above = 5.082762527590693718096e-04F;
  for (float p :
       {6.757896990527504603057e-03F, 5.114512081637298353406e-02F, 2.473615434895520810817e-01F,
        7.257664613233124478488e-01F, 9.999999999980870924916e-01F})
    above = std::fma(above, r, p);
  float below = 2.159509375685829852307e-02F;
  for (float q : {-2.742335390411667452936e-01F, 1.0F}) below = std::fma(below, r, q);
  return std::ldexp(above / below, static_cast<int>(n));
}

}  // namespace logitbench
