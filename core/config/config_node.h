// A config file as a tree that remembers where each piece was written. Not yet checked against any
// schema: scalars are text, and whether they were quoted.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace logitbench {

// What a node was read from: a file, or one override on the command line.
struct ConfigSource {
  std::string name;              // as shown: the file's path, or "command line: optimizer.lr=0.1"
  std::filesystem::path folder;  // what relative paths written here are relative to
};

// Line and column count from 1, columns in bytes. Line 0: the source as a whole.
struct Location {
  std::shared_ptr<const ConfigSource> source;
  int line = 0;
  int column = 0;
};

struct ConfigNode {
  enum class Kind { null, scalar, list, map };
  struct Entry;

  Kind kind = Kind::null;
  std::string text;               // of a scalar
  bool quoted = false;            // a quoted "1" is text, never a number
  std::vector<ConfigNode> items;  // of a list
  std::vector<Entry> entries;     // of a map, in the order written; keys are unique
  Location at;

  bool is_null() const { return kind == Kind::null; }
  bool is_scalar() const { return kind == Kind::scalar; }
  bool is_list() const { return kind == Kind::list; }
  bool is_map() const { return kind == Kind::map; }

  // Null where this is no map or has no such key.
  const ConfigNode* find(std::string_view key) const;
  ConfigNode* find(std::string_view key);
  const Entry* find_entry(std::string_view key) const;
  // Removes the key if it is there.
  void erase(std::string_view key);
  // The value of the key, made (null, at `where`) if it is not there. This must be a map.
  ConfigNode& get_or_add(std::string_view key, const Location& where);
};

struct ConfigNode::Entry {
  std::string key;
  Location key_at;
  ConfigNode value;
};

ConfigNode scalar_node(std::string text, const Location& at);
ConfigNode map_node(const Location& at);

}  // namespace logitbench
