// Student's distribution, computed in doubles: Boost would use long doubles, four times as slow,
// for digits that no statistic here has.
#pragma once

#include <boost/math/distributions/students_t.hpp>

namespace logitbench {

using InDoubles = boost::math::policies::policy<boost::math::policies::promote_double<false>>;
using StudentsT = boost::math::students_t_distribution<double, InDoubles>;

}  // namespace logitbench
