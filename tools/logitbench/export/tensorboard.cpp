#include "tools/logitbench/export/tensorboard.h"

#include <fmt/format.h>

#include <set>

#include "core/record/event_file.h"
#include "core/record/number_text.h"
#include "core/record/whole_file.h"

namespace logitbench {

namespace fs = std::filesystem;

namespace {

// TensorBoard takes what has `tfevents` in its name; ours end so.
constexpr const char* kEventFile = "events.out.tfevents.";
constexpr const char* kOurs = ".logitbench";

// The swept values and the seed; repeats of one setting, which differ in the seed alone, are one
// group.
struct Session {
  HyperParameters parameters;
  std::string group;
};
Session session_of(const Plan& plan, const Run& run) {
  Session session;
  for (size_t k = 0; k < plan.swept_keys.size(); ++k) {
    if (plan.swept_keys[k] == "seed" || run.swept[k].empty()) continue;
    session.parameters.emplace_back(plan.swept_keys[k], run.swept[k]);
    session.group += (session.group.empty() ? "" : " ") + plan.swept_keys[k] + "=" + run.swept[k];
  }
  if (session.group.empty()) session.group = plan.experiment;
  session.parameters.emplace_back("seed", number_text(run.config.seed));
  return session;
}

void remove_ours(const fs::path& folder) {
  std::error_code ignored;  // what is not there need not be removed; what stays is no damage
  std::vector<fs::path> ours;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, ignored)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with(kEventFile) && name.ends_with(kOurs)) ours.push_back(entry.path());
  }
  for (const fs::path& file : ours) fs::remove(file, ignored);
}

std::string event_file(const Plan& plan, const Run& run, const Attempt& attempt,
                       const AttemptRecords& records) {
  const double started_s = static_cast<double>(attempt.started_us) * 1e-6;
  const Session session = session_of(plan, run);
  EventFile file(started_s);
  file.session(session.parameters, session.group, started_s);
  for (const EpochRecord& record : records.epochs) file.epoch(record, started_s + record.wall_s);
  file.end(attempt.result->status, started_s + attempt.result->wall_s);
  return file.bytes();
}

}  // namespace

size_t write_event_files(const fs::path& folder, const Plan& plan, const EndedRuns& runs,
                         const ReadRecords& read) {
  size_t written = 0;
  for (const Run& run : plan.runs) {
    const auto ended = runs.find(run.run_id);
    if (ended == runs.end() || ended->second.epochs.records() == 0) continue;
    const Attempt& attempt = ended->second;
    const fs::path place = folder / run.run_id;
    create_results_folder(place);
    remove_ours(place);
    write_whole_file_unsynced(
        place / fmt::format("{}{}{}", kEventFile, attempt.started_us / 1'000'000, kOurs),
        event_file(plan, run, attempt, read(attempt)));
    ++written;
  }
  return written;
}

void remove_other_event_files(const fs::path& folder, const Plan& plan) {
  std::set<std::string> planned;
  for (const Run& run : plan.runs) planned.insert(run.run_id);
  std::vector<fs::path> others;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder))
    if (entry.is_directory() && !planned.contains(entry.path().filename().string()))
      others.push_back(entry.path());
  for (const fs::path& other : others) {
    remove_ours(other);
    std::error_code holds_more;  // then it is not ours alone
    fs::remove(other, holds_more);
  }
}

}  // namespace logitbench
