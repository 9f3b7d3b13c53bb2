#include "tools/logitbench/static_plots/write_plots.h"

#include <fmt/format.h>
#include <logitbench/error.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <map>
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

// Where gnuplot draws, beside the pictures' folder; gone at the end. Its name, ".plots.12.tmp",
// tells whose it is.
class Workshop {
 public:
  explicit Workshop(const fs::path& pictures)
      : path_(pictures.parent_path() /
              fmt::format("{}{}{}", prefix_of(pictures), getpid(), kTemporarySuffix)) {
    create_results_folder(path_);
  }
  ~Workshop() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Workshop(const Workshop&) = delete;
  Workshop& operator=(const Workshop&) = delete;
  const fs::path& path() const { return path_; }

  static std::string prefix_of(const fs::path& pictures) {
    return "." + pictures.filename().string() + ".";
  }

 private:
  fs::path path_;
};

// Of a process that draws for the same pictures, and of none else; none for another name.
std::optional<pid_t> drawer_of(std::string_view name, const std::string& prefix) {
  if (!name.starts_with(prefix) || !name.ends_with(kTemporarySuffix) ||
      name.size() <= prefix.size() + kTemporarySuffix.size())
    return std::nullopt;
  name.remove_prefix(prefix.size());
  name.remove_suffix(kTemporarySuffix.size());
  pid_t pid = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), pid);
  const bool is_pid = error == std::errc() && end == name.data() + name.size() && pid > 0;
  return is_pid ? std::optional(pid) : std::nullopt;
}

// What processes left that were killed while they drew.
void remove_left_workshops(const fs::path& pictures) {
  std::vector<fs::path> left;
  std::error_code ignored;  // one that cannot be removed is in nobody's way
  const fs::path beside = pictures.has_parent_path() ? pictures.parent_path() : ".";
  for (fs::directory_iterator entry(beside, ignored), end; !ignored && entry != end;
       entry.increment(ignored)) {
    const auto pid = drawer_of(entry->path().filename().string(), Workshop::prefix_of(pictures));
    const bool is_dead = pid && kill(*pid, 0) != 0 && errno == ESRCH;
    if (is_dead || pid == getpid()) left.push_back(entry->path());
  }
  for (const fs::path& workshop : left) fs::remove_all(workshop, ignored);
}

std::string in_one_line(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  const size_t from = text.find_first_not_of(' '), to = text.find_last_not_of(' ');
  return from == std::string::npos ? "nothing" : text.substr(from, to - from + 1);
}

// What gnuplot says where it does not draw the plot; none: it does. A process for each: what a
// script draws depends on no other one. -d: whatever a user's own start files say.
std::optional<std::string> refusal(const Plot& plot, const fs::path& workshop,
                                   const std::atomic<bool>& stop) {
  ProcessControl control;
  control.stop = [&] { return stop.load(); };
  ProcessResult result;
  try {
    result = run_process(
        {"gnuplot", "-d", plot.name + kScript}, workshop, std::chrono::hours(24),
        [](std::string_view) {}, {}, &control);
  } catch (const DataError& error) {
    throw ResultsError(
        fmt::format("report: --static draws with gnuplot, and {}: install gnuplot-nox "
                    "(tools/install-packages build) and run the command again; the page is written",
                    error.what()));
  }
  if (!result.timed_out && result.exit_code == 0) return std::nullopt;
  return fmt::format("exit code {}; it says: {}", result.exit_code, in_one_line(result.errors));
}

// Those that gnuplot does not draw, with what it says; fewer once `stop` is set.
std::map<std::string, std::string> draw(const std::vector<Plot>& plots, const fs::path& workshop,
                                        const std::atomic<bool>& stop) {
  std::map<std::string, std::string> refused;
  for (const Plot& plot : plots) {
    if (stop) break;
    write_whole_file(workshop / (plot.name + kScript), plot_script(plot));
    if (const auto why = refusal(plot, workshop, stop)) refused[plot.name] = *why;
  }
  return refused;
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

std::optional<size_t> write_plots(const Json& page, const fs::path& folder,
                                  const std::atomic<bool>& stop) {
  const std::vector<Plot> plots = all_plots(page);
  std::set<std::string> drawn;
  std::map<std::string, std::string> refused;
  remove_left_workshops(folder);
  if (!plots.empty()) {
    const Workshop workshop(folder);
    refused = draw(plots, workshop.path(), stop);
    if (stop) return std::nullopt;
    if (refused.size() < plots.size()) create_results_folder(folder);
    for (const Plot& plot : plots) {
      if (refused.contains(plot.name)) continue;
      for (const char* kind : kKinds) move_into(folder, workshop.path(), plot.name + kind);
      drawn.insert(plot.name);
    }
  }
  remove_others(folder, drawn);
  if (!refused.empty())
    throw ResultsError(fmt::format("report: gnuplot draws {} of {} plots not, the first {}: {}",
                                   refused.size(), plots.size(), refused.begin()->first,
                                   refused.begin()->second));
  return plots.size();
}

}  // namespace logitbench
