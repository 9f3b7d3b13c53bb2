#include "tools/logitbench/report/page_template.h"

#include <logitbench/error.h>

#include "core/record/whole_file.h"

namespace logitbench {

namespace fs = std::filesystem;

namespace {

// Stands in tools/report/page.html.
constexpr std::string_view kPlaceOfData = "{\"place_of\":\"data\"}";

constexpr const char* kBuildAgain =
    "; it is built where npm is there and can reach its registry: install npm "
    "(tools/install-packages build) and build again";

std::string escaped(const std::string& json) {
  std::string text;
  text.reserve(json.size() + json.size() / 64);
  for (size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    // U+2028 and U+2029, line ends to a script of old and none to JSON.
    const bool line_end = c == '\xe2' && i + 2 < json.size() && json[i + 1] == '\x80' &&
                          (json[i + 2] == '\xa8' || json[i + 2] == '\xa9');
    if (c == '<')
      text += "\\u003c";
    else if (c == '>')
      text += "\\u003e";
    else if (c == '&')
      text += "\\u0026";
    else if (line_end)
      text += json[i + 2] == '\xa8' ? "\\u2028" : "\\u2029";
    else
      text += c;
    if (line_end) i += 2;
  }
  return text;
}

}  // namespace

fs::path page_template_file() {
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  return program.parent_path().parent_path() / "share/logitbench/report.html";
}

std::string read_page_template(const fs::path& file) {
  const auto page = read_whole_file(file);
  if (!page) throw ConfigError("report: the page is not there, " + file.string() + kBuildAgain);
  return *page;
}

std::string page_with(const std::string& page, const Json& data) {
  const size_t place = page.find(kPlaceOfData);
  if (place == std::string::npos)
    throw ConfigError(std::string("report: the page has no place for data") + kBuildAgain);
  const std::string json = escaped(data.dump(-1, ' ', false, Json::error_handler_t::replace));
  std::string result;
  result.reserve(page.size() + json.size());
  result.append(page, 0, place).append(json).append(page, place + kPlaceOfData.size());
  return result;
}

}  // namespace logitbench
