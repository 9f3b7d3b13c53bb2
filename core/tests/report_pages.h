// What the tests of `logitbench report` share: the data in a page, and folders to report on.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/tests/program.h"

namespace logitbench::end_to_end {

using Json = nlohmann::json;

// What the page's script reads. Throws where there is none, or it is no JSON.
inline Json page_data(const std::string& html) {
  const std::string begin = "<script type=\"application/json\" id=\"data\">";
  const size_t at = html.find(begin);
  if (at == std::string::npos) throw std::runtime_error("the page has no data");
  const size_t from = at + begin.size();
  return Json::parse(html.substr(from, html.find("</script>", from) - from));
}

// Text that would be markup, everywhere a user may write some.
inline constexpr const char* kOddConfig =
    R"(# Question: does <img src=x onerror=alert(1)> & "it" stay?
experiment: odd
source: "<i>'source'</i>"
note: "</script><script>alert('note')</script>"
dataset: {name: spiral, seed: 0, validation: 0.2}
model: {name: mlp, hidden: [8]}
loss: cross_entropy
optimizer: {name: adam, lr: 0.02}
train: {epochs: 2, batch_size: 240}
metrics: [nll]
sweep:
  repeats: 2
  parameters:
    loss: [cross_entropy, softmax_log_nll]
expect:
  - {quantity: "<b class='injected'>\"high\"</b>", metric: valid.accuracy, value: 7, within: 0.5}
)";

// tables.csv: each run has 10 rows of either class.
inline std::string class_tables_of(const std::vector<CsvRow>& runs) {
  std::string text = "run_id,split,table,row,column,value\n";
  const auto add = [&](const std::string& run, const std::string& rest) {
    text += run + ",valid," + rest + "\n";
  };
  for (const CsvRow& row : runs) {
    const std::string& run = row.at("run_id");
    for (const char* cell : {"0,0,8", "0,1,2", "1,0,1", "1,1,9"})
      add(run, std::string("confusion,") + cell);
    for (int bin = 0; bin < 15; ++bin) {
      const std::string place = "reliability," + std::to_string(bin) + ",";
      add(run, place + "rows," + (bin >= 13 ? "10" : "0"));
      add(run, place + "confidence," + (bin == 14 ? "0.95" : bin == 13 ? "0.9" : "nan"));
      add(run, place + "accuracy," + (bin == 14 ? "0.8" : bin == 13 ? "0.9" : "nan"));
    }
  }
  return text;
}

}  // namespace logitbench::end_to_end
