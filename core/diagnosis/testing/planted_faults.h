// The faults to plant in the results of kHealthyConfig, one by one.
#pragma once

#include <fstream>
#include <ostream>
#include <regex>
#include <vector>

#include "core/diagnosis/testing/result_folders.h"

namespace logitbench {

// Four images of 2 x 2 pixels for training, two for testing.
inline void write_idx_files(const std::filesystem::path& folder) {
  std::filesystem::create_directories(folder);
  for (const auto& [prefix, rows] : {std::pair("train", 4), std::pair("t10k", 2)}) {
    std::string images{0, 0, 8, 3, 0, 0, 0, static_cast<char>(rows), 0, 0, 0, 2, 0, 0, 0, 2};
    std::string labels{0, 0, 8, 1, 0, 0, 0, static_cast<char>(rows)};
    for (int r = 0; r < rows; ++r) {
      for (int pixel = 0; pixel < 4; ++pixel) images += static_cast<char>(10 * r + pixel);
      labels += static_cast<char>(r % 2);
    }
    write_text(folder / (std::string(prefix) + "-images-idx3-ubyte"), images);
    write_text(folder / (std::string(prefix) + "-labels-idx1-ubyte"), labels);
  }
}

struct Fault {
  std::string name;  // of the test
  std::string code;
  std::function<void(const std::filesystem::path& folder)> plant;
};
inline void PrintTo(const Fault& fault, std::ostream* out) { *out << fault.name; }

inline std::vector<std::string> lines_of(const std::filesystem::path& file) {
  std::ifstream stream(file);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

using EditLines = std::function<void(std::vector<std::string>& lines)>;
inline std::function<void(const std::filesystem::path&)> in_lines(const std::string& name,
                                                                  EditLines edit) {
  return [=](const std::filesystem::path& folder) {
    std::vector<std::string> lines = lines_of(folder / name);
    edit(lines);
    std::string text;
    for (const std::string& line : lines) text += line + "\n";
    write_text(folder / name, text);
  };
}

// Of the whole text, the first match.
inline std::function<void(const std::filesystem::path&)> replaced(const std::string& name,
                                                                  const std::string& pattern,
                                                                  const std::string& by) {
  return [=](const std::filesystem::path& folder) {
    const std::string text = read_text(folder / name);
    const std::string changed =
        std::regex_replace(text, std::regex(pattern), by, std::regex_constants::format_first_only);
    if (changed == text) throw std::runtime_error(pattern + " is not in " + name);
    write_text(folder / name, changed);
  };
}

inline std::function<void(const std::filesystem::path&)> cut_to(const std::string& name,
                                                                double share) {
  return [=](const std::filesystem::path& folder) {
    const std::string text = read_text(folder / name);
    write_text(folder / name,
               text.substr(0, static_cast<size_t>(share * static_cast<double>(text.size())) - 1));
  };
}

inline std::function<void(const std::filesystem::path&)> in_manifest(
    std::function<void(Json&)> edit) {
  return [=](const std::filesystem::path& folder) { edit_manifest(folder, edit); };
}

inline std::function<void(const std::filesystem::path&)> removed(const std::string& name) {
  return [=](const std::filesystem::path& folder) { std::filesystem::remove_all(folder / name); };
}

inline void for_journal_files(const std::filesystem::path& folder,
                              const std::function<void(const std::filesystem::path&)>& use) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder / "journal"))
    if (entry.path().extension() == ".jsonl") files.push_back(entry.path());
  for (const auto& file : files) use(file);
}

