#include "tools/logitbench/reproduce_options.h"

#include <logitbench/error.h>

#include "tools/logitbench/command_words.h"

namespace logitbench {

namespace po = boost::program_options;

namespace {

void take_folder(const po::variables_map& given, const char* option, const std::string& text,
                 std::optional<std::filesystem::path>& folder) {
  if (given.count(option) == 0) return;
  if (text.empty() || text.starts_with("--"))
    throw ConfigError(std::string("reproduce: --") + option + " needs a folder, found '" + text +
                      "'");
  folder = text;
}

}  // namespace

std::optional<ReproduceOptions> parse_reproduce_options(const std::vector<std::string>& arguments,
                                                        std::ostream& out) {
  ReproduceOptions options;
  std::string out_dir, configs_dir;
  po::options_description described("Options");
  described.add_options()("json", po::bool_switch(&options.json),
                          "an array of claims instead of the table")(
      "markdown", po::bool_switch(&options.markdown), "the table in Markdown")(
      "out", po::value(&out_dir)->value_name("DIR"),
      "keep the results, a folder for each config, and go on where they stopped")(
      "configs", po::value(&configs_dir)->value_name("DIR"),
      "the folder of configs (default configs/notebooks)")("help", "this text");
  const auto [given, words] = parse_words("reproduce", arguments, described);
  if (given.count("help") > 0) {
    out << "logitbench reproduce [NAME ...] [options]\n\n"
           "Runs the configs in configs/notebooks and prints what each claims beside what came\n"
           "out: its source, the quantity, its value, ours, the tolerance, the verdict.\n"
           "NAME is an experiment, a config's file name, or a number in its source such as 004.\n"
           "Everything is computed anew, unless --out keeps it.\n\n"
        << described
        << "\nExit code: 0 all claims hold; 3 a claim was missed; else as of logitbench run.\n"
           "\nExample:\n"
           "  logitbench reproduce 001 untrained_cnn\n";
    return std::nullopt;
  }
  if (options.json && options.markdown)
    throw ConfigError("reproduce: found --json and --markdown, expected one of them");
  options.names = words;
  take_folder(given, "out", out_dir, options.out);
  take_folder(given, "configs", configs_dir, options.configs);
  return options;
}

}  // namespace logitbench
