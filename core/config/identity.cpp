#include "core/config/identity.h"

namespace logitbench {

namespace {

Value without_paths(const Value& value, const Parameter& parameter);

}  // namespace

Map without_paths(const Map& values, const Schema& schema) {
  Map result;
  for (const Parameter& p : schema)
    if (const Value* value = values.find(p.name); value != nullptr && p.type != ParameterType::path)
      result.set(p.name, without_paths(*value, p));
  return result;
}

namespace {

Value without_paths(const Value& value, const Parameter& p) {
  if (value.is_map() && p.type == ParameterType::map) return without_paths(value.map(), p.fields);
  if (value.is_map() && p.type == ParameterType::tagged) {
    Map result;
    const std::string& name = value.map().text("name");
    result.set("name", name);
    for (const Parameter& alternative : p.fields)
      if (alternative.name == name)
        for (const auto& [key, kept] : without_paths(value.map(), alternative.fields))
          result.set(key, kept);
    return result;
  }
  if (value.is_list() && p.type == ParameterType::list) {
    List result;
    for (const Value& element : value.list()) {
      const Parameter* declared = &p.fields.front();
      for (const Parameter& candidate : p.fields)
        if ((candidate.type == ParameterType::list) == element.is_list()) declared = &candidate;
      if (declared->type != ParameterType::path)
        result.push_back(without_paths(element, *declared));
    }
    return result;
  }
  return value;
}

}  // namespace

Map without(const Map& map, std::string_view key) {
  Map result;
  for (const auto& [name, value] : map)
    if (name != key) result.set(name, value);
  return result;
}

}  // namespace logitbench