inline std::vector<Fault> planted_faults() {
  namespace fs = std::filesystem;
  const auto first_prediction = [](const fs::path& folder) {
    return fs::path("runs") / fs::directory_iterator(folder / "runs")->path().filename() /
           "predictions.csv";
  };
  return {
      // manifest.json
      {"no_manifest", "manifest_missing", removed("manifest.json")},
      {"manifest_cut", "manifest_unreadable", cut_to("manifest.json", 0.5)},
      {"manifest_of_an_array", "manifest_unreadable",
       [](const fs::path& folder) { write_text(folder / "manifest.json", "[]\n"); }},
      {"manifest_nested_deeply", "manifest_unreadable",
       [](const fs::path& folder) {
         write_text(folder / "manifest.json", std::string(100'000, '['));
       }},
      {"manifest_without_runs", "manifest_unreadable",
       in_manifest([](Json& m) { m.erase("runs"); })},
      {"manifest_of_an_earlier_version", "manifest_old", in_manifest([](Json& m) {
         m.erase("expect");
         for (Json& run : m["runs"]) run.erase("swept");
       })},
      {"without_end", "not_finished", in_manifest([](Json& m) { m["finished"] = nullptr; })},
      {"loss_that_is_not_there", "config_unreadable",
       [](const fs::path& folder) {
         edit_config(folder, 0, [](Json& config) { config["loss"]["name"] = "no_such_loss"; });
       }},
      {"config_edited", "config_hash_differs",
       in_manifest([](Json& m) { m["runs"][0]["config"]["optimizer"]["lr"] = 0.2; })},
      {"config_and_its_hash_edited", "run_id_differs",
       [](const fs::path& folder) {
         edit_config(folder, 0, [](Json& config) { config["optimizer"]["lr"] = 0.2; });
       }},
      {"run_planned_twice", "run_repeated",
       in_manifest([](Json& m) { m["runs"].push_back(Json(m["runs"][0])); })},
      {"one_seed_for_two_repeats", "seed_repeated",
       [](const fs::path& folder) {
         edit_config(folder, 1, [](Json& config) { config["seed"] = 3; });
       }},
      // The journal
      {"no_journal", "journal_missing", removed("journal")},
      {"journal_is_a_file", "journal_unreadable",
       [](const fs::path& folder) {
         fs::remove_all(folder / "journal");
         write_text(folder / "journal", "");
       }},
      {"journal_line_damaged", "journal_damaged",
       [](const fs::path& folder) {
         for_journal_files(folder, [](const fs::path& file) {
           std::string text = read_text(file);
           text[text.size() / 2] ^= 1;
           write_text(file, text);
         });
       }},
      {"journal_line_torn", "journal_damaged",
       [](const fs::path& folder) {
         for_journal_files(folder, [](const fs::path& file) {
           const std::string text = read_text(file);
           write_text(file, text + text.substr(0, 20));
         });
       }},
      {"journal_of_another_version", "journal_damaged",
       [](const fs::path& folder) {
         write_text(folder / "journal" / "b-1-1.jsonl",
                    journal_line(R"({"event":"paused"})") + "\n");
       }},
      {"old_journal", "journal_lacks_run",
       [](const fs::path& folder) {
         for_journal_files(folder, [](const fs::path& file) { fs::remove(file); });
       }},
      // Tables
      {"no_runs_csv", "table_missing", removed("runs.csv")},
      {"no_curves_csv", "table_missing", removed("curves.csv")},
      {"no_tables_csv", "table_missing", removed("tables.csv")},
      {"runs_csv_empty", "table_cut",
       [](const fs::path& folder) { write_text(folder / "runs.csv", ""); }},
      {"curves_csv_empty", "table_cut",
       [](const fs::path& folder) { write_text(folder / "curves.csv", ""); }},
      {"line_ends", "table_line_ends",
       [](const fs::path& folder) {
         const std::string text = read_text(folder / "runs.csv");
         write_text(folder / "runs.csv", std::regex_replace(text, std::regex("\n"), "\r\n"));
       }},
      {"runs_csv_cut", "table_cut", cut_to("runs.csv", 0.5)},
      {"curves_csv_cut", "table_cut", cut_to("curves.csv", 0.5)},
      {"tables_csv_cut", "table_cut", cut_to("tables.csv", 0.5)},
      {"last_line_end_lost", "table_cut", cut_to("curves.csv", 1.0)},
      {"columns_swapped", "table_header", replaced("runs.csv", "run_id,status", "status,run_id")},
      {"series_renamed", "table_header",
       replaced("runs.csv", "final.valid.nll", "final.valid.nil")},
      {"series_in_another_order", "table_header",
       replaced("runs.csv", "best.train.loss,best.train.accuracy",
                "best.train.accuracy,best.train.loss")},
      {"curves_column_renamed", "table_header", replaced("curves.csv", "epoch", "epochs")},
      {"tables_column_renamed", "table_header", replaced("tables.csv", "column", "columns")},
      {"phase_renamed", "table_header", replaced("runs.csv", "update_s", "updates_s")},
      {"unknown_table", "table_cell", replaced("tables.csv", ",confusion,", ",confused,")},
      {"row_of_a_table_that_is_no_integer", "table_cell",
       replaced("tables.csv", ",confusion,1,", ",confusion,one,")},
      {"count_that_is_no_number", "table_cell",
       replaced("tables.csv", "confusion,0,0,[0-9]*", "confusion,0,0,few")},
      {"epoch_that_is_no_integer", "table_cell", replaced("curves.csv", ",1,", ",1.5,")},
      {"value_that_is_no_number", "table_cell",
       replaced("curves.csv", "accuracy,[0-9.]*", "accuracy,half")},
      {"cell_too_many", "table_cell", replaced("runs.csv", "completed,", "completed,,")},
      {"unknown_status", "table_cell", replaced("runs.csv", "completed", "done")},
      {"another_seed", "table_cell", replaced("runs.csv", "completed,3", "completed,5")},
      {"another_swept_value", "table_cell",
       replaced("runs.csv", "completed,3,0.1", "completed,3,0.2")},
      {"quotes_not_closed", "table_cut", replaced("curves.csv", ",valid,", ",\"valid,")},
      {"row_repeated_in_runs", "table_row_repeated",
       in_lines("runs.csv",
                [](auto& lines) { lines.insert(lines.begin() + 2, std::string(lines[1])); })},
      {"row_repeated_in_curves", "table_row_repeated",
       in_lines("curves.csv",
                [](auto& lines) { lines.insert(lines.begin() + 2, std::string(lines[1])); })},
      {"runs_in_another_order", "table_order",
       in_lines("runs.csv", [](auto& lines) { std::swap(lines[1], lines[2]); })},
      {"splits_in_another_order", "table_order",
       in_lines("curves.csv", [](auto& lines) { std::swap(lines[7], lines[15]); })},
      {"runs_of_tables_in_another_order", "table_order",
       in_lines("tables.csv", [](auto& lines) { std::swap(lines[1], lines.back()); })},
      {"run_in_two_pieces", "table_order",
       in_lines("curves.csv", [](auto& lines) { std::swap(lines[1], lines.back()); })},
      {"value_edited_in_curves", "tables_differ",
       replaced("curves.csv", "valid,loss,[0-9.]*", "valid,loss,0.25")},
      {"count_edited_in_tables", "tables_differ",
       replaced("tables.csv", "confusion,0,0,[0-9]*", "confusion,0,0,77")},
      {"value_edited_in_runs", "tables_differ",
       in_lines("runs.csv", [](auto& lines) { lines[1] += "5"; })},
      {"epoch_deleted", "epochs_broken",
       in_lines("curves.csv",
                [](auto& lines) {
                  std::erase_if(lines, [](const std::string& line) {
                    return line.find(",1,3,") != std::string::npos;
                  });
                })},
      {"run_deleted_from_curves", "epochs_broken",
       in_lines("curves.csv",
                [](auto& lines) {
                  const std::string run_id = lines[1].substr(0, lines[1].find(','));
                  std::erase_if(lines,
                                [&](const std::string& line) { return line.starts_with(run_id); });
                })},
      {"metric_deleted", "metric_missing",
       in_lines("curves.csv",
                [](auto& lines) {
                  lines.erase(std::find_if(lines.begin(), lines.end(), [](const std::string& line) {
                    return line.find("train,grad_norm") != std::string::npos;
                  }));
                })},
      {"class_deleted", "metric_missing",
       in_lines("curves.csv",
                [](auto& lines) {
                  lines.erase(std::find_if(lines.begin(), lines.end(), [](const std::string& line) {
                    return line.find("valid,accuracy.class.2") != std::string::npos;
                  }));
                })},
      {"layer_deleted", "metric_missing",
       in_lines("curves.csv",
                [](auto& lines) {
                  lines.erase(std::find_if(lines.begin(), lines.end(), [](const std::string& line) {
                    return line.find("train,grad_norm.layer.2") != std::string::npos;
                  }));
                })},
      {"table_deleted", "metric_missing",
       in_lines("tables.csv",
                [](auto& lines) {
                  std::erase_if(lines, [](const std::string& line) {
                    return line.find(",confusion,") != std::string::npos;
                  });
                })},
      {"unknown_run_in_tables", "run_unplanned", replaced("tables.csv", "\nlr0.1-", "\nlr0.3-")},
      // Runs
      {"run_deleted", "run_missing", in_lines("runs.csv", [](auto& l) { l.erase(l.begin() + 1); })},
      {"run_taken_out_of_the_plan", "run_unplanned",
       in_manifest([](Json& m) { m["runs"].erase(3); })},
      {"unknown_run", "run_unplanned", replaced("curves.csv", "\nlr0.1-", "\nlr0.3-")},
      {"folder_of_an_unknown_run", "run_unplanned",
       [](const fs::path& folder) {
         fs::create_directories(folder / "runs" / "other-0123456789");
       }},
      {"predictions_deleted", "predictions_missing",
       [=](const fs::path& folder) { fs::remove(folder / first_prediction(folder)); }},
      {"predictions_cut", "predictions_differ",
       [=](const fs::path& folder) { cut_to(first_prediction(folder).string(), 0.7)(folder); }},
      {"predictions_of_other_columns", "predictions_differ",
       [=](const fs::path& folder) {
         replaced(first_prediction(folder).string(), "label", "target")(folder);
       }},
      // Data
      {"data_not_recorded", "data_hash_missing",
       in_manifest([](Json& m) { m["runs"][0]["made_of"] = nullptr; })},
      {"one_run_on_other_data", "data_differ", in_manifest([](Json& m) {
         m["runs"][1]["made_of"]["data_sha256"]["train"] = std::string(64, '0');
       })},
      {"all_runs_on_other_data", "data_changed", in_manifest([](Json& m) {
         for (Json& run : m["runs"]) run["made_of"]["data_sha256"]["train"] = std::string(64, '0');
       })},
      // Expectations
      {"expectation_out_of_reach", "expectation_missed",
       in_manifest([](Json& m) { m["expect"][0]["at_least"] = 2; })},
      {"expectation_that_is_none", "expectations_unreadable",
       in_manifest([](Json& m) { m["expect"][0]["metric"] = "accuracy"; })},
      {"expectation_about_no_run", "expectation_not_checked", in_manifest([](Json& m) {
         m["expect"].push_back({{"where", {{"optimizer.lr", 7}}}, {"status", "completed"}});
       })},
  };
}

}  // namespace logitbench
