// Where the config's schemas come from: the plugins' own parameters and those common to their kind.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <logitbench/schema.h>

#include "core/plugin/plugin_host.h"

namespace logitbench {

class SchemaSource {
 public:
  virtual ~SchemaSource() = default;
  // Null: no such plugin. May throw PluginError: there is one, and it would not load.
  virtual const Schema* find(PluginKind kind, std::string_view name) = 0;
  virtual std::vector<std::string> names(PluginKind kind) const = 0;
};

class HostSchemas final : public SchemaSource {
 public:
  explicit HostSchemas(PluginHost& host) : host_(host) {}
  const Schema* find(PluginKind kind, std::string_view name) override;
  std::vector<std::string> names(PluginKind kind) const override;

 private:
  PluginHost& host_;
};

// A plugin's parameters and then its kind's common ones: what its section takes beside `name`.
// Throws PluginError where a plugin declares `name`, a common parameter or one of its own twice.
Schema section_schema(PluginKind kind, const std::string& plugin, const Schema& own);

}  // namespace logitbench
