#include "core/diagnosis/table_text.h"

#include "core/diagnosis/result_kinds.h"
#include "core/record/csv_reader.h"

namespace logitbench {

void check_table_text(const std::string& text, const std::string& place,
                      std::vector<Finding>& findings) {
  CsvReader reader(text);
  for (std::vector<std::string> cells; reader.next(cells);) {
  }
  if (reader.other_line_end() > 0)
    findings.push_back(make_finding(result_kind("table_line_ends"),
                                    place + ":" + std::to_string(reader.other_line_end()),
                                    "a line ends with CR LF, expected LF alone", "",
                                    "an editor or git changed it; run the same command again"));
  if (reader.is_cut() || text.empty())
    findings.push_back(make_finding(result_kind("table_cut"),
                                    place + ":" + std::to_string(reader.line()),
                                    "the table ends within a line: a part of it is lost",
                                    std::to_string(text.size()) + " bytes", kWriteTablesAnew));
}

}  // namespace logitbench
