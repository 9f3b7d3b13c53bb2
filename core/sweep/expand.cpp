#include "core/sweep/expand.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>
#include <optional>

#include "core/config/config_error.h"
#include "core/config/key_path.h"
#include "core/config/load_config.h"
#include "core/config/overrides.h"
#include "core/config/read_expect.h"
#include "core/config/read_run.h"
#include "core/config/scalars.h"
#include "core/config/value_text.h"
#include "core/data/sha256.h"
#include "core/sweep/exclusions.h"
#include "core/sweep/match_expectations.h"
#include "core/sweep/run_id.h"
#include "core/sweep/sweep_section.h"

namespace logitbench {

namespace {

// The swept value as its column has it. A map is shown as written, and so is text: a path among it,
// which is resolved for this machine.
std::string swept_text(const ConfigNode& written, const Map& resolved, const SweptKey& swept) {
  const Value natural = natural_value(written);
  const Value* value = find_value(resolved, swept.path);
  const bool as_written =
      value == nullptr || value->is_map() || natural.is_map() || natural.is_text();
  return value_text(as_written ? natural : *value);
}

class Expansion {
 public:
  Expansion(const std::filesystem::path& file, const std::vector<std::string>& words,
            SchemaSource& schemas, bool allow_many)
      : schemas_(schemas), stem_(file.stem().string()), allow_many_(allow_many) {
    for (const std::string& word : words) overrides_.push_back(parse_override(word));
    base_ = load_config(file);
    apply_overrides(base_, overrides_);
    const ConfigNode* section = base_.find("sweep");
    if (section != nullptr) sweep_at_ = section->at;
    sweep_ = read_sweep(section);
    base_.erase("sweep");
    plan_.expectations = read_expectations(base_.find("expect"), base_.find("source"));
    base_.erase("expect");
    plan_.slurm = read_slurm(base_.find("slurm"));
    base_.erase("slurm");
    plan_.places = Places(base_);
  }

  Plan expand() {
    refuse_too_many();
    Exclusions exclusions(sweep_.exclude);
    for (const SweptKey& swept : sweep_.keys) plan_.swept_keys.push_back(swept.key);
    std::vector<size_t> choice(sweep_.keys.size(), 0);
    do {
      add_runs(choice, exclusions);
    } while (advance(choice));
    exclusions.check_all_used(known_keys_);
    if (plan_.runs.empty()) fail(sweep_at_, "sweep.exclude leaves no run, expected at least one");
    match_expectations(plan_, !overrides_.empty());
    return std::move(plan_);
  }

 private:
  void refuse_too_many() const {
    double runs = static_cast<double>(sweep_.repeats);
    for (const SweptKey& swept : sweep_.keys) runs *= static_cast<double>(swept.values.size());
    const size_t limit = allow_many_ ? kMostRuns : kMostRunsUnasked;
    if (runs <= static_cast<double>(limit)) return;
    fail(sweep_at_, fmt::format("found a grid of {:.0f} runs, expected at most {}{}", runs, limit,
                                allow_many_ ? "" : "; sweep fewer values, or allow it with --yes"));
  }

  // The last key fastest. False when all combinations are through.
  bool advance(std::vector<size_t>& choice) const {
    for (size_t i = choice.size(); i-- > 0;) {
      if (++choice[i] < sweep_.keys[i].values.size()) return true;
      choice[i] = 0;
    }
    return false;
  }

  const ConfigNode& chosen(const std::vector<size_t>& choice, size_t key) const {
    return sweep_.keys[key].values[choice[key]];
  }

  ConfigNode combine(const std::vector<size_t>& choice) const {
    ConfigNode run = base_;
    std::vector<size_t> order(sweep_.keys.size());
    for (size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) {
      return sweep_.keys[a].path.size() < sweep_.keys[b].path.size();
    });
    for (const size_t i : order) {
      const SweptKey& swept = sweep_.keys[i];
      set_key(run, swept.path, chosen(choice, i), swept.at);
      for (const Override& override : overrides_)
        if (override.action != Override::Action::remove &&
            override.action != Override::Action::sweep && is_below(override.key, swept.key))
          set_key(run, split_key(override.key, override.at), override.value, override.at);
    }
    return run;
  }

