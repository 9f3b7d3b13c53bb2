#include "tools/logitbench/manifest_facts.h"

#include <set>

#include "core/data/sha256.h"

namespace logitbench {

void describe(const Plan& plan, const ResultsFolder& results, ManifestFacts& facts) {
  std::set<std::string> libraries;
  for (const Run& run : plan.runs) {
    const Attempt* ended = results.ended(run.run_id);
    if (ended != nullptr && ended->made_of->threads > 0)
      libraries.insert(ended->made_of->backend_library);
  }
  facts.versions.clear();
  for (const std::string& library : libraries) {
    const size_t space = library.find(' ');
    facts.versions.emplace_back(library.substr(0, space),
                                space == std::string::npos ? "" : library.substr(space + 1));
  }
}

ManifestFacts facts_before(const Plan& plan, const ResultsFolder& results,
                           const Invocation& invocation) {
  ManifestFacts facts;
  facts.command_line = invocation.words;
  facts.git = git_state(invocation.config_file.parent_path());
  facts.machine = this_machine();
  facts.started = std::chrono::system_clock::now();
  facts.sha256 = sha256_hex;
  facts.made_of = [&results](const std::string& run_id) -> std::optional<MadeOf> {
    const Attempt* ended = results.ended(run_id);
    if (ended == nullptr || ended->made_of->threads == 0) return std::nullopt;
    return whole_made_of(*ended);
  };
  describe(plan, results, facts);
  return facts;
}

void record_plan(const Plan& plan, const ResultsFolder& results, const Invocation& invocation) {
  write_manifest(results.path(), plan, facts_before(plan, results, invocation));
}

}  // namespace logitbench
