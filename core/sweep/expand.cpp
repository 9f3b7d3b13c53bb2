#include "core/sweep/expand.h"

#include <fmt/format.h>

#include <limits>
#include <unordered_map>
#include <unordered_set>

#include "core/config/config_error.h"
#include "core/config/load_config.h"
#include "core/config/opening_question.h"
#include "core/config/overrides.h"
#include "core/config/read_expect.h"
#include "core/config/read_run.h"
#include "core/config/scalars.h"
#include "core/config/value_text.h"
#include "core/data/sha256.h"
#include "core/sweep/case_file.h"
#include "core/sweep/early_stopping.h"
#include "core/sweep/match_expectations.h"
#include "core/sweep/part_store.h"
#include "core/sweep/run_id.h"
#include "core/sweep/settings.h"

namespace logitbench {

namespace {

std::vector<Override> parse_overrides(const std::vector<std::string>& words) {
  std::vector<Override> overrides;
  for (const std::string& word : words) overrides.push_back(parse_override(word));
  return overrides;
}

std::set<std::string> swept_by(const std::vector<Override>& overrides) {
  std::set<std::string> keys;
  for (const Override& override : overrides)
    if (override.action == Override::Action::sweep) keys.insert(override.key);
  return keys;
}

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
            SchemaSource& schemas, const PlanOptions& options)
      : options_(options),
        schemas_(schemas),
        stem_(file.stem().string()),
        overrides_(parse_overrides(words)),
        base_(load_config(file)),
        reader_(stem_, schemas) {
    if (options.cases) sweep_these(base_, load_cases(*options.cases, file));
    apply_overrides(base_, overrides_);
    sweep_ = read_sweep(base_.find("sweep"), swept_by(overrides_));
    base_.erase("sweep");
    plan_.expectations = read_expectations(base_.find("expect"), base_.find("source"));
    base_.erase("expect");
    plan_.slurm = read_slurm(base_.find("slurm"));
    base_.erase("slurm");
    plan_.stop = read_stop(base_.find("stop"));
    plan_.places = Places(base_);
    plan_.question = opening_question_of(file);
  }

  Plan expand() {
    const WrittenConfig written(base_, sweep_.keys, overrides_);
    Conditions conditions(sweep_.keys, written, !overrides_.empty());
    Exclusions exclusions(sweep_.exclude);
    PartStore parts(sweep_.keys, written, reader_, exclusions);
    written_ = &written;
    exclusions_ = &exclusions;
    parts_ = &parts;
    Settings settings(sweep_, conditions, sweep_.seed.value_or(config_seed()));
    if (const auto most = settings.most()) {
      refuse_too_many(*most * static_cast<double>(sweep_.repeats));
      plan_.runs.reserve(static_cast<size_t>(*most) * sweep_.repeats);
      settings_of_runs_.reserve(plan_.runs.capacity());
      first_with_.reserve(plan_.runs.capacity());
    }
    for (const SweptKey& swept : sweep_.keys) {
      plan_.swept_keys.push_back(swept.key);
      if (swept.range) plan_.places.add_drawn(swept.key, swept.at);
    }
    shown_.resize(sweep_.keys.size());
    settings.each([&](const Setting& setting, const SettingOrigin& origin) {
      return add_runs(setting, origin);
    });
    exclusions.check_all_used(known_keys_);
    if (plan_.runs.empty()) fail(sweep_.at, "sweep.exclude leaves no run, expected at least one");
    refuse_equal_ids();
    check_competition(plan_);
    match_expectations(plan_, !overrides_.empty());
    if (options_.save_cases) save_cases(*options_.save_cases, sweep_, plan_, settings_of_runs_);
    return std::move(plan_);
  }

 private:
  size_t most_runs() const { return options_.allow_many ? kMostRuns : kMostRunsUnasked; }

  [[noreturn]] void refuse_many(const std::string& found) const {
    fail(sweep_.at,
         fmt::format("found {}, expected at most {}{}", found, most_runs(),
                     options_.allow_many ? "" : "; sweep fewer values, or allow it with --yes"));
  }

