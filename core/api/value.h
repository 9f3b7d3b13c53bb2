// A parameter's value after validation: what a plugin's factory is given. Plain data, no locations:
// whoever validated it has already said where anything was wrong.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace logitbench {

class Value;
using List = std::vector<Value>;

// Keys in the order they were declared in the schema; every declared parameter is present. Copies
// share their entries until one of them is changed: the runs of a sweep differ in a few. Copies may
// be read from several threads at once; one copy is changed by one thread, with no other using it.
class Map {
 public:
  using Entry = std::pair<std::string, Value>;

  bool empty() const;
  const Value* find(std::string_view key) const;
  // Throws std::out_of_range if the key was not declared: a plugin's own mistake, never the user's.
  const Value& at(std::string_view key) const;
  void set(std::string key, Value value);
  std::vector<Entry>::const_iterator begin() const;
  std::vector<Entry>::const_iterator end() const;

  bool boolean(std::string_view key) const;
  int64_t integer(std::string_view key) const;
  double real(std::string_view key) const;  // an integer is a real too
  const std::string& text(std::string_view key) const;
  const List& list(std::string_view key) const;
  const Map& map(std::string_view key) const;
  // True unless the parameter is optional and was left out.
  bool has(std::string_view key) const;

  friend bool operator==(const Map&, const Map&);

 private:
  std::vector<Entry>& own_entries();

  std::shared_ptr<std::vector<Entry>> entries_;  // null: none
};

class Value {
 public:
  Value() = default;  // null: an optional parameter left out
  Value(bool v) : data_(v) {}
  Value(int v) : data_(int64_t{v}) {}
  Value(int64_t v) : data_(v) {}
  Value(double v) : data_(v) {}
  Value(const char* v) : data_(std::string(v)) {}
  Value(std::string v) : data_(std::move(v)) {}
  Value(List v) : data_(std::move(v)) {}
  Value(Map v) : data_(std::move(v)) {}

  bool is_null() const { return std::holds_alternative<std::monostate>(data_); }
  bool is_boolean() const { return std::holds_alternative<bool>(data_); }
  bool is_integer() const { return std::holds_alternative<int64_t>(data_); }
  bool is_number() const { return is_integer() || std::holds_alternative<double>(data_); }
  bool is_text() const { return std::holds_alternative<std::string>(data_); }
  bool is_list() const { return std::holds_alternative<List>(data_); }
  bool is_map() const { return std::holds_alternative<Map>(data_); }

  bool boolean() const { return std::get<bool>(data_); }
  int64_t integer() const { return std::get<int64_t>(data_); }
  double real() const {
    return is_integer() ? static_cast<double>(integer()) : std::get<double>(data_);
  }
  const std::string& text() const { return std::get<std::string>(data_); }
  const List& list() const { return std::get<List>(data_); }
  const Map& map() const { return std::get<Map>(data_); }

  friend bool operator==(const Value&, const Value&);

 private:
  std::variant<std::monostate, bool, int64_t, double, std::string, List, Map> data_;
};

inline bool operator==(const Value& a, const Value& b) { return a.data_ == b.data_; }
inline bool operator==(const Map& a, const Map& b) {
  return a.entries_ == b.entries_ || std::equal(a.begin(), a.end(), b.begin(), b.end());
}

inline bool Map::empty() const { return begin() == end(); }
inline std::vector<Map::Entry>::const_iterator Map::begin() const {
  return entries_ ? entries_->cbegin() : std::vector<Entry>::const_iterator();
}
inline std::vector<Map::Entry>::const_iterator Map::end() const {
  return entries_ ? entries_->cend() : std::vector<Entry>::const_iterator();
}
inline const Value* Map::find(std::string_view key) const {
  for (const Entry& entry : *this)
    if (entry.first == key) return &entry.second;
  return nullptr;
}
inline const Value& Map::at(std::string_view key) const {
  if (const Value* value = find(key)) return *value;
  throw std::out_of_range("parameter '" + std::string(key) + "' is not in the schema");
}
inline std::vector<Map::Entry>& Map::own_entries() {
  if (!entries_)
    entries_ = std::make_shared<std::vector<Entry>>();
  else if (entries_.use_count() > 1)
    entries_ = std::make_shared<std::vector<Entry>>(*entries_);
  return *entries_;
}
inline void Map::set(std::string key, Value value) {
  std::vector<Entry>& entries = own_entries();
  for (Entry& entry : entries)
    if (entry.first == key) {
      entry.second = std::move(value);
      return;
    }
  entries.emplace_back(std::move(key), std::move(value));
}
inline bool Map::boolean(std::string_view key) const { return at(key).boolean(); }
inline int64_t Map::integer(std::string_view key) const { return at(key).integer(); }
inline double Map::real(std::string_view key) const { return at(key).real(); }
inline const std::string& Map::text(std::string_view key) const { return at(key).text(); }
inline const List& Map::list(std::string_view key) const { return at(key).list(); }
inline const Map& Map::map(std::string_view key) const { return at(key).map(); }
inline bool Map::has(std::string_view key) const {
  const Value* value = find(key);
  return value != nullptr && !value->is_null();
}

}  // namespace logitbench
