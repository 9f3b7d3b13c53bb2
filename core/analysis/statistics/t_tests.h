// Student's tests of a difference of means: exact where the numbers are draws of a normal
// distribution, close to it for means of five and more. Two-sided. Pure functions.
#pragma once

#include <span>

#include "core/analysis/judge.h"

namespace logitbench {

// Where nothing varies: t is 0 and p is 1 without a difference; with one, t is infinite and p is 0.
struct TTest {
  double difference = 0;
  Interval interval;  // of the difference; its confidence is the caller's
  double degrees_of_freedom = 0;
  double t = 0;
  double p = 1;
  // Cohen's d: the difference in standard deviations. Paired: d_z, in those of the differences;
  // unpaired: in the pooled one. 0 without a difference, infinite where nothing varies.
  double effect = 0;
};

// Of the differences of at least two pairs: is their mean 0? Student, "The probable error of a
// mean", 1908.
TTest paired_t_test(std::span<const double> differences, double confidence);

// mean(b) - mean(a), two or more of each, standard deviations not taken for equal: Welch, "The
// generalization of Student's problem", 1947; degrees of freedom by Satterthwaite.
TTest welch_t_test(std::span<const double> a, std::span<const double> b, double confidence);

// Their p alone: of many tests at once.
double paired_t_p(std::span<const double> differences);
double welch_t_p(std::span<const double> a, std::span<const double> b);

// P(|T| >= size) of Student's distribution; 0 for an infinite size.
double two_sided_p(double size, double degrees_of_freedom);

}  // namespace logitbench