  void refuse_too_many(double runs) const {
    if (runs > static_cast<double>(most_runs()))
      refuse_many(fmt::format("{}{:.0f} runs",
                              sweep_.method == SweepMethod::grid ? "a grid of " : "", runs));
  }

  uint64_t config_seed() const {
    const ConfigNode* seed = base_.find("seed");
    return seed == nullptr ? 0 : static_cast<uint64_t>(parse_integer(seed->text).value);
  }

  // Whether it gave any run that was not there.
  bool add_runs(const Setting& setting, const SettingOrigin& origin) {
    const SettingParts parts = parts_->parts_of(setting);
    if (!parts.valid) {
      if (!origin.included && exclusions_->leaves_out(parts.verdicts, 0)) return false;
      read_run(written_->whole(setting), stem_, schemas_);  // says what is wrong
      throw std::logic_error("a config that is valid as a whole has a part that is not");
    }
    ResolvedRun resolved = assemble_run(parts.parts);
    if (known_keys_.empty()) {
      known_keys_ = dotted_keys(resolved.resolved);
      plan_.experiment = resolved.experiment;
      plan_.note = resolved.note;
    }
    const uint64_t seed = resolved.config.seed;
    refuse_seeds_beyond(seed);
    const size_t runs_before = plan_.runs.size();
    Run run;
    for (size_t i = 0; i < sweep_.keys.size(); ++i)
      run.swept.push_back(shown_value(i, setting, resolved.resolved));
    const std::string readable = readable_text(run.swept, setting, resolved.config);
    for (uint64_t repeat = 0; repeat < sweep_.repeats; ++repeat) {
      if (!origin.included && exclusions_->leaves_out(parts.verdicts, seed + repeat)) continue;
      const std::string sha256 = sha256_hex(identity_text(parts.parts, seed + repeat));
      if (is_there(sha256, setting, origin, run.swept)) continue;
      run.run_id = run_id_of(with_seed(readable, seed + repeat), sha256);
      run.config = sweep_.repeats == 1 ? std::move(resolved.config) : resolved.config;
      run.config.seed = seed + repeat;
      run.resolved = resolved.resolved;
      if (repeat > 0) run.resolved.set("seed", static_cast<int64_t>(seed + repeat));
      if (plan_.runs.size() == most_runs()) refuse_many("more runs");
      plan_.runs.push_back(sweep_.repeats == 1 ? std::move(run) : run);
      settings_of_runs_.push_back(setting);
    }
    return plan_.runs.size() > runs_before;
  }

  void refuse_seeds_beyond(uint64_t first) const {
    if (first <= static_cast<uint64_t>(std::numeric_limits<int64_t>::max()) - (sweep_.repeats - 1))
      return;
    fail(sweep_.repeats_at,
         fmt::format("sweep.repeats: found {} seeds from {} on, expected seeds of at most 63 bits",
                     sweep_.repeats, first));
  }

  std::string shown_value(size_t key, const Setting& setting, const Map& resolved) {
    if (setting[key] == kNotSet) return "";
    const auto index = static_cast<size_t>(setting[key]);
    const ConfigNode& value = sweep_.keys[key].values[index];
    std::string text = swept_text(value, resolved, sweep_.keys[key]);
    if (!sweep_.keys[key].range) {
      std::vector<std::string>& shown = shown_[key];
      if (shown.size() <= index) shown.resize(index + 1);
      if (shown[index] != text) plan_.places.add_swept(sweep_.keys[key].key, text, value);
      shown[index] = text;
    }
    return text;
  }

  // What a run's id starts with. With repeats the seed is a part of its own, at the end.
  std::string readable_text(const std::vector<std::string>& swept, const Setting& setting,
                            const RunConfig& config) const {
    std::vector<std::string> parts;
    bool any_key = false, any_set = false;
    for (size_t i = 0; i < sweep_.keys.size(); ++i) {
      const bool is_seed = sweep_.keys[i].key == "seed";
      if (is_seed && sweep_.repeats > 1) continue;
      any_key = true;
      if (setting[i] == kNotSet) continue;
      any_set = any_set || !is_seed || sweep_.keys.size() == 1;
      parts.push_back(readable_part(sweep_.keys[i].key, swept[i]));
    }
    if (!any_key || !any_set)
      parts.insert(parts.begin(), {config.dataset.name, config.model.name, config.loss.name});
    return joined_parts(parts);
  }

