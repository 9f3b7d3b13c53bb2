#include "core/config/yaml_reader.h"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <map>
#include <optional>
#include <sstream>

#include "core/config/config_error.h"
#include "core/config/config_file.h"

namespace logitbench {

namespace {

size_t count_nodes(const ConfigNode& node) {
  size_t count = 1;
  for (const ConfigNode& item : node.items) count += count_nodes(item);
  for (const ConfigNode::Entry& entry : node.entries) count += count_nodes(entry.value);
  return count;
}

int depth_of(const ConfigNode& node) {
  int deepest = 0;
  for (const ConfigNode& item : node.items) deepest = std::max(deepest, depth_of(item));
  for (const ConfigNode::Entry& entry : node.entries)
    deepest = std::max(deepest, depth_of(entry.value));
  return node.is_scalar() || node.is_null() ? 0 : deepest + 1;
}

class TreeBuilder final : public YAML::EventHandler {
 public:
  TreeBuilder(const std::string& text, const Location& start, bool with_lines)
      : text_(text), start_(start), with_lines_(with_lines) {}

  bool has_root() const { return root_.has_value(); }
  ConfigNode take_root() { return std::move(*root_); }

  Location locate(const YAML::Mark& mark) const {
    if (!with_lines_ || mark.line < 0) return start_;
    return {start_.source, mark.line + 1, mark.column + 1};
  }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (++documents_ > 1)
      fail(locate(mark),
           "found a second document or text after the first value's end, expected one");
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    ConfigNode node;
    node.at = locate(mark);
    complete(std::move(node), anchor);
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto found = anchored_.find(anchor);
    const Location at = locate(mark);
    if (found == anchored_.end())
      fail(at, "found an alias to a value that it is part of, expected a finished value");
    count_copies(found->second, at);
    if (static_cast<int>(open_.size()) + depth_of(found->second) > kDeepestNesting) too_deep(at);
    alias_at_ = at;
    complete(found->second, 0);
    alias_at_.reset();
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    refuse_tag(mark, tag);
    ConfigNode node = scalar_node(value, locate(mark));
    node.quoted = tag == "!";
    if (node.quoted) check_closed(mark);
    complete(std::move(node), anchor);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    begin(mark, tag, anchor, ConfigNode::Kind::list);
  }
  void OnSequenceEnd() override { end(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    begin(mark, tag, anchor, ConfigNode::Kind::map);
  }
  void OnMapEnd() override { end(); }

 private:
  struct Open {
    ConfigNode node;
    YAML::anchor_t anchor = 0;
    bool has_key = false;  // the last entry of a map waits for its value
    std::map<std::string, Location, std::less<>> keys;
  };

  [[noreturn]] static void too_deep(const Location& at) {
    fail(at, fmt::format("found lists and maps more than {} deep, expected fewer; is a bracket not "
                         "closed?",
                         kDeepestNesting));
  }

  void refuse_tag(const YAML::Mark& mark, const std::string& tag) const {
    if (tag.empty() || tag == "?" || tag == "!") return;
    fail(locate(mark), "found the tag " + shown(tag) +
                           ", expected a value without tag; quote a number that is text");
  }

  // yaml-cpp takes a quoted text that runs to the end of the file for closed.
  void check_closed(const YAML::Mark& mark) const {
    const auto begin_at = static_cast<size_t>(mark.pos);
    if (begin_at >= text_.size()) return;
    const char quote = text_[begin_at];
    if (quote != '"' && quote != '\'') return;
    for (size_t i = begin_at + 1; i < text_.size(); ++i) {
      if (quote == '"' && text_[i] == '\\')
        ++i;
      else if (text_[i] == quote)
        return;
    }
    fail(locate(mark), "found a quote that is never closed, expected a closing one");
  }

  void count_copies(const ConfigNode& node, const Location& at) {
    copied_ += count_nodes(node);
    if (copied_ > kMostCopiedNodes)
      fail(at, fmt::format("anchors and aliases expand to more than {} values, expected fewer; "
                           "write the values out",
                           kMostCopiedNodes));
  }

  void begin(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
             ConfigNode::Kind kind) {
    refuse_tag(mark, tag);
    if (static_cast<int>(open_.size()) >= kDeepestNesting) too_deep(locate(mark));
    Open open;
    open.node.kind = kind;
    open.node.at = locate(mark);
    open.anchor = anchor;
    open_.push_back(std::move(open));
  }

  void end() {
    Open done = std::move(open_.back());
    open_.pop_back();
    complete(std::move(done.node), done.anchor);
  }

  void complete(ConfigNode node, YAML::anchor_t anchor) {
    if (++nodes_ > kMostNodes)
      fail(node.at, fmt::format("found more than {} values, expected fewer; put data into files "
                                "that a dataset reads",
                                kMostNodes));
    if (anchor != 0) {
      count_copies(node, node.at);
      anchored_[anchor] = node;
    }
    if (open_.empty()) {
      root_ = std::move(node);
      return;
    }
    Open& parent = open_.back();
    if (parent.node.is_list()) {
      parent.node.items.push_back(std::move(node));
    } else if (parent.has_key) {
      parent.node.entries.back().value = std::move(node);
      parent.has_key = false;
    } else {
      add_key(parent, node);
    }
  }

  void add_key(Open& map, const ConfigNode& key) {
    const Location at = alias_at_.value_or(key.at);
    if (!key.is_scalar())
      fail(at, "found " + shown(key) + " as a key, expected a name before the colon");
    if (key.text == "<<" && !key.quoted)
      fail(at,
           "found the merge key '<<', which is not supported; write the keys out or use extends");
    const auto [first, is_new] = map.keys.try_emplace(key.text, at);
    if (!is_new)
      fail(at, fmt::format("found the key {} twice, expected it once; it is first set {}",
                           shown(key.text),
                           at.line == 0 ? "in the same map"
                                        : fmt::format("at line {}, column {}", first->second.line,
                                                      first->second.column)));
    if (map.keys.size() > kMostKeys)
      fail(at, fmt::format("found more than {} keys in one map, expected fewer", kMostKeys));
    map.node.entries.push_back({key.text, at, {}});
    map.has_key = true;
  }

  const std::string& text_;
  const Location start_;
  const bool with_lines_;
  int documents_ = 0;
  size_t nodes_ = 0;
  size_t copied_ = 0;
  std::vector<Open> open_;
  std::map<YAML::anchor_t, ConfigNode> anchored_;
  std::optional<Location> alias_at_;
  std::optional<ConfigNode> root_;
};

std::string hint(const std::string& message) {
  if (message == "illegal map value")
    return "; expected one `key: value` on a line (quote a value that holds a colon, and indent "
           "keys "
           "of one map alike)";
  if (message.starts_with("end of sequence flow")) return "; expected a closing ]";
  if (message.starts_with("end of map flow")) return "; expected a closing }";
  if (message.starts_with("end of map not"))
    return "; expected the next key, indented like the others of its map";
  if (message == "illegal EOF in scalar") return "; expected a closing quote";
  if (message == "unknown token")
    return "; expected a value; quote text that starts with @, ` or %";
  return "; expected YAML";
}

}  // namespace

ConfigNode parse_yaml(const std::string& text, const Location& start, bool with_lines) {
  TreeBuilder builder(text, start, with_lines);
  try {
    std::istringstream stream(text);
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(builder)) {
    }
  } catch (const YAML::Exception& error) {
    fail(builder.locate(error.mark), "this is not YAML: " + error.msg + hint(error.msg));
  }
  if (builder.has_root()) return builder.take_root();
  ConfigNode nothing;
  nothing.at = start;
  return nothing;
}

ConfigNode read_yaml_file(const std::filesystem::path& file) {
  const ConfigText config = read_config_text(file);
  ConfigNode root = parse_yaml(config.text, config.start, true);
  if (root.is_null())
    fail(config.start, "holds no keys, expected keys such as dataset, model, loss and train");
  if (!root.is_map())
    fail(root.at, "found " + shown(root) + ", expected a map of keys such as dataset: and model:");
  return root;
}

}  // namespace logitbench
