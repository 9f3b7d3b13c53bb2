#include "core/config/read_run.h"

#include <fmt/format.h>
#include <logitbench/metric.h>

#include <algorithm>
#include <array>

#include "core/config/common_parameters.h"
#include "core/config/config_error.h"
#include "core/config/identity.h"
#include "core/config/key_hints.h"
#include "core/config/nearest_name.h"
#include "core/config/sections.h"
#include "core/config/validate.h"

namespace logitbench {

namespace {

struct Section {
  std::string plugin;
  Map own;     // the plugin's own parameters
  Map common;  // the host's
  Map resolved() const {
    Map result;
    result.set("name", plugin);
    for (const Map* part : {&own, &common})
      for (const auto& [key, value] : *part) result.set(key, value);
    return result;
  }
  Map identity(const Schema& schema) const {
    Map result;
    result.set("name", plugin);
    for (const Map* part : {&own, &common})
      for (const auto& [key, value] : without_paths(*part, schema)) result.set(key, value);
    return result;
  }
  Selection selection() const { return {plugin, own}; }
};

struct InitWord {
  std::string_view word;
  InitScheme scheme;
  std::string_view spread;  // the parameter that says how wide it draws; the others' is not used
};
constexpr InitWord kInitWords[] = {{"normal", InitScheme::normal, "std"},
                                   {"uniform", InitScheme::uniform, "scale"},
                                   {"glorot_uniform", InitScheme::glorot_uniform, "scale"},
                                   {"kaiming_uniform", InitScheme::kaiming_uniform, "scale"},
                                   {"zeros", InitScheme::zeros, ""}};

const InitWord& init_word(const Map& init) {
  return *std::find_if(std::begin(kInitWords), std::end(kInitWords),
                       [&](const InitWord& entry) { return entry.word == init.text("scheme"); });
}

class RunReader {
 public:
  RunReader(const ConfigNode& root, SchemaSource& schemas) : root_(root), schemas_(schemas) {}

  ResolvedRun read(const std::string& file_stem) {
    const Map top = read_top_level();
    ResolvedRun run;
    run.experiment = experiment_name(top, file_stem);
    if (top.has("note")) run.note = top.text("note");
    RunConfig& config = run.config;
    config.seed = static_cast<uint64_t>(top.integer("seed"));
    config.reduction = top.text("reduction") == "sum" ? Reduction::sum : Reduction::mean;
    config.metrics = metrics(top.list("metrics"));
    config.predictions = static_cast<size_t>(top.integer("predictions"));

    set(run.identity, run.resolved, "seed", top.at("seed"));
    set(run.identity, run.resolved, "reduction", top.at("reduction"));
    for (const PluginKind kind : kPluginKinds) {
      const Schema& schema = read_section(kind);
      Map resolved = sections_[index(kind)].resolved();
      if (kind == PluginKind::model) resolved.set("init", used_init(resolved.map("init")));
      run.resolved.set(to_text(kind), std::move(resolved));
      run.identity.set(to_text(kind), sections_[index(kind)].identity(schema));
    }
    take_sections(config);
    const Map train = read_train(config);
    set(run.identity, run.resolved, "train", train);
    List names(config.metrics.begin(), config.metrics.end());
    set(run.identity, run.resolved, "metrics", std::move(names));
    set(run.identity, run.resolved, "predictions", top.at("predictions"));
    // How long it may take changes no number of a run that ends.
    if (top.has("run_timeout")) {
      config.run_timeout_s = top.real("run_timeout");
      run.resolved.set("run_timeout", top.at("run_timeout"));
    }

    Map whole;
    whole.set("experiment", run.experiment);
    for (const char* key : {"note", "source"})
      if (top.has(key) && !top.text(key).empty()) whole.set(key, top.text(key));
    for (const auto& [key, value] : run.resolved) whole.set(key, value);
    run.resolved = std::move(whole);
    return run;
  }

 private:
  static size_t index(PluginKind kind) { return static_cast<size_t>(kind); }

  static void set(Map& identity, Map& resolved, const std::string& key, Value value) {
    identity.set(key, value);
    resolved.set(key, std::move(value));
  }

  KeyHint hint(const std::string& section) {
    return [this, section](const std::string& key) {
      return belongs_elsewhere(key, section, root_, schemas_);
    };
  }

