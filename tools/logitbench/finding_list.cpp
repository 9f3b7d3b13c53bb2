#include "tools/logitbench/finding_list.h"

#include <fmt/format.h>

#include <algorithm>

namespace logitbench {

namespace {

constexpr size_t kRunsShown = 5;

std::string printable(const std::string& text) {
  std::string result;
  for (const char c : text) {
    const auto code = static_cast<unsigned char>(c);
    if ((code < 0x20 && c != '\n') || code == 0x7f)
      result += fmt::format("\\x{:02x}", code);
    else
      result += c;
  }
  return result;
}

// Every line of the text, indented.
void print_below(const std::string& text, std::ostream& out) {
  if (text.empty()) return;
  std::string indented = "  ";
  for (const char c : printable(text)) {
    indented += c;
    if (c == '\n') indented += "  ";
  }
  out << indented << '\n';
}

// Nothing where the evidence names them already.
std::string runs_text(const Finding& finding) {
  const std::vector<std::string>& run_ids = finding.run_ids;
  if (run_ids.empty() || finding.evidence.find(run_ids.front()) != std::string::npos) return "";
  std::string text = run_ids.size() == 1 ? "run: " : "runs: ";
  for (size_t i = 0; i < run_ids.size() && i < kRunsShown; ++i)
    text += (i > 0 ? ", " : "") + run_ids[i];
  if (run_ids.size() > kRunsShown) text += fmt::format(", {} more", run_ids.size() - kRunsShown);
  return text;
}

}  // namespace

void print_findings(const std::vector<Finding>& findings, std::ostream& out) {
  for (const Finding& finding : findings) {
    out << to_text(finding.severity) << ' ' << finding.code << " at "
        << printable(finding.place + ": " + finding.what) << '\n';
    print_below(finding.evidence, out);
    print_below(runs_text(finding), out);
    if (!finding.advice.empty()) print_below("-> " + finding.advice, out);
  }
}

std::string findings_summary(const std::vector<Finding>& findings) {
  if (findings.empty()) return "nothing found";
  std::string parts;
  for (const Severity severity : {Severity::error, Severity::warning, Severity::info}) {
    const auto count = std::count_if(findings.begin(), findings.end(), [&](const Finding& finding) {
      return finding.severity == severity;
    });
    if (count == 0) continue;
    const bool plural = count != 1 && severity != Severity::info;
    parts += fmt::format("{}{} {}{}", parts.empty() ? "" : ", ", count, to_text(severity),
                         plural ? "s" : "");
  }
  return fmt::format("{} {}: {}", findings.size(), findings.size() == 1 ? "finding" : "findings",
                     parts);
}

bool any_to_mend(const std::vector<Finding>& findings) {
  return std::any_of(findings.begin(), findings.end(),
                     [](const Finding& finding) { return finding.severity != Severity::info; });
}

Json findings_json(const std::vector<Finding>& findings) {
  Json list = Json::array();
  for (const Finding& finding : findings)
    list.push_back({{"code", finding.code},
                    {"severity", to_text(finding.severity)},
                    {"place", finding.place},
                    {"what", finding.what},
                    {"evidence", finding.evidence},
                    {"advice", finding.advice},
                    {"run_ids", finding.run_ids}});
  return list;
}

}  // namespace logitbench
