#include "tools/logitbench/compare_command.h"

#include <logitbench/error.h>

#include "core/analysis/comparison/joined_runs.h"
#include "tools/logitbench/compare_options.h"
#include "tools/logitbench/comparison_data.h"
#include "tools/logitbench/comparison_text.h"

namespace logitbench {

int compare_command(const std::vector<std::string>& arguments, PluginHost&, std::ostream& out) {
  const std::optional<CompareOptions> options = parse_compare_options(arguments, out);
  if (!options) return static_cast<int>(ExitCode::done);
  const std::vector<ResultsTables> tables = read_tables(options->folders, "compare");
  const Comparison comparison = compare(join_runs(tables, options->metric), options->request);
  switch (options->format) {
    case ComparisonFormat::text:
      print_comparison(comparison, options->metric, out);
      break;
    case ComparisonFormat::json:
      print_comparison_json(comparison, options->metric, out);
      break;
    case ComparisonFormat::csv:
      print_comparison_csv(comparison, options->metric, out);
      break;
    case ComparisonFormat::markdown:
      print_comparison_markdown(comparison, options->metric, out);
      break;
  }
  return static_cast<int>(ExitCode::done);
}

}  // namespace logitbench
