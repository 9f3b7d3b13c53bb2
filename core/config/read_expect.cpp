#include "core/config/read_expect.h"

#include <fmt/format.h>

#include "core/config/config_error.h"
#include "core/config/expect_entry.h"
#include "core/config/key_path.h"
#include "core/config/scalars.h"

namespace logitbench {

namespace {

Map read_where(const ConfigNode& where, const std::string& path) {
  if (!where.is_map() || where.entries.empty())
    fail(where.at, fmt::format("{}.where: found {}, expected a map of keys and values, e.g. "
                               "{{loss: cross_entropy, optimizer.lr: 0.1}}; leave it out for all "
                               "runs",
                               path, shown(where)));
  Map result;
  for (const ConfigNode::Entry& entry : where.entries) {
    split_key(entry.key, entry.key_at);
    if (entry.value.is_null() || (entry.value.is_list() && entry.value.items.empty()))
      fail(
          entry.value.at,
          fmt::format("{}.where: found {} for {}, expected a value, or a list of any of them", path,
                      entry.value.is_list() ? "an empty list" : "nothing", shown(entry.key)));
    result.set(entry.key, natural_value(entry.value));
  }
  return result;
}

// Complete in itself: what is kept with the results is read again without the config around it.
Map written_entry(const ConfigNode& node, const std::string& source) {
  Map written;
  for (const ConfigNode::Entry& entry : node.entries)
    written.set(entry.key, natural_value(entry.value));
  if (!source.empty()) written.set("source", source);
  return written;
}

Expectation read_entry(const ConfigNode& node, const std::string& path,
                       const std::string& default_source) {
  const ExpectEntry entry(node, path);
  Expectation result;
  result.place = to_text(node.at);
  if (const ConfigNode* where = node.find("where")) result.where = read_where(*where, path);
  result.quantity = entry.line("quantity");
  result.source = entry.has("source") ? entry.line("source") : default_source;
  result.note = entry.line("note");
  result.written = written_entry(node, result.source);
  result.claim = read_claim(entry);
  return result;
}

}  // namespace

std::vector<Expectation> read_expectations(const ConfigNode* expect, const ConfigNode* source) {
  std::string default_source;
  if (source != nullptr && source->is_scalar()) default_source = source->text;
  if (default_source.find('\n') != std::string::npos)
    fail(source->at, "source: found several lines, expected one");
  std::vector<Expectation> result;
  if (expect == nullptr || expect->is_null()) return result;
  if (!expect->is_list())
    fail(expect->at, fmt::format("expect: found {}, expected a list, e.g. [{}]", shown(*expect),
                                 kExpectExample));
  for (size_t i = 0; i < expect->items.size(); ++i)
    result.push_back(read_entry(expect->items[i], fmt::format("expect[{}]", i), default_source));
  return result;
}

}  // namespace logitbench
