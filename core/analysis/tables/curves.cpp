#include "core/analysis/tables/curves.h"

#include <logitbench/error.h>
#include <oneapi/tbb/parallel_for.h>

#include <algorithm>
#include <thread>
#include <unordered_map>

#include "core/analysis/tables/curves_rows.h"
#include "core/analysis/tables/mapped_file.h"
#include "core/analysis/tables/table_damage.h"
#include "core/record/csv_reader.h"
#include "core/record/tables.h"

namespace logitbench {

namespace {

// Small enough that the cores end together, large enough that a part's own tables cost nothing.
constexpr size_t kLeastPartBytes = size_t{1} << 20;
constexpr size_t kPartsPerThread = 4;

// The text behind the header.
std::string_view rows_text(std::string_view text, const std::filesystem::path& file) {
  const size_t header_end = text.find('\n');
  if (header_end == std::string_view::npos)
    throw_table_damage(file, 1,
                       text.empty() ? "the file is empty" : "the file ends within its header");
  CsvReader reader(text.substr(0, header_end + 1));
  std::vector<std::string> header;
  reader.next(header);
  if (!std::equal(header.begin(), header.end(), kCurvesColumns.begin(), kCurvesColumns.end()))
    throw_table_damage(
        file, 1,
        "found the columns " + header_text(header) + ", expected " + header_text(kCurvesColumns));
  return text.substr(header_end + 1);
}

// Parts of about the same size, each of whole lines.
std::vector<std::string_view> parts_of(std::string_view text) {
  const size_t threads = std::max(1U, std::thread::hardware_concurrency());
  const size_t part = std::max(kLeastPartBytes, text.size() / (threads * kPartsPerThread) + 1);
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const size_t end = part < text.size() ? text.find('\n', part) + 1 : text.size();
    parts.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return parts;
}

std::string unquoted(std::string_view cell) {
  if (!cell.starts_with('"')) return std::string(cell);
  CsvReader reader(cell);
  std::vector<std::string> cells;
  reader.next(cells);
  return cells.front();
}

}  // namespace

// Joins the parts: names are numbered in the order of the file, rows sorted by run and series.
class CurvesBuilder {
 public:
  CurvesBuilder(const std::filesystem::path& file, std::vector<CurvesRows> parts)
      : file_(file), parts_(std::move(parts)) {}

  Curves build() {
    for (const CurvesRows& part : parts_) name(part);
    count();
    sort_rows();
    return std::move(curves_);
  }

 private:
  void name(const CurvesRows& part) {
    std::vector<uint32_t>& runs = run_of_.emplace_back();
    for (const std::string_view cell : part.runs) {
      const auto [place, is_new] =
          runs_.try_emplace(cell, static_cast<uint32_t>(curves_.run_ids_.size()));
      if (is_new) curves_.run_ids_.push_back(unquoted(cell));
      runs.push_back(place->second);
    }
    std::vector<uint32_t>& series = series_of_.emplace_back();
    for (const auto& [split, metric] : part.series) {
      const SeriesName name{std::string(split), std::string(metric)};
      std::optional<size_t> known = curves_.find_series(name.split, name.metric);
      if (!known) {
        known = curves_.series_.size();
        curves_.series_.push_back(name);
      }
      series.push_back(static_cast<uint32_t>(*known));
    }
  }

  size_t place_of(size_t part, size_t row) const {
    const CurvesRows& rows = parts_[part];
    return run_of_[part][rows.run[row]] * curves_.series_.size() +
           series_of_[part][rows.series_of[row]];
  }

  void count() {
    std::vector<size_t>& starts = curves_.starts_;
    starts.assign(curves_.run_ids_.size() * curves_.series_.size() + 1, 0);
    size_t line = 2;
    for (size_t p = 0; p < parts_.size(); ++p) {
      for (size_t r = 0; r < parts_[p].size(); ++r) ++starts[place_of(p, r) + 1];
      line += parts_[p].size();
      if (parts_[p].problem) throw_table_damage(file_, line, *parts_[p].problem);
    }
    for (size_t i = 1; i < starts.size(); ++i) starts[i] += starts[i - 1];
  }

  void sort_rows() {
    curves_.epochs_.resize(curves_.starts_.back());
    curves_.values_.resize(curves_.starts_.back());
    std::vector<size_t> next(curves_.starts_.begin(), curves_.starts_.end() - 1);
    size_t line = 2;
    for (size_t p = 0; p < parts_.size(); ++p) {
      const CurvesRows& rows = parts_[p];
      for (size_t r = 0; r < rows.size(); ++r, ++line) {
        const size_t place = place_of(p, r), at = next[place]++;
        if (at > curves_.starts_[place] && curves_.epochs_[at - 1] >= rows.epoch[r])
          out_of_order(place, rows.epoch[r], curves_.epochs_[at - 1], line);
        curves_.epochs_[at] = rows.epoch[r];
        curves_.values_[at] = rows.value[r];
      }
      parts_[p] = {};
    }
  }

  [[noreturn]] void out_of_order(size_t place, uint32_t epoch, uint32_t earlier, size_t line) {
    const SeriesName& series = curves_.series_[place % curves_.series_.size()];
    throw_table_damage(
        file_, line,
        curves_.run_ids_[place / curves_.series_.size()] + ", " + series.split + "." +
            series.metric + ": epoch " + std::to_string(epoch) +
            (epoch == earlier ? " is there twice" : " after " + std::to_string(earlier)));
  }

  const std::filesystem::path& file_;
  std::vector<CurvesRows> parts_;
  std::vector<std::vector<uint32_t>> run_of_, series_of_;  // [part][index there] -> index here
  std::unordered_map<std::string_view, uint32_t> runs_;
  Curves curves_;
};

std::optional<double> Curve::at(uint64_t epoch) const {
  const auto found = std::lower_bound(epochs.begin(), epochs.end(), epoch);
  if (found == epochs.end() || *found != epoch) return std::nullopt;
  return values[static_cast<size_t>(found - epochs.begin())];
}

std::optional<size_t> Curves::find_series(std::string_view split, std::string_view metric) const {
  for (size_t i = 0; i < series_.size(); ++i)
    if (series_[i].split == split && series_[i].metric == metric) return i;
  return std::nullopt;
}

Curve Curves::curve(size_t run, size_t series) const {
  const size_t place = run * series_.size() + series;
  const size_t start = starts_[place], count = starts_[place + 1] - start;
  return {std::span(epochs_).subspan(start, count), std::span(values_).subspan(start, count)};
}

Curves read_curves(const std::filesystem::path& file) {
  const MappedFile mapped(file);
  const std::string_view text = rows_text(mapped.text(), file);
  const std::vector<std::string_view> parts = parts_of(text);
  std::vector<CurvesRows> rows(parts.size());
  tbb::parallel_for(size_t{0}, parts.size(),
                    [&](size_t i) { rows[i] = parse_curves_rows(parts[i]); });
  return CurvesBuilder(file, std::move(rows)).build();
}

}  // namespace logitbench
