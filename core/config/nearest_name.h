// The name that a misspelt one was meant to be.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace logitbench {

// Edits (insert, delete, replace, swap of neighbours) that turn one into the other, or `limit` + 1
// where it is more than `limit`. Case does not count.
size_t edit_distance(std::string_view a, std::string_view b, size_t limit);

// The known name with the fewest edits, at most a third of the name's length and at least one; the
// first of equals. A name that another one starts with counts as near.
std::optional<std::string> nearest_name(std::string_view name,
                                        const std::vector<std::string>& known);

// "; did you mean 'x'?" or nothing.
std::string did_you_mean(std::string_view name, const std::vector<std::string>& known);

// "a, b, c", cut short after `most` names with the number of those left out.
std::string name_list(const std::vector<std::string>& names, size_t most = 20);

}  // namespace logitbench