  std::string with_seed(const std::string& readable, uint64_t seed) const {
    if (sweep_.repeats == 1) return readable;
    return fmt::format("{}{}seed{}", readable, readable.empty() ? "" : "-", seed);
  }

  // Two of the same would write the same rows.
  bool is_there(const std::string& sha256, const Setting& setting, const SettingOrigin& origin,
                const std::vector<std::string>& swept) {
    // 64 bits of it: two different runs agree in them in one of 10^7 sweeps of a million runs.
    const auto [first, is_new] =
        first_with_.try_emplace(std::stoull(sha256.substr(0, 16), nullptr, 16), plan_.runs.size());
    if (is_new) return false;
    if (origin.drawn) return true;
    const Run& before = plan_.runs[first->second];
    if (origin.listed != nullptr)
      fail(origin.listed->at,
           fmt::format("found a case that makes the same run as {} before it, expected runs that "
                       "differ in more than a path",
                       before.run_id));
    refuse_twice(setting, settings_of_runs_[first->second], swept);
  }

  // Named after the last swept key whose value is at fault.
  [[noreturn]] void refuse_twice(const Setting& setting, const Setting& before,
                                 const std::vector<std::string>& swept) const {
    for (size_t i = sweep_.keys.size(); i-- > 0;) {
      if (setting[i] == before[i]) continue;
      const auto value = [&](const Setting& of) -> const ConfigNode* {
        return of[i] == kNotSet ? nullptr : &sweep_.keys[i].values[static_cast<size_t>(of[i])];
      };
      const ConfigNode *now = value(setting), *then = value(before);
      fail(now == nullptr ? sweep_.keys[i].at : now->at,
           fmt::format("sweep.parameters.{}: found {}, which makes the same run as {} before it, "
                       "expected runs that differ in more than a path",
                       sweep_.keys[i].key, now == nullptr ? "nothing" : shown(swept[i]),
                       then == nullptr ? "nothing" : shown(value_text(natural_value(*then)))));
    }
    fail(sweep_.repeats_at, "sweep.repeats makes the same run twice");
  }

  void refuse_equal_ids() const {
    std::unordered_set<std::string_view> ids(plan_.runs.size());
    for (const Run& run : plan_.runs)
      if (!ids.insert(run.run_id).second)
        fail(sweep_.at, fmt::format("two different runs would have the id {}: ten digits of a hash "
                                    "agree by chance; change a value of one of them",
                                    run.run_id));
  }

  const PlanOptions& options_;
  SchemaSource& schemas_;
  std::string stem_;
  std::vector<Override> overrides_;
  ConfigNode base_;
  PartReader reader_;
  Sweep sweep_;
  const WrittenConfig* written_ = nullptr;
  Exclusions* exclusions_ = nullptr;
  PartStore* parts_ = nullptr;
  Plan plan_;
  std::vector<Setting> settings_of_runs_;
  std::vector<std::string> known_keys_;
  std::vector<std::vector<std::string>> shown_;  // of each key's values, as its column has them
  std::unordered_map<uint64_t, size_t> first_with_;
};

}  // namespace

Plan make_plan(const std::filesystem::path& config_file, const std::vector<std::string>& overrides,
               SchemaSource& schemas, const PlanOptions& options) {
  return Expansion(config_file, overrides, schemas, options).expand();
}

Plan make_plan(const std::filesystem::path& config_file, const std::vector<std::string>& overrides,
               PluginHost& host, const PlanOptions& options) {
  HostSchemas schemas(host);
  return make_plan(config_file, overrides, schemas, options);
}

}  // namespace logitbench