  void add_runs(const std::vector<size_t>& choice, Exclusions& exclusions) {
    const ConfigNode combined = combine(choice);
    std::optional<ResolvedRun> first;
    std::optional<ConfigError> problem;
    try {
      first = read_run(combined, stem_, schemas_);
    } catch (const ConfigError& error) {
      problem = error;
    }
    if (!first) {
      if (exclusions.leaves_out(combined, nullptr)) return;
      throw *problem;
    }
    if (known_keys_.empty()) known_keys_ = dotted_keys(first->resolved);
    plan_.experiment = first->experiment;
    plan_.note = first->note;
    const uint64_t seed = first->config.seed;
    if (seed > static_cast<uint64_t>(std::numeric_limits<int64_t>::max()) - (sweep_.repeats - 1))
      fail(sweep_.repeats_at,
           fmt::format("sweep.repeats: found {} seeds from {} on, expected seeds "
                       "of at most 63 bits",
                       sweep_.repeats, seed));
    for (uint64_t repeat = 0; repeat < sweep_.repeats; ++repeat) {
      ResolvedRun run = repeat + 1 == sweep_.repeats ? std::move(*first) : *first;
      const Value run_seed(static_cast<int64_t>(seed + repeat));
      run.config.seed = seed + repeat;
      run.resolved.set("seed", run_seed);
      run.identity.set("seed", run_seed);
      ConfigNode written = combined;
      if (sweep_.repeats > 1)
        written.get_or_add("seed", combined.at) = scalar_node(value_text(run_seed), combined.at);
      if (!exclusions.leaves_out(written, &run.resolved)) add_run(choice, std::move(run));
    }
  }

  void add_run(const std::vector<size_t>& choice, ResolvedRun resolved) {
    Run run;
    std::vector<std::string> parts;
    for (size_t i = 0; i < sweep_.keys.size(); ++i) {
      run.swept.push_back(swept_text(chosen(choice, i), resolved.resolved, sweep_.keys[i]));
      plan_.places.add_swept(sweep_.keys[i].key, run.swept.back(), chosen(choice, i));
      // With repeats the seed is a part of its own, below.
      if (sweep_.repeats == 1 || sweep_.keys[i].key != "seed")
        parts.push_back(readable_part(sweep_.keys[i].key, run.swept.back()));
    }
    if (parts.empty())
      parts = {resolved.config.dataset.name, resolved.config.model.name, resolved.config.loss.name};
    if (sweep_.repeats > 1) parts.push_back(fmt::format("seed{}", resolved.config.seed));
    run.run_id = make_run_id(parts, resolved.identity);
    refuse_duplicate(choice, resolved.identity, run);
    run.config = std::move(resolved.config);
    run.resolved = std::move(resolved.resolved);
    plan_.runs.push_back(std::move(run));
  }

  // Two of the same would write the same rows. Named after the last swept key whose value is at
  // fault.
  void refuse_duplicate(const std::vector<size_t>& choice, const Map& identity, const Run& run) {
    const auto [first, is_new] =
        first_with_.try_emplace(sha256_hex(canonical_text(Value(identity))), choice);
    if (is_new) return;
    for (size_t i = sweep_.keys.size(); i-- > 0;) {
      if (choice[i] == first->second[i]) continue;
      fail(chosen(choice, i).at,
           fmt::format("sweep.parameters.{}: found {}, which makes the same run as {} before it, "
                       "expected runs that differ in more than a path",
                       sweep_.keys[i].key, shown(run.swept[i]),
                       shown(value_text(natural_value(chosen(first->second, i))))));
    }
    fail(sweep_.repeats_at, "sweep.repeats makes the same run twice");
  }

  SchemaSource& schemas_;
  std::string stem_;
  bool allow_many_;
  std::vector<Override> overrides_;
  ConfigNode base_;
  Location sweep_at_;
  Sweep sweep_;
  Plan plan_;
  std::vector<std::string> known_keys_;
  std::map<std::string, std::vector<size_t>> first_with_;
};

}  // namespace

Plan make_plan(const std::filesystem::path& config_file, const std::vector<std::string>& overrides,
               SchemaSource& schemas, bool allow_many) {
  return Expansion(config_file, overrides, schemas, allow_many).expand();
}

Plan make_plan(const std::filesystem::path& config_file, const std::vector<std::string>& overrides,
               PluginHost& host, bool allow_many) {
  HostSchemas schemas(host);
  return make_plan(config_file, overrides, schemas, allow_many);
}

}  // namespace logitbench
