// The declaration of a plugin's parameters. Validation, `plugins describe`, defaults and error
// messages all come from it, so a parameter is declared once.
//
//   Schema{real("lr", "learning rate").above(0).by_default(0.1),
//          choice("scale", "pixel range", {"unit", "raw"}).by_default("unit")}
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "value.h"

namespace logitbench {

struct Parameter;
using Schema = std::vector<Parameter>;

enum class ParameterType {
  boolean,
  integer,
  real,    // an integer is accepted; .inf and .nan only where `allow_nonfinite`
  text,
  choice,  // one of `choices`
  path,    // text, left out of a run's identity; relative to the config file that names it
  list,    // each element as one of `fields` declares
  map,     // keys as `fields` declare
  tagged,  // one of `fields`, each of type map: `- conv2d: {out: 8}` or a bare `- relu`;
           // the value is a Map of "name" and then the chosen one's keys
};

// A parameter that a plugin gets later is optional rather than given a default: one that is left out
// is no part of a run's identity, and the runs that there are keep their ids.
struct Parameter {
  std::string name;
  ParameterType type = ParameterType::text;
  std::string description;
  std::optional<Value> default_value;  // none: the user must give it; null: may be left out
  std::optional<double> minimum;       // bounds of a number, or of a list's length
  std::optional<double> maximum;
  bool exclusive_minimum = false;
  bool exclusive_maximum = false;
  bool allow_nonfinite = false;
  std::string unit;
  std::vector<std::string> choices;  // of a choice; for a number, words accepted in its place
  Schema fields;

  Parameter&& by_default(Value value) && {
    default_value = std::move(value);
    return std::move(*this);
  }
  Parameter&& optional() && { return std::move(*this).by_default(Value()); }
  Parameter&& at_least(double bound) && {
    minimum = bound;
    return std::move(*this);
  }
  Parameter&& above(double bound) && {
    minimum = bound;
    exclusive_minimum = true;
    return std::move(*this);
  }
  Parameter&& at_most(double bound) && {
    maximum = bound;
    return std::move(*this);
  }
  Parameter&& below(double bound) && {
    maximum = bound;
    exclusive_maximum = true;
    return std::move(*this);
  }
  Parameter&& measured_in(std::string word) && {
    unit = std::move(word);
    return std::move(*this);
  }
  Parameter&& or_word(std::string word) && {
    choices.push_back(std::move(word));
    return std::move(*this);
  }
  Parameter&& nonfinite_allowed() && {
    allow_nonfinite = true;
    return std::move(*this);
  }
};

inline Parameter parameter(ParameterType type, std::string name, std::string description) {
  Parameter p;
  p.name = std::move(name);
  p.type = type;
  p.description = std::move(description);
  return p;
}
inline Parameter boolean(std::string name, std::string description) {
  return parameter(ParameterType::boolean, std::move(name), std::move(description));
}
inline Parameter integer(std::string name, std::string description) {
  return parameter(ParameterType::integer, std::move(name), std::move(description));
}
inline Parameter real(std::string name, std::string description) {
  return parameter(ParameterType::real, std::move(name), std::move(description));
}
inline Parameter text(std::string name, std::string description) {
  return parameter(ParameterType::text, std::move(name), std::move(description));
}
inline Parameter path(std::string name, std::string description) {
  return parameter(ParameterType::path, std::move(name), std::move(description));
}
inline Parameter choice(std::string name, std::string description,
                        std::vector<std::string> choices) {
  Parameter p = parameter(ParameterType::choice, std::move(name), std::move(description));
  p.choices = std::move(choices);
  return p;
}
inline Parameter list_of(std::string name, std::string description, Parameter element) {
  Parameter p = parameter(ParameterType::list, std::move(name), std::move(description));
  p.fields.push_back(std::move(element));
  return p;
}
// A list whose elements may be declared in several ways: `targets: [0, 2]` or `targets: [[1, 0], ...]`.
inline Parameter list_of_any(std::string name, std::string description, Schema elements) {
  Parameter p = parameter(ParameterType::list, std::move(name), std::move(description));
  p.fields = std::move(elements);
  return p;
}
inline Parameter map_of(std::string name, std::string description, Schema fields) {
  Parameter p = parameter(ParameterType::map, std::move(name), std::move(description));
  p.fields = std::move(fields);
  return p;
}
inline Parameter tagged(std::string name, std::string description, Schema alternatives) {
  Parameter p = parameter(ParameterType::tagged, std::move(name), std::move(description));
  p.fields = std::move(alternatives);
  return p;
}

}  // namespace logitbench
