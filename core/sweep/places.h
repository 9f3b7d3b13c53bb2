// Where each key of a run was written, for messages about the run as a whole: file:line:column.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/config/config_node.h"

namespace logitbench {

class Places {
 public:
  Places() = default;
  // Every key of the tree, sections among them.
  explicit Places(const ConfigNode& root);

  // A swept value, as its column of runs.csv shows it.
  void add_swept(const std::string& key, const std::string& shown, const ConfigNode& value);

  // A key whose values are drawn: all of them stand where the key does.
  void add_drawn(const std::string& key, const Location& at);

  // The place of the dotted key in a run with these swept values (in the order of `swept_keys`), or
  // of the nearest section above it that was written, or the file.
  std::string of(const std::string& key, const std::vector<std::string>& swept_keys,
                 const std::vector<std::string>& swept) const;

 private:
  using ByKey = std::map<std::string, std::string>;
  static void collect(const ConfigNode& node, const std::string& key, ByKey& places);

  std::string file_;
  ByKey base_;
  std::map<std::string, std::map<std::string, ByKey>> swept_;  // key -> shown value -> places
  ByKey drawn_;
};

}  // namespace logitbench
