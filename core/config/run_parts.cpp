#include "core/config/run_parts.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "core/config/common_parameters.h"
#include "core/config/init_scheme.h"
#include "core/config/sections.h"
#include "core/config/value_text.h"

namespace logitbench {

namespace {

Selection selection(const PluginPart& part) { return {part.plugin, part.own}; }

InitConfig init_config(const Map& init) {
  InitConfig result;
  result.scheme = init_word(init).scheme;
  result.std = init.real("std");
  result.scale = init.real("scale");
  result.generator = generator_from(init.text("generator"));
  result.bias_same = init.text("bias") == "same";
  return result;
}

void take_dataset(const PluginPart& dataset, RunConfig& config) {
  config.dataset = selection(dataset);
  if (dataset.common.has("seed"))
    config.dataset_seed = static_cast<uint64_t>(dataset.common.integer("seed"));
  if (!dataset.common.has("validation")) return;
  const Value& validation = dataset.common.at("validation");
  config.validation = validation.is_number()        ? ValidationSource::fraction
                      : validation.text() == "test" ? ValidationSource::test
                                                    : ValidationSource::train;
  if (validation.is_number()) config.validation_fraction = validation.real();
}

void take_plugins(const RunParts& parts, RunConfig& config) {
  take_dataset(parts.plugin(PluginKind::dataset), config);
  const PluginPart& model = parts.plugin(PluginKind::model);
  config.model = selection(model);
  config.init = init_config(model.common.map("init"));
  const PluginPart& loss = parts.plugin(PluginKind::loss);
  config.loss = selection(loss);
  if (loss.common.text("objective") == "maximize") config.objective = Objective::maximize;
  const PluginPart& optimizer = parts.plugin(PluginKind::optimizer);
  config.optimizer = selection(optimizer);
  if (optimizer.common.has("clip_norm")) config.clip_norm = optimizer.common.real("clip_norm");
  const PluginPart& backend = parts.plugin(PluginKind::backend);
  config.backend = selection(backend);
  const Value& threads = backend.common.at("threads");
  config.threads = threads.is_text() ? 0 : static_cast<size_t>(threads.integer());
}

void take_train(const Map& train, RunConfig& config) {
  config.epochs = static_cast<uint64_t>(train.integer("epochs"));
  config.batch_size = static_cast<size_t>(train.integer("batch_size"));
  config.shuffle = train.boolean("shuffle");
  config.shuffle_generator = generator_from(train.text("generator"));
}

RunConfig run_config(const RunParts& parts) {
  RunConfig config;
  const Map& top = parts.top->values;
  config.seed = static_cast<uint64_t>(top.integer("seed"));
  config.reduction = top.text("reduction") == "sum" ? Reduction::sum : Reduction::mean;
  config.metrics = parts.top->metrics;
  config.predictions = static_cast<size_t>(top.integer("predictions"));
  if (top.has("run_timeout")) config.run_timeout_s = top.real("run_timeout");
  if (top.has("target")) config.target = top.real("target");
  config.stop_at_nan = parts.top->stop.has("nan");
  config.stop_at_target = parts.top->stop.has("target");
  take_plugins(parts, config);
  take_train(parts.train->resolved, config);
  return config;
}

// With the target itself: a run that stops at another one is another run.
Map stop_identity(const TopPart& top) {
  Map identity = top.stop;
  if (top.stop.has("target")) identity.set("target", top.values.at("target"));
  return identity;
}

}  // namespace

size_t part_of(std::string_view top_level_key) {
  if (const auto kind = plugin_section(top_level_key)) return static_cast<size_t>(*kind);
  return top_level_key == "train" ? kTrainPart : kTopPart;
}

ResolvedRun assemble_run(const RunParts& parts) {
  const Map& top = parts.top->values;
  ResolvedRun run;
  run.experiment = parts.top->experiment;
  if (top.has("note")) run.note = top.text("note");
  run.config = run_config(parts);

  run.resolved.set("experiment", run.experiment);
  for (const char* key : {"note", "source"})
    if (top.has(key) && !top.text(key).empty()) run.resolved.set(key, top.text(key));
  for (const char* key : {"seed", "reduction"}) run.resolved.set(key, top.at(key));
  for (const PluginKind kind : kPluginKinds)
    run.resolved.set(to_text(kind), parts.plugin(kind).resolved);
  run.resolved.set("train", parts.train->resolved);
  run.resolved.set("metrics", List(run.config.metrics.begin(), run.config.metrics.end()));
  run.resolved.set("predictions", top.at("predictions"));
  // Not in the identity: how long it may take changes no number of a run that ends, nor does a
  // target that it does not stop at.
  for (const char* key : {"run_timeout", "target"})
    if (top.has(key)) run.resolved.set(key, top.at(key));
  if (!parts.top->stop.empty()) run.resolved.set("stop", parts.top->stop);
  return run;
}

Map identity_of(const RunParts& parts) {
  const Map& top = parts.top->values;
  Map identity;
  for (const char* key : {"seed", "reduction", "predictions"}) identity.set(key, top.at(key));
  for (const PluginKind kind : kPluginKinds)
    identity.set(to_text(kind), parts.plugin(kind).identity);
  identity.set("train", parts.train->resolved);
  identity.set("metrics", List(parts.top->metrics.begin(), parts.top->metrics.end()));
  if (!parts.top->stop.empty()) identity.set("stop", stop_identity(*parts.top));
  return identity;
}

std::string identity_text(const RunParts& parts, uint64_t seed) {
  const Map& top = parts.top->values;
  const std::string seed_text = std::to_string(seed);
  const std::string reduction = canonical_text(top.at("reduction"));
  const std::string predictions = canonical_text(top.at("predictions"));
  const std::string stop =
      parts.top->stop.empty() ? "" : canonical_text(Value(stop_identity(*parts.top)));
  std::array<std::pair<std::string_view, std::string_view>, std::size(kPluginKinds) + 6> entries{
      {{"seed", seed_text},
       {"reduction", reduction},
       {"predictions", predictions},
       {"metrics", parts.top->metrics_identity},
       {"stop", stop},
       {"train", parts.train->identity_text}}};
  size_t n = entries.size() - std::size(kPluginKinds);
  for (const PluginKind kind : kPluginKinds)
    entries[n++] = {to_text(kind), parts.plugin(kind).identity_text};
  std::sort(entries.begin(), entries.end());
  std::string text;
  for (const auto& [key, value] : entries)
    if (!value.empty()) ((((text += text.empty() ? "{\"" : ",\"") += key) += "\":") += value);
  return text += '}';
}

}  // namespace logitbench
