#include "tools/logitbench/static_plots/write_plots.h"

#include <fmt/format.h>
#include <logitbench/error.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <set>

#include "core/data/process.h"
#include "core/record/whole_file.h"
#include "tools/logitbench/static_plots/class_table_plots.h"
#include "tools/logitbench/static_plots/comparison_plots.h"
#include "tools/logitbench/static_plots/curve_plots.h"
#include "tools/logitbench/static_plots/plot_names.h"
#include "tools/logitbench/static_plots/plot_script.h"
#include "tools/logitbench/static_plots/sweep_plots.h"

namespace logitbench {

namespace fs = std::filesystem;

namespace {

constexpr const char* kScript = ".gnuplot";
constexpr std::array kKinds = {".svg", ".png", kScript};

std::vector<Plot> all_plots(const Json& page) {
  PlotNames names;
  std::vector<Plot> all;
  for (const auto& make : {curve_plots, sweep_plots, comparison_plots, class_table_plots})
    for (Plot& plot : make(page, names)) all.push_back(std::move(plot));
  return all;
}

// Where gnuplot draws, beside the pictures; gone at the end.
class Workshop {
 public:
  explicit Workshop(const fs::path& beside)
      : path_(beside / fmt::format(".{}{}", getpid(), kTemporarySuffix)) {
    create_results_folder(path_);
  }
  ~Workshop() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Workshop(const Workshop&) = delete;
  Workshop& operator=(const Workshop&) = delete;
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

std::string in_one_line(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  const size_t from = text.find_first_not_of(' '), to = text.find_last_not_of(' ');
  return from == std::string::npos ? "nothing" : text.substr(from, to - from + 1);
}

// One process draws them all. -d: whatever a user's own start files say.
void run_gnuplot(const std::vector<Plot>& plots, const fs::path& workshop) {
  std::vector<std::string> command = {"gnuplot", "-d"};
  for (const Plot& plot : plots) command.push_back(plot.name + kScript);
  ProcessResult result;
  try {
    result = run_process(command, workshop, std::chrono::hours(24), [](std::string_view) {});
  } catch (const DataError& error) {
    throw ResultsError(
        fmt::format("report: --static draws with gnuplot, and {}: install gnuplot-nox "
                    "(tools/install-packages build) and run the command again; the page is written",
                    error.what()));
  }
  if (result.timed_out || result.exit_code != 0)
    throw ResultsError(fmt::format("report: gnuplot draws no plots, exit code {}; it says: {}",
                                   result.exit_code, in_one_line(result.errors)));
}

void move_into(const fs::path& folder, const fs::path& workshop, const std::string& file) {
  std::error_code error;
  fs::rename(workshop / file, folder / file, error);
  if (error)
    throw ResultsError(
        fmt::format("report: cannot write {}: {}", (folder / file).string(), error.message()));
}

// What an earlier report drew: its scripts say so.
void remove_others(const fs::path& folder, const std::set<std::string>& drawn) {
  std::error_code ignored;
  std::vector<std::string> others;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, ignored)) {
    const std::string name = entry.path().stem().string();
    if (entry.path().extension() != kScript || drawn.contains(name)) continue;
    const auto script = read_whole_file(entry.path());
    if (script && script->starts_with(plot_mark(name))) others.push_back(name);
  }
  for (const std::string& name : others)
    for (const char* kind : kKinds) fs::remove(folder / (name + kind), ignored);
}

}  // namespace

size_t write_plots(const Json& page, const fs::path& folder) {
  const std::vector<Plot> plots = all_plots(page);
  std::set<std::string> drawn;
  if (!plots.empty()) {
    const Workshop workshop(folder.parent_path());
    for (const Plot& plot : plots)
      write_whole_file(workshop.path() / (plot.name + kScript), plot_script(plot));
    run_gnuplot(plots, workshop.path());
    create_results_folder(folder);
    for (const Plot& plot : plots) {
      for (const char* kind : kKinds) move_into(folder, workshop.path(), plot.name + kind);
      drawn.insert(plot.name);
    }
  }
  remove_others(folder, drawn);
  return plots.size();
}

}  // namespace logitbench
