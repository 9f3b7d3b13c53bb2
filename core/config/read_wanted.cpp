#include <fmt/format.h>

#include "core/config/config_error.h"
#include "core/config/expect_entry.h"

namespace logitbench {

namespace {

constexpr const char* kKinds = "value, values, same_as or a bound (at_least, at_most)";

// What the number is compared with. Exactly one way of saying it.
void read_expected(const ExpectEntry& entry, const std::string& subject, Wanted& wanted) {
  const Map& given = entry.given();
  if (entry.has("value")) {
    entry.refuse_beside({"values", "same_as", "at_least", "at_most"}, "value");
    wanted.value = given.real("value");
  } else if (entry.has("values")) {
    entry.refuse_beside({"same_as", "at_least", "at_most"}, "values");
    for (const Value& value : given.list("values")) wanted.values.push_back(value.real());
  } else if (entry.has("same_as")) {
    entry.refuse_beside({"at_least", "at_most"}, "same_as");
    wanted.same_as = entry.series("same_as");
  } else {
    if (entry.has("at_least")) wanted.at_least = given.real("at_least");
    if (entry.has("at_most")) wanted.at_most = given.real("at_most");
    if (!wanted.at_least && !wanted.at_most)
      fail(entry.node().at,
           fmt::format("{}: found {} without {}, expected what it should be, e.g. {}", entry.path(),
                       subject, kKinds, kExpectExample));
    if (wanted.at_least && wanted.at_most && *wanted.at_least > *wanted.at_most)
      entry.fail_at("at_least",
                    fmt::format("found at_least {} above at_most {}, expected the smaller one "
                                "first",
                                *wanted.at_least, *wanted.at_most));
  }
}

void read_tolerance(const ExpectEntry& entry, Wanted& wanted) {
  const Map& given = entry.given();
  const bool bounds = wanted.at_least || wanted.at_most;
  for (const char* key : {"within", "within_rel", "between"})
    if (bounds && entry.has(key))
      entry.fail_at(key, fmt::format("found {} without a value, expected one beside it; a bound "
                                     "takes no tolerance",
                                     key));
  if (entry.has("within")) entry.refuse_beside({"within_rel", "between"}, "within");
  if (entry.has("within_rel")) entry.refuse_beside({"between"}, "within_rel");
  wanted.relative = entry.has("within_rel");
  if (wanted.relative || entry.has("within"))
    wanted.within = given.real(wanted.relative ? "within_rel" : "within");
  if (entry.has("between")) {
    const Value& between = given.at("between");
    wanted.between.emplace();
    if (between.is_number()) wanted.between->probability = between.real();
  }
}

}  // namespace

Wanted read_wanted(const ExpectEntry& entry, const std::string& subject) {
  Wanted wanted;
  read_expected(entry, subject, wanted);
  read_tolerance(entry, wanted);
  return wanted;
}

}  // namespace logitbench
