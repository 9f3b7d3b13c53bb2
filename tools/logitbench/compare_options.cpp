#include "tools/logitbench/compare_options.h"

#include <logitbench/error.h>

#include <algorithm>
#include <cmath>

#include "core/record/number_text.h"
#include "tools/logitbench/command_words.h"

namespace logitbench {

namespace po = boost::program_options;

namespace {

void print_help(const po::options_description& described, std::ostream& out) {
  out << "logitbench compare DIR... [--by KEY[,KEY]] [--metric M] [--baseline V] [--margin D]\n"
         "                          [--json|--csv|--markdown]\n\n"
         "Which setting is better, and is that more than chance? Groups the completed runs of\n"
         "these results by a swept key, averages over seeds, and says of each group whether it is\n"
         "better or worse than the best one or the baseline, makes no difference larger than the\n"
         "margin, or cannot be told, with the number of seeds that it would take. Pairs share the\n"
         "seed and all other settings. Below five seeds there is no verdict. Runs that diverged,\n"
         "failed or were stopped are counted, never averaged. Several folders: their runs\n"
         "together, with `experiment`, the folder's name, as a key.\n"
         "What is computed, and what the columns hold: results/README.md.\n\n"
      << described
      << "\nExamples:\n"
         "  logitbench compare results/mine\n"
         "  logitbench compare results/mine --by loss --metric best.valid.nll --margin 0.01\n"
         "  logitbench compare results/mine --by loss,optimizer.lr --metric valid.accuracy@10\n"
         "  logitbench compare results/a results/b --by experiment --baseline a --csv\n";
}

std::vector<std::string> keys_in(const std::string& text) {
  std::vector<std::string> keys;
  for (size_t begin = 0; begin <= text.size();) {
    const size_t end = std::min(text.find(',', begin), text.size());
    if (end == begin)
      throw ConfigError("compare: --by: found '" + text +
                        "', expected keys with a comma between them, such as loss,optimizer.lr");
    keys.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return keys;
}

ComparisonFormat format_of(bool json, bool csv, bool markdown) {
  if (json + csv + markdown > 1)
    throw ConfigError("compare: found several of --json, --csv and --markdown, expected one");
  return json       ? ComparisonFormat::json
         : csv      ? ComparisonFormat::csv
         : markdown ? ComparisonFormat::markdown
                    : ComparisonFormat::text;
}

}  // namespace

std::optional<CompareOptions> parse_compare_options(const std::vector<std::string>& arguments,
                                                    std::ostream& out) {
  CompareOptions options;
  std::string by, metric, baseline;
  double margin = 0;
  bool json = false, csv = false, markdown = false;
  po::options_description described("Options");
  auto add = described.add_options();
  add("by", po::value(&by)->value_name("KEY[,KEY]"),
      "what tells the groups apart; without it the swept key, and every one where there are "
      "several; two make a table of the one against the other");
  add("metric", po::value(&metric)->value_name("M")->default_value("valid.accuracy"),
      "what is compared: valid.accuracy, the last value; best.valid.accuracy, the best of all "
      "epochs; valid.accuracy@10, after epoch 10");
  add("baseline", po::value(&baseline)->value_name("V"),
      "the group that the others are compared with; of several keys their values, with commas; "
      "without it the best");
  add("margin", po::value(&margin)->value_name("D"), "a difference no larger does not matter");
  add("json", po::bool_switch(&json), "everything as JSON");
  add("csv", po::bool_switch(&csv), "a row for each group");
  add("markdown", po::bool_switch(&markdown), "the tables in Markdown");
  add("help", "this text");
  auto [given, words] = parse_words("compare", arguments, described);
  if (given.count("help") > 0) {
    print_help(described, out);
    return std::nullopt;
  }
  if (words.empty())
    throw ConfigError("compare: no folder of results given; see logitbench compare --help");
  options.folders = std::move(words);
  options.format = format_of(json, csv, markdown);
  options.metric = metric_choice(metric);
  if (given.count("by") > 0) options.request.by = keys_in(by);
  if (given.count("baseline") > 0) options.request.baseline = baseline;
  if (given.count("margin") > 0) {
    if (!std::isfinite(margin) || margin < 0)
      throw ConfigError("compare: --margin: found " + rounded_text(margin) +
                        ", expected a number from 0 on");
    options.request.margin = margin;
  }
  return options;
}

}  // namespace logitbench
