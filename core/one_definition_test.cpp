// No two headers define types of one name: linked into one program, the one's destructor would run
// on the other's objects. Read as text: definitions that begin a line, within namespaces.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <string>

namespace logitbench {
namespace {

namespace fs = std::filesystem;

// Namespace and name -> file, of a header's types.
std::map<std::string, std::string> types_of(const fs::path& header) {
  static const std::regex kNamespace(R"(^namespace ([A-Za-z0-9_:]+) \{)");
  static const std::regex kType(
      R"(^(?:struct|class|enum class|enum) ([A-Z]\w*)(?: final)?(?: :[^;]*)? ?\{)");
  std::map<std::string, std::string> types;
  std::ifstream lines(header);
  std::string line, space;
  for (std::smatch match; std::getline(lines, line);)
    if (std::regex_search(line, match, kNamespace))
      space += match[1].str() + "::";
    else if (std::regex_search(line, match, kType))
      types[space + match[1].str()] = header.string();
  return types;
}

TEST(OneDefinition, OfEachTypeOfTheProgram) {
  std::map<std::string, std::string> seen;
  for (const char* part : {"core", "tools"})
    for (const fs::directory_entry& entry :
         fs::recursive_directory_iterator(fs::path(LOGITBENCH_SOURCE_DIR) / part)) {
      if (entry.path().extension() != ".h") continue;
      for (const auto& [type, file] : types_of(entry.path())) {
        const auto [first, is_new] = seen.emplace(type, file);
        EXPECT_TRUE(is_new) << type << " is defined in " << first->second << " and in " << file;
      }
    }
  EXPECT_GT(seen.size(), 300u) << "as many there were when this was written";
}

}  // namespace
}  // namespace logitbench
