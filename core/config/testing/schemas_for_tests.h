// Plugins' schemas without plugins.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/config/schema_source.h"

namespace logitbench {

class SchemasForTests final : public SchemaSource {
 public:
  using Key = std::pair<PluginKind, std::string>;

  SchemasForTests() {
    add(PluginKind::dataset, "mnist37",
        {choice("scale", "pixels", {"unit", "raw"}).by_default("unit"),
         path("dir", "folder").optional()});
    add(PluginKind::dataset, "spiral",
        {integer("samples", "points per class").at_least(1).by_default(100)});
    add(PluginKind::model, "linear", {});
    add(PluginKind::model, "mlp",
        {list_of("hidden", "widths", integer("width", "units").at_least(1)).by_default(List{64})});
    add(PluginKind::loss, "cross_entropy",
        {real("label_smoothing", "share").at_least(0).below(1).by_default(0.0)});
    add(PluginKind::loss, "softmax_prob", {});
    add(PluginKind::loss, "mnist_loss", {});
    add(PluginKind::optimizer, "sgd",
        {real("lr", "learning rate").above(0),
         real("momentum", "kept").at_least(0).by_default(0.0)});
    add(PluginKind::optimizer, "adam", {real("lr", "learning rate").above(0).by_default(0.001)});
    add(PluginKind::backend, "onednn",
        {choice("dtype", "type", {"f32", "bf16"}).by_default("f32")});
    add(PluginKind::backend, "reference", {});
  }

  void add(PluginKind kind, const std::string& name, Schema schema) {
    schemas_[{kind, name}] = std::move(schema);
  }
  const Schema* find(PluginKind kind, std::string_view name) override {
    const auto found = schemas_.find({kind, std::string(name)});
    return found == schemas_.end() ? nullptr : &found->second;
  }
  std::vector<std::string> names(PluginKind kind) const override {
    std::vector<std::string> result;
    for (const auto& [key, schema] : schemas_)
      if (key.first == kind) result.push_back(key.second);
    return result;
  }

 private:
  std::map<Key, Schema> schemas_;
};

}  // namespace logitbench
