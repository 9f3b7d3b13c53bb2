#include "tools/logitbench/export/export_options.h"

#include <logitbench/error.h>

#include <algorithm>

#include "core/record/csv_reader.h"
#include "core/record/results_folder.h"
#include "tools/logitbench/command_words.h"

namespace logitbench {

namespace po = boost::program_options;

namespace {

void print_help(const po::options_description& described, std::ostream& out) {
  out << "logitbench export DIR [RUN] --wide|--tensorboard|--weights|--predictions\n"
         "                  [--epoch N] [--split S] [--out PATH]\n\n"
         "What runs recorded, for other programs. RUN is a run_id or any part of it that is in "
         "one\n"
         "run's alone; without it all runs are meant, or the only one. May be asked while a sweep\n"
         "goes on: runs that have ended are there.\n\n"
         "Weights and predictions are no part of results: the run is trained again, as its config\n"
         "says, and each epoch's numbers are held against the recorded ones. Where one differs, "
         "by\n"
         "one bit, nothing is written, and the exit code is 3.\n\n"
      << described
      << "\nExamples:\n"
         "  logitbench export results/mine --wide\n"
         "  logitbench export results/mine --tensorboard --out /tmp/tb\n"
         "  logitbench export results/mine 62ae --weights --predictions --split test\n"
         "  logitbench export results/mine 62ae --weights --epoch 3 --out w3.safetensors\n";
}

void check(const ExportOptions& options, bool split_given) {
  const int kinds = options.wide + options.tensorboard + options.weights + options.predictions;
  if (kinds == 0)
    throw ConfigError(
        "export: nothing to write, expected --wide, --tensorboard, --weights or --predictions; see "
        "logitbench export --help");
  if (options.out && kinds > 1)
    throw ConfigError("export: --out names one file or folder, found " + std::to_string(kinds) +
                      " things to write; leave it out, or ask for them one after another");
  if (options.out && options.out->empty())
    throw ConfigError("export: --out needs a path, found ''");
  if (options.out == "-" && !options.wide && !options.predictions)
    throw ConfigError("export: --out - is for the tables of --wide and --predictions");
  if (options.epoch && !options.weights && !options.predictions)
    throw ConfigError("export: --epoch is for --weights and --predictions");
  if (split_given && !options.predictions)
    throw ConfigError("export: --split is for --predictions");
  if (std::find(kSplits.begin(), kSplits.end(), options.split) == kSplits.end())
    throw ConfigError("export: --split: found '" + options.split +
                      "', expected train, valid or test");
}

}  // namespace

std::optional<ExportOptions> parse_export_options(const std::vector<std::string>& arguments,
                                                  std::ostream& out) {
  ExportOptions options;
  std::string epoch, path;
  po::options_description described("Options");
  auto add = described.add_options();
  add("wide", po::bool_switch(&options.wide),
      "a CSV with a row per run and epoch, a column per series (default wide.csv in DIR, of one "
      "run "
      "runs/<run_id>/wide.csv)");
  add("tensorboard", po::bool_switch(&options.tensorboard),
      "event files, a folder per run (default tensorboard/ in DIR)");
  add("weights", po::bool_switch(&options.weights),
      "one run's, as safetensors (default runs/<run_id>/weights.epoch<N>.safetensors in DIR)");
  add("predictions", po::bool_switch(&options.predictions),
      "one run's, of every row (default runs/<run_id>/predictions.<split>.epoch<N>.csv in DIR)");
  add("epoch", po::value(&epoch)->value_name("N"),
      "the epoch after which weights and predictions are taken, 0 before the first one (default "
      "the last)");
  add("split", po::value(&options.split)->value_name("S")->default_value("valid"),
      "the rows that are predicted: train, valid or test");
  add("out", po::value(&path)->value_name("PATH"),
      "the file, for --tensorboard the folder; - is standard output");
  add("help", "this text");
  auto [given, words] = parse_words("export", arguments, described);
  if (given.count("help") > 0) {
    print_help(described, out);
    return std::nullopt;
  }
  if (words.empty())
    throw ConfigError("export: no folder of results given; see logitbench export --help");
  if (words.size() > 2)
    throw ConfigError("export: found '" + words[2] + "' behind '" + words[0] + "' and '" +
                      words[1] + "', expected a folder of results and a run");
  options.folder = words[0];
  if (words.size() > 1) options.run = words[1];
  if (given.count("out") > 0) options.out = path;
  if (given.count("epoch") > 0) {
    options.epoch = integer_cell(epoch);
    if (!options.epoch)
      throw ConfigError("export: --epoch: found '" + epoch + "', expected a whole number");
  }
  check(options, !given["split"].defaulted());
  return options;
}

}  // namespace logitbench
