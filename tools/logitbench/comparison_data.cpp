#include "tools/logitbench/comparison_data.h"

#include <algorithm>
#include <string_view>

#include "core/record/csv_writer.h"
#include "core/record/number_text.h"
#include "core/record/value_json.h"
#include "tools/logitbench/comparison_words.h"

namespace logitbench {

namespace {

Json json_of(const std::optional<Interval>& interval) {
  return interval ? Json{json_number(interval->low), json_number(interval->high)} : Json();
}

const char* rank_test_name(const GroupDifference& difference) {
  return difference.paired ? "wilcoxon" : "mann_whitney";
}
const char* effect_name(const GroupDifference& difference) {
  return difference.paired ? "d_z" : "d";
}

// One number or text of a difference, under the name that both formats give it. Null: none.
struct Named {
  const char* name;
  Json value;
};

std::vector<Named> fields_of(const Group& group) {
  const auto& summary = group.summary;
  const auto of = [&](double Summary::*number) {
    return summary ? json_number((*summary).*number) : Json();
  };
  return {{"not_finite", group.not_finite},
          {"missing", group.missing},
          {"n", group.repeats.size()},
          {"mean", of(&Summary::mean)},
          {"sd", summary ? json_number(summary->deviation) : Json()},
          {"median", of(&Summary::median)},
          {"min", of(&Summary::least)},
          {"max", of(&Summary::largest)},
          {"t_interval", summary ? json_of(summary->t_interval) : Json()},
          {"bootstrap_interval", summary ? json_of(summary->bootstrap) : Json()}};
}

std::vector<Named> fields_of(const GroupDifference& d) {
  const auto of_t = [&](double TTest::*number) {
    return d.t_test ? json_number((*d.t_test).*number) : Json();
  };
  // A verdict that is refused has no p either.
  const bool told = d.p.has_value();
  return {{"paired", d.paired},
          {"n_compared", d.repeats},
          {"n_reference", d.reference_repeats},
          {"own_settings", d.own_settings},
          {"without_partner", d.without_partner},
          {"difference", of_t(&TTest::difference)},
          {"difference_t_interval", d.t_test ? json_of(std::optional(d.t_test->interval)) : Json()},
          {"difference_bootstrap_interval", json_of(d.bootstrap)},
          {"effect", of_t(&TTest::effect)},
          {"effect_size", effect_name(d)},
          {"t", told ? of_t(&TTest::t) : Json()},
          {"degrees_of_freedom", of_t(&TTest::degrees_of_freedom)},
          {"p_t", told ? of_t(&TTest::p) : Json()},
          {"p_t_holm", json_number(d.p)},
          {"rank_test", rank_test_name(d)},
          {"rank_statistic", told ? json_number(d.rank_test->statistic) : Json()},
          {"rank_exact", told ? Json(d.rank_test->exact) : Json()},
          {"p_rank", told ? json_number(d.rank_test->p) : Json()},
          {"p_rank_holm", json_number(d.rank_p)},
          {"verdict", to_text(d.verdict)},
          {"within_margin", d.within_margin},
          {"needed_seeds", json_or_null(d.needed)}};
}

Json setting_json(const Comparison& comparison, const Group& group) {
  Json setting = Json::object();
  for (size_t k = 0; k < comparison.by.size(); ++k) setting[comparison.by[k]] = group.setting[k];
  return setting;
}

Json group_json(const Comparison& comparison, const Group& group) {
  Json status = Json::object(),
       json = {{"setting", setting_json(comparison, group)}, {"runs", group.runs()}};
  for (const auto& [which, count] : group.by_status) status[to_text(which)] = count;
  json["status"] = status;
  for (const Named& field : fields_of(group)) json[field.name] = field.value;
  json["seeds"] = Json::array();
  json["values"] = Json::array();
  for (const Repeat& repeat : group.repeats) {
    json["seeds"].push_back(repeat.seed);
    json["values"].push_back(json_number(repeat.value));
  }
  return json;
}

std::string csv_text(const Json& value) {
  if (value.is_null()) return "";
  if (value.is_string()) return value;
  if (value.is_boolean()) return value.get<bool>() ? "true" : "false";
  return value.is_number_float() ? number_text(value.get<double>())
                                 : number_text(value.get<uint64_t>());
}

// An interval takes two columns.
void add_csv(const std::vector<Named>& fields, bool any, std::vector<std::string>& cells) {
  for (const Named& field : fields) {
    const bool interval = std::string_view(field.name).ends_with("interval");
    for (size_t end = 0; end < (interval ? 2 : 1); ++end)
      cells.push_back(
          !any || field.value.is_null() ? "" : csv_text(interval ? field.value[end] : field.value));
  }
}

void add_names(const std::vector<Named>& fields, std::vector<std::string>& names) {
  for (const Named& field : fields) {
    const std::string name = field.name;
    if (name.ends_with("interval")) {
      names.push_back(name + "_low");
      names.push_back(name + "_high");
    } else {
      names.push_back(name);
    }
  }
}

}  // namespace

void print_comparison_json(const Comparison& comparison, const MetricChoice& metric,
                           std::ostream& out) {
  Json groups = Json::array(), differences = Json::array(), others = Json::array();
  for (const Group& group : comparison.groups) groups.push_back(group_json(comparison, group));
  for (const GroupDifference& difference : comparison.differences) {
    Json json = {{"setting", setting_json(comparison, comparison.groups[difference.group])}};
    for (const Named& field : fields_of(difference)) json[field.name] = field.value;
    json["words"] = verdict_sentence(comparison, difference);
    differences.push_back(std::move(json));
  }
  for (const OtherKey& other : comparison.others)
    others.push_back(
        {{"key", other.name}, {"averaged_over", other.averaged}, {"differs", other.differs}});
  const Json json = {
      {"metric", choice_text(metric)},
      {"better", comparison.larger_is_better ? "larger" : "smaller"},
      {"by", comparison.by},
      {"other_keys", others},
      {"experiments_differ_in", comparison.differing_keys},
      {"margin", json_number(comparison.margin)},
      {"baseline_given", comparison.baseline_given},
      {"reference", comparison.reference
                        ? setting_json(comparison, comparison.groups[*comparison.reference])
                        : Json()},
      {"tests_corrected_for", comparison.asked_at_once},
      {"groups", groups},
      {"differences", differences},
      {"notes", comparison_notes(comparison)},
      {"answer", comparison_answer(comparison, metric)}};
  out << json.dump(1, ' ', false, Json::error_handler_t::replace) << '\n';
}

void print_comparison_csv(const Comparison& comparison, const MetricChoice& metric,
                          std::ostream& out) {
  constexpr RunStatus kStatuses[] = {
      RunStatus::completed, RunStatus::diverged,    RunStatus::failed,  RunStatus::timed_out,
      RunStatus::pruned,    RunStatus::interrupted, RunStatus::running, RunStatus::queued};
  std::vector<std::string> names = comparison.by;
  names.push_back("metric");
  names.push_back("runs");
  for (const RunStatus status : kStatuses) names.push_back(to_text(status));
  add_names(fields_of(Group{}), names);
  names.push_back("is_reference");
  add_names(fields_of(GroupDifference{}), names);
  CsvWriter csv(names);
  for (size_t g = 0; g < comparison.groups.size(); ++g) {
    const Group& group = comparison.groups[g];
    std::vector<std::string> cells = group.setting;
    cells.push_back(choice_text(metric));
    cells.push_back(number_text(uint64_t{group.runs()}));
    for (const RunStatus status : kStatuses) {
      const auto found = group.by_status.find(status);
      cells.push_back(number_text(uint64_t{found == group.by_status.end() ? 0 : found->second}));
    }
    add_csv(fields_of(group), true, cells);
    cells.push_back(comparison.reference == g ? "true" : "false");
    const auto difference =
        std::find_if(comparison.differences.begin(), comparison.differences.end(),
                     [&](const GroupDifference& d) { return d.group == g; });
    const bool any = difference != comparison.differences.end();
    add_csv(fields_of(any ? *difference : GroupDifference{}), any, cells);
    csv.row(cells);
  }
  out << csv.text();
}

}  // namespace logitbench
