#include <algorithm>

#include "core/analysis/runs/run_difference.h"
#include "core/record/json_member.h"
#include "core/record/tables.h"
#include "core/record/utc_time.h"

namespace logitbench {

namespace {

// The same as choose_rows() has it (core/train/prepared_run.cpp), from what a manifest says.
class RowSource {
 public:
  RowSource(const Json& run, const Json& hashes)
      : config_(member_or_null(run, "config")),
        validation_(member_or_null(member_or_null(config_, "dataset"), "validation")),
        hashes_(hashes) {}

  void tell(RunData& data) const {
    if (data.split == "valid") data.of = validates_on_test() ? "test" : "train";
    if (!data.of.empty()) data.of_sha256 = text_member(hashes_, data.of);
    if (validation_.is_number() && data.split != "test")
      data.drawn = {validation_.get<double>(), member_or_null(config_, "seed")};
  }

 private:
  bool validates_on_test() const {
    return validation_.is_null() ? hashes_.contains("test") : validation_ == "test";
  }

  const Json config_, validation_, hashes_;
};

}  // namespace

std::vector<RunData> data_of(const Json& run) {
  const Json made_of = member_or_null(run, "made_of");
  const Json hashes = member_or_null(made_of, "data_sha256"),
             facts = member_or_null(made_of, "facts");
  const RowSource source(run, hashes);
  std::vector<RunData> data;
  for (const std::string_view split : kSplits) {
    RunData one{std::string(split), {}, text_member(hashes, std::string(split)), {}, {}, {}};
    const Json rows = member_or_null(facts, "rows." + one.split);
    if (rows.is_number_unsigned()) one.rows = rows.get<uint64_t>();
    source.tell(one);
    if (!one.sha256.empty() || one.rows.value_or(0) > 0) data.push_back(std::move(one));
  }
  return data;
}

DottedValues environment_of(const WholeRun& run) {
  const Json made_of = member_or_null(run.run, "made_of");
  Json environment = {{"threads", member_or_null(made_of, "threads")},
                      {"backend_library", member_or_null(made_of, "backend_library")},
                      {"versions", member_or_null(run.manifest, "versions")},
                      {"git", member_or_null(run.manifest, "git")},
                      {"machine", member_or_null(run.manifest, "machine")}};
  environment["host"] = text_or_null(run.record.host);
  environment["started"] =
      run.record.started_us ? Json(utc_text(utc_time_of(*run.record.started_us))) : Json();
  environment["command_line"] = member_or_null(run.manifest, "command_line");
  return dotted_values(environment);
}

bool is_of_folder(std::string_view key) {
  return key == "command_line" || key.starts_with("versions.") || key.starts_with("git.") ||
         key.starts_with("machine.");
}

bool DataDifference::is_same() const {
  return a && b && a->rows == b->rows && a->sha256 == b->sha256 && a->of_sha256 == b->of_sha256 &&
         a->drawn == b->drawn;
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
