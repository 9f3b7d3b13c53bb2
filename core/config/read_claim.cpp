#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "core/config/config_error.h"
#include "core/config/expect_entry.h"
#include "core/config/facts.h"
#include "core/config/nearest_name.h"

namespace logitbench {

namespace {

// Of a row of the predictions; the last two have a value for each class or column.
constexpr std::array<std::string_view, 5> kOfRows = {"loss", "decision", "label", "probability",
                                                     "logit"};
bool has_classes(std::string_view metric) { return metric == "probability" || metric == "logit"; }

RunStatus read_status(const ExpectEntry& entry) {
  entry.refuse_beside({"epoch", "row", "class", "value", "values", "same_as", "within",
                       "within_rel", "between", "at_least", "at_most"},
                      "status");
  return *run_status_from(entry.given().text("status"));
}

void read_epoch(const ExpectEntry& entry, MetricClaim& claim) {
  if (!entry.has("epoch")) return;
  if (!claim.values.empty())
    entry.fail_at("epoch",
                  "found epoch beside values, which are those of epochs 1, 2, ..., "
                  "expected one of them; for one epoch write value");
  const Value& epoch = entry.given().at("epoch");
  if (epoch.is_integer()) {
    claim.value_of = ValueOf::at;
    claim.epoch = static_cast<uint64_t>(epoch.integer());
  } else {
    claim.value_of = epoch.text() == "best" ? ValueOf::best : ValueOf::final;
  }
  if (claim.value_of == ValueOf::best && claim.same_as)
    entry.fail_at("same_as",
                  "found same_as beside epoch best, expected final or an epoch's number: the best "
                  "values of two metrics may be of two epochs");
}

// A row's metric, and which of its values.
void read_row(const ExpectEntry& entry, MetricClaim& claim) {
  const Map& given = entry.given();
  claim.row.emplace();
  claim.row->row = static_cast<uint64_t>(given.integer("row"));
  if (claim.split != "valid" ||
      std::find(kOfRows.begin(), kOfRows.end(), claim.metric) == kOfRows.end()) {
    std::vector<std::string> names;
    for (const std::string_view name : kOfRows) names.push_back("valid." + std::string(name));
    entry.fail_in("metric", fmt::format("found {} beside row, expected {}{}",
                                        shown(claim.split + "." + claim.metric), name_list(names),
                                        did_you_mean(claim.split + "." + claim.metric, names)));
  }
  entry.refuse_beside({"epoch"}, "row", "expected none: rows are kept after the last epoch");
  entry.refuse_beside({"same_as"}, "row", "expected value, values or a bound");
  const std::string name = "valid." + claim.metric;
  if (!has_classes(claim.metric)) {
    entry.refuse_beside({"class", "values"}, name, "of which a row has one, expected value");
  } else if (claim.values.empty()) {
    if (!entry.has("class"))
      entry.fail_at("metric", fmt::format("found {} of a row without a class, expected class: k, "
                                          "or values for all classes",
                                          name));
    claim.row->of_class = static_cast<uint64_t>(given.integer("class"));
  } else {
    entry.refuse_beside({"class"}, "values", "which are of all classes, expected one of them");
  }
}

MetricClaim read_metric(const ExpectEntry& entry) {
  MetricClaim claim;
  const SeriesName series = entry.series("metric");
  static_cast<Wanted&>(claim) = read_wanted(entry, "a metric");
  claim.split = series.split;
  claim.metric = series.metric;
  if (entry.has("row")) {
    read_row(entry, claim);
    return claim;
  }
  entry.refuse_beside({"class"}, "a metric over all rows", "expected it beside row: N");
  read_epoch(entry, claim);
  if (claim.same_as && claim.same_as->split == claim.split && claim.same_as->metric == claim.metric)
    entry.fail_in("same_as", "found the metric itself, expected another one");
  return claim;
}

FactClaim read_fact(const ExpectEntry& entry) {
  FactClaim claim;
  claim.fact = entry.given().text("fact");
  if (!declared_fact(claim.fact))
    entry.fail_in("fact",
                  fmt::format("found {}, expected one of {}{}", shown(claim.fact),
                              name_list(fact_names()), did_you_mean(claim.fact, fact_names())));
  entry.refuse_beside({"epoch", "row", "class", "values", "same_as", "within_rel", "between"},
                      "fact", "expected value (with within), at_least or at_most");
  static_cast<Wanted&>(claim) = read_wanted(entry, "a fact");
  return claim;
}

}  // namespace

Claim read_claim(const ExpectEntry& entry) {
  std::vector<std::string> found;
  for (const char* kind : {"status", "metric", "fact"})
    if (entry.has(kind)) found.emplace_back(kind);
  if (found.size() != 1)
    fail(entry.node().at,
         fmt::format("{}: found {}, expected one of status, metric and fact, e.g. {}", entry.path(),
                     found.empty() ? "none of status, metric and fact"
                                   : fmt::format("{} beside each other", name_list(found)),
                     kExpectExample));
  if (found[0] == "status") return read_status(entry);
  if (found[0] == "metric") return read_metric(entry);
  return read_fact(entry);
}

}  // namespace logitbench
