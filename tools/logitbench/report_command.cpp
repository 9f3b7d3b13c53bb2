#include "tools/logitbench/report_command.h"

#include <fmt/format.h>
#include <logitbench/error.h>

#include <filesystem>
#include <optional>

#include "core/analysis/metric_choice.h"
#include "core/record/whole_file.h"
#include "tools/logitbench/command_words.h"
#include "tools/logitbench/interrupt.h"
#include "tools/logitbench/report/page_data.h"
#include "tools/logitbench/report/page_template.h"
#include "tools/logitbench/report/setting_words.h"
#include "tools/logitbench/static_plots/write_plots.h"

namespace logitbench {

namespace po = boost::program_options;
namespace fs = std::filesystem;

namespace {

struct ReportOptions {
  std::vector<std::string> folders;
  std::optional<MetricChoice> metric;
  fs::path out;
  bool with_plots = false;
  fs::path plots;  // their folder
};

void print_help(const po::options_description& described, std::ostream& out) {
  out << "logitbench report DIR... [--metric M] [--out FILE] [--static]\n\n"
         "Writes one HTML file that any browser opens from disk and that fetches nothing: the\n"
         "question and the answer in words, curves with mean and band over the seeds, the metric\n"
         "by each swept key, comparisons, what `check` finds, what the config expected, a table\n"
         "of the runs with the command that does each again, and where the numbers come from.\n"
         "Several folders: their runs together, as `compare` takes them.\n"
         "--static draws the plots as SVG and PNG too, by gnuplot, into the folder plots beside\n"
         "report.html, or into x_plots beside --out x.html.\n\n"
      << described
      << "\nExamples:\n"
         "  logitbench report results/mine\n"
         "  logitbench report results/a results/b --metric best.valid.nll --out "
         "/tmp/a_and_b.html\n";
}

std::optional<ReportOptions> parse(const std::vector<std::string>& arguments, std::ostream& out) {
  ReportOptions options;
  std::string metric, file;
  po::options_description described("Options");
  auto add = described.add_options();
  add("metric", po::value(&metric)->value_name("M"),
      "what is judged by, as for compare (default valid.accuracy)");
  add("out", po::value(&file)->value_name("FILE"),
      "the page (default report.html in the first DIR)");
  add("static", po::bool_switch(&options.with_plots), "draw the plots as SVG and PNG too");
  add("help", "this text");
  auto [given, words] = parse_words("report", arguments, described);
  if (given.count("help") > 0) {
    print_help(described, out);
    return std::nullopt;
  }
  if (words.empty())
    throw ConfigError("report: no folder of results given; see logitbench report --help");
  if (given.count("out") > 0 && file.empty())
    throw ConfigError("report: --out needs a file, found ''");
  options.folders = std::move(words);
  if (given.count("metric") > 0) options.metric = metric_choice(metric);
  options.out =
      given.count("out") > 0 ? fs::path(file) : fs::path(options.folders[0]) / "report.html";
  std::error_code none;
  if (fs::is_directory(options.out, none))
    throw ConfigError("report: --out " + options.out.string() + " is a folder, expected a file");
  options.plots = given.count("out") > 0
                      ? options.out.parent_path() / (options.out.stem().string() + "_plots")
                      : options.out.parent_path() / "plots";
  return options;
}

}  // namespace

int report_command(const std::vector<std::string>& arguments, PluginHost& host, std::ostream& out) {
  const std::optional<ReportOptions> options = parse(arguments, out);
  if (!options) return static_cast<int>(ExitCode::done);
  const std::string page = read_page_template(page_template_file());
  const Json data = page_data(options->folders, options->metric, host);
  const std::string html = page_with(page, data);
  write_whole_file(options->out, html);
  out << fmt::format("report: {} ({:.1f} MB)\n", options->out.string(),
                     static_cast<double>(html.size()) / 1e6);
  if (options->with_plots) {
    out.flush();  // the page is there, whatever comes of the plots
    catch_interrupts();
    const std::optional<size_t> drawn = write_plots(data, options->plots, interrupt_requested());
    if (!drawn) return static_cast<int>(ExitCode::interrupted);
    out << fmt::format("report: {}/ ({} as SVG and PNG)\n", options->plots.string(),
                       counted(*drawn, "plot", "plots"));
  }
  return static_cast<int>(ExitCode::done);
}

}  // namespace logitbench
