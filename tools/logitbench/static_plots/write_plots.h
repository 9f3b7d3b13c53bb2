// The plots of a report as files: SVG, PNG, and the script of each that drew them.
#pragma once

#include <atomic>
#include <filesystem>
#include <optional>

#include "core/record/value_json.h"

namespace logitbench {

// What the page shows first, drawn by gnuplot into `folder`, which is made where it is not there. A
// picture is there whole or not at all, and the same data give the same SVG, to the last byte.
// Pictures of an earlier report that this one does not draw are removed. Gives how many were drawn;
// none where `stop` was set before: then the folder is as it was. Throws ResultsError where gnuplot
// is not installed, where it does not draw all of them (with what it says; those that it draws are
// there), or where the folder cannot be written.
std::optional<size_t> write_plots(const Json& page, const std::filesystem::path& folder,
                                  const std::atomic<bool>& stop);

}  // namespace logitbench