  Map read_top_level() {
    const std::vector<std::string> known = top_level_keys();
    ConfigNode plain = map_node(root_.at);
    for (const ConfigNode::Entry& entry : root_.entries) {
      if (std::find(known.begin(), known.end(), entry.key) == known.end())
        fail_unknown_key(entry, known, "", belongs_elsewhere(entry.key, "", root_, schemas_));
      for (const Parameter& p : experiment_parameters())
        if (p.name == entry.key) plain.entries.push_back(entry);
    }
    return validate_map(plain, experiment_parameters(), "");
  }

  // A folder's name: letters, digits, _ - . and not hidden.
  std::string experiment_name(const Map& top, const std::string& file_stem) const {
    constexpr size_t kLongestName = 100;
    const bool given = top.has("experiment");
    const std::string name = given ? top.text("experiment") : file_stem;
    const bool safe = std::all_of(name.begin(), name.end(), [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
             c == '_' || c == '-' || c == '.';
    });
    if (safe && !name.empty() && name.front() != '.' && name.front() != '-' &&
        name.size() <= kLongestName)
      return name;
    const Location& at = given ? root_.find("experiment")->at : root_.at;
    fail(at,
         fmt::format("experiment: found {}{}, expected a folder name of letters, digits, _ - and . "
                     "that starts with neither . nor -, at most {} long{}",
                     shown(name), given ? "" : " (the file's name)", kLongestName,
                     given ? "" : "; add experiment: NAME"));
  }

  std::vector<std::string> metrics(const List& list) const {
    std::vector<std::string> known;
    for (const MetricInfo& metric : kMetrics) known.emplace_back(metric.name);
    std::vector<std::string> seen, result;
    for (size_t i = 0; i < list.size(); ++i) {
      const std::string& name = list[i].text();
      const Location& at = root_.find("metrics")->items[i].at;
      const auto found = std::find(known.begin(), known.end(), name);
      if (found == known.end())
        fail(at, fmt::format("metrics: found {}, expected one of {}{}", shown(name),
                             name_list(known), did_you_mean(name, known)));
      if (std::find(seen.begin(), seen.end(), name) != seen.end())
        fail(at, fmt::format("metrics: found {} twice, expected it once", shown(name)));
      seen.push_back(name);
      const bool always =
          std::any_of(kAlwaysRecorded.begin(), kAlwaysRecorded.end(),
                      [&](const MetricInfo& metric) { return metric.name == name; });
      if (!always) result.push_back(name);
    }
    return result;
  }

  std::string plugin_name(PluginKind kind, const ConfigNode* section) const {
    const char* by_default = default_plugin(kind);
    const std::string key = to_text(kind);
    const auto expected = [&] { return "expected one of " + name_list(schemas_.names(kind)); };
    if (section == nullptr) {
      if (by_default != nullptr) return by_default;
      fail(root_.at, fmt::format("{} is missing, {}, e.g. {}: NAME", key, expected(), key));
    }
    if (section->is_null() || section->is_list())
      fail(section->at, fmt::format("{}: found {}, {}", key, shown(*section), expected()));
    const ConfigNode* name = section_name(*section);
    if (name == nullptr && by_default != nullptr) return by_default;
    if (name == nullptr) fail(section->at, fmt::format("{}.name is missing, {}", key, expected()));
    if (!name->is_scalar())
      fail(name->at, fmt::format("{}.name: found {}, {}", key, shown(*name), expected()));
    return name->text;
  }

  const Schema& read_section(PluginKind kind) {
    const std::string key = to_text(kind);
    const ConfigNode* section = root_.find(key);
    const std::string plugin = plugin_name(kind, section);
    const Schema* own = schemas_.find(kind, plugin);
    if (own == nullptr) {
      const std::vector<std::string> names = schemas_.names(kind);
      const ConfigNode* name = section == nullptr ? nullptr : section_name(*section);
      fail(name == nullptr ? root_.at : name->at,
           fmt::format("{}: found {}, expected {}{}", key, shown(plugin),
                       names.empty() ? fmt::format("an installed {} plugin; there is none", key)
                                     : "one of " + name_list(names),
                       did_you_mean(plugin, names)));
    }
    section_schemas_[index(kind)] = section_schema(kind, plugin, *own);
    const Schema& schema = section_schemas_[index(kind)];
    ConfigNode rest = map_node(section == nullptr ? root_.at : section->at);
    if (section != nullptr && section->is_map()) rest.entries = section->entries;
    rest.erase("name");
    const Map values = validate_map(rest, schema, key, hint(key));
    Section& result = sections_[index(kind)];
    result.plugin = plugin;
    for (const auto& [name, value] : values) {
      const bool is_own =
          std::any_of(own->begin(), own->end(), [&](const Parameter& p) { return p.name == name; });
      (is_own ? result.own : result.common).set(name, value);
    }
    return schema;
  }

