#include "core/config/schema_source.h"

#include <fmt/format.h>

#include <logitbench/error.h>

#include "core/config/common_parameters.h"

namespace logitbench {

const Schema* HostSchemas::find(PluginKind kind, std::string_view name) {
  const auto schema_of = [](const auto* plugin) { return plugin ? &plugin->schema : nullptr; };
  switch (kind) {
    case PluginKind::dataset:
      return schema_of(host_.dataset(name));
    case PluginKind::model:
      return schema_of(host_.model(name));
    case PluginKind::loss:
      return schema_of(host_.loss(name));
    case PluginKind::optimizer:
      return schema_of(host_.optimizer(name));
    case PluginKind::backend:
      return schema_of(host_.backend(name));
  }
  return nullptr;
}

std::vector<std::string> HostSchemas::names(PluginKind kind) const { return host_.names(kind); }

Schema section_schema(PluginKind kind, const std::string& plugin, const Schema& own) {
  Schema result = own;
  for (size_t i = 0; i < own.size(); ++i) {
    bool taken = own[i].name == "name";
    for (const Parameter& common : common_parameters(kind)) taken |= own[i].name == common.name;
    for (size_t j = 0; j < i; ++j) taken |= own[i].name == own[j].name;
    if (taken)
      throw PluginError(
          fmt::format("the {} plugin '{}' declares the parameter '{}', which is taken; "
                      "expected a name of its own",
                      to_text(kind), plugin, own[i].name));
  }
  const Schema& common = common_parameters(kind);
  result.insert(result.end(), common.begin(), common.end());
  return result;
}

}  // namespace logitbench
