#include <algorithm>

#include "core/analysis/runs/run_difference.h"
#include "core/record/tables.h"
#include "core/record/utc_time.h"

namespace logitbench {

namespace {

// Null where there is no such member.
Json member(const Json& json, const std::string& key) {
  const auto found = json.is_object() ? json.find(key) : json.end();
  return json.is_object() && found != json.end() ? *found : Json();
}

std::string text_member(const Json& json, const std::string& key) {
  const Json value = member(json, key);
  return value.is_string() ? value.get<std::string>() : "";
}

}  // namespace

std::vector<RunData> data_of(const Json& run) {
  const Json made_of = member(run, "made_of");
  const Json hashes = member(made_of, "data_sha256"), facts = member(made_of, "facts");
  std::vector<RunData> data;
  for (const std::string_view split : kSplits) {
    RunData one{std::string(split), {}, text_member(hashes, std::string(split))};
    const Json rows = member(facts, "rows." + one.split);
    if (rows.is_number_unsigned()) one.rows = rows.get<uint64_t>();
    if (!one.sha256.empty() || one.rows.value_or(0) > 0) data.push_back(std::move(one));
  }
  return data;
}

DottedValues environment_of(const WholeRun& run) {
  const Json made_of = member(run.run, "made_of");
  Json environment = {{"threads", member(made_of, "threads")},
                      {"backend_library", member(made_of, "backend_library")},
                      {"versions", member(run.manifest, "versions")},
                      {"git", member(run.manifest, "git")},
                      {"machine", member(run.manifest, "machine")}};
  environment["host"] = run.record.host.empty() ? Json() : Json(run.record.host);
  environment["started"] =
      run.record.started_us ? Json(utc_text(utc_time_of(*run.record.started_us))) : Json();
  environment["command_line"] = member(run.manifest, "command_line");
  return dotted_values(environment);
}

bool is_of_folder(std::string_view key) {
  return key == "command_line" || key.starts_with("versions.") || key.starts_with("git.") ||
         key.starts_with("machine.");
}

bool DataDifference::is_same() const {
  return a && b && a->rows == b->rows && a->sha256 == b->sha256;
}

bool RunDifference::has_data_of(std::optional<RunData> DataDifference::*side) const {
  return std::any_of(data.begin(), data.end(),
                     [&](const DataDifference& one) { return (one.*side).has_value(); });
}

bool RunDifference::has_same_data() const {
  const auto has_hash = [](const DataDifference& one) { return one.a && !one.a->sha256.empty(); };
  return std::any_of(data.begin(), data.end(), has_hash) &&
         std::all_of(data.begin(), data.end(),
                     [](const DataDifference& one) { return one.is_same(); });
}

}  // namespace logitbench