  void take_sections(RunConfig& config) const {
    const Section& dataset = sections_[index(PluginKind::dataset)];
    config.dataset = dataset.selection();
    if (dataset.common.has("seed"))
      config.dataset_seed = static_cast<uint64_t>(dataset.common.integer("seed"));
    if (dataset.common.has("validation")) {
      const Value& validation = dataset.common.at("validation");
      config.validation = validation.is_number()        ? ValidationSource::fraction
                          : validation.text() == "test" ? ValidationSource::test
                                                        : ValidationSource::train;
      if (validation.is_number()) config.validation_fraction = validation.real();
    }
    const Section& model = sections_[index(PluginKind::model)];
    config.model = model.selection();
    config.init = init_config(model.common.map("init"));
    const Section& loss = sections_[index(PluginKind::loss)];
    config.loss = loss.selection();
    if (loss.common.text("objective") == "maximize") config.objective = Objective::maximize;
    const Section& optimizer = sections_[index(PluginKind::optimizer)];
    config.optimizer = optimizer.selection();
    if (optimizer.common.has("clip_norm")) config.clip_norm = optimizer.common.real("clip_norm");
    const Section& backend = sections_[index(PluginKind::backend)];
    config.backend = backend.selection();
    const Value& threads = backend.common.at("threads");
    config.threads = threads.is_text() ? 0 : static_cast<size_t>(threads.integer());
  }

  // What the scheme uses. A parameter of another scheme is refused where it is written; its default
  // is left out of the resolved config, which can so be read again.
  Map used_init(const Map& init) const {
    const InitWord& scheme = init_word(init);
    const ConfigNode* model = root_.find("model");
    const ConfigNode* written = model == nullptr ? nullptr : model->find("init");
    Map used;
    for (const auto& [key, value] : init) {
      std::vector<std::string> users;
      for (const InitWord& other : kInitWords)
        if (other.spread == key) users.emplace_back(other.word);
      if (users.empty() || scheme.spread == key) {
        used.set(key, value);
        continue;
      }
      const ConfigNode::Entry* entry = written == nullptr ? nullptr : written->find_entry(key);
      if (entry != nullptr)
        fail(entry->key_at,
             fmt::format("model.init.{}: found it with scheme {}, which does not use it, expected "
                         "it with scheme {} alone; change the scheme or leave {} out",
                         key, scheme.word, name_list(users), key));
    }
    return used;
  }

  static InitConfig init_config(const Map& init) {
    InitConfig result;
    result.scheme = init_word(init).scheme;
    result.std = init.real("std");
    result.scale = init.real("scale");
    result.generator = generator_from(init.text("generator"));
    result.bias_same = init.text("bias") == "same";
    return result;
  }

  Map read_train(RunConfig& config) {
    const ConfigNode* section = root_.find("train");
    Map train = section == nullptr
                    ? default_values(train_parameters(), "train", root_.at)
                    : validate_map(*section, train_parameters(), "train", hint("train"));
    if (!train.has("generator"))
      train.set("generator",
                sections_[index(PluginKind::model)].common.map("init").at("generator"));
    config.epochs = static_cast<uint64_t>(train.integer("epochs"));
    config.batch_size = static_cast<size_t>(train.integer("batch_size"));
    config.shuffle = train.boolean("shuffle");
    config.shuffle_generator = generator_from(train.text("generator"));
    return train;
  }

  const ConfigNode& root_;
  SchemaSource& schemas_;
  std::array<Section, std::size(kPluginKinds)> sections_;
  std::array<Schema, std::size(kPluginKinds)> section_schemas_;
};

}  // namespace

ResolvedRun read_run(const ConfigNode& root, const std::string& file_stem, SchemaSource& schemas) {
  return RunReader(root, schemas).read(file_stem);
}

}  // namespace logitbench
