// The report's page without its data, as the build made it from tools/report, and a page with data.
#pragma once

#include <filesystem>
#include <string>

#include "core/record/value_json.h"

namespace logitbench {

// Where it lies: ../share/logitbench/report.html beside the program's folder, in the build tree as
// when installed.
std::filesystem::path page_template_file();

// Throws Error with exit code 2 where it is not there, with what to do.
std::string read_page_template(const std::filesystem::path& file);

// The data in the page's place for them. What a browser could take for markup is escaped: no text
// of a user ends the data block. Throws Error where the page has no such place.
std::string page_with(const std::string& page, const Json& data);

}  // namespace logitbench
