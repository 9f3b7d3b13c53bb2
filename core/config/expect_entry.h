// One entry of `expect`, its keys known and their types checked: what the readers of its parts
// share. The parts: read_expect.cpp (where, words), read_claim.cpp (status, metric, fact),
// read_wanted.cpp (value, values, same_as, bounds and their tolerances).
#pragma once

#include <initializer_list>
#include <string>

#include <logitbench/value.h>

#include "core/config/config_node.h"
#include "core/config/expect.h"

namespace logitbench {

inline constexpr const char* kExpectExample = "{metric: valid.accuracy, value: 0.95, within: 0.01}";

class ExpectEntry {
 public:
  // `node` must outlive it. Throws ConfigError for an unknown key or a value of the wrong type.
  ExpectEntry(const ConfigNode& node, std::string path);

  const ConfigNode& node() const { return node_; }
  const std::string& path() const { return path_; }
  bool has(const char* key) const { return given_.has(key); }
  const Map& given() const { return given_; }

  // Throws ConfigError at the key's value, or at the entry where the key is not written: "<path>:
  // <message>".
  [[noreturn]] void fail_at(const char* key, const std::string& message) const;
  // The same, "<path>.<key>: <message>".
  [[noreturn]] void fail_in(const char* key, const std::string& message) const;
  // Refuses each of the keys that is written beside `other`; `instead` is what to do.
  void refuse_beside(std::initializer_list<const char*> keys, const std::string& other,
                     const std::string& instead = "expected one of them") const;
  // A text of one line, empty where it is not written.
  std::string line(const char* key) const;
  // train, valid or test, a dot and a metric.
  SeriesName series(const char* key) const;

 private:
  const ConfigNode& node_;
  std::string path_;
  Map given_;  // all but `where`
};

// What the number should be: `subject` names what it is about, for messages. Keys: value, values,
// same_as, at_least, at_most, within, within_rel, between.
Wanted read_wanted(const ExpectEntry& entry, const std::string& subject);

Claim read_claim(const ExpectEntry& entry);

}  // namespace logitbench
