// logitbench export on real runs: what it writes is read by others, and says what the CSVs say.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/data/data_cache.h"
#include "core/plugin/plugin_host.h"
#include "core/record/journal.h"
#include "core/tests/program.h"
#include "core/tests/tiny_images.h"

namespace logitbench::end_to_end {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using Json = nlohmann::json;
using Words = std::vector<std::string>;

const std::string kSweep = R"(# Question: what do two losses say of the spiral?
dataset: {name: spiral, seed: 0, validation: 0.2}
model: {name: mlp, hidden: [8]}
loss: cross_entropy
optimizer: {name: adam, lr: 0.02}
train: {epochs: 3, batch_size: 240}
metrics: [nll, grad_norm]
sweep:
  repeats: 2
  parameters:
    loss: [cross_entropy, log_softmax_nll]
    optimizer.lr: [0.02, 1.0e+30]
)";

class Export : public testing::Test {
 protected:
  void train(const std::string& name, const std::string& yaml) const {
    write_file(scratch / (name + ".yaml"), yaml);
    const Outcome outcome =
        logitbench({"run", name + ".yaml", "--quiet", "--out", name}, scratch.path());
    ASSERT_LE(outcome.exit_code, 1) << outcome.err;
  }
  Outcome exported(const Words& more) const {
    Words words{"export"};
    words.insert(words.end(), more.begin(), more.end());
    return logitbench(words, scratch.path());
  }
  std::string reader(const std::string& name, const std::string& arguments) const {
    return output_of("/usr/bin/python3 " LOGITBENCH_SOURCE_DIR "/core/tests/readers/" + name + " " +
                     arguments + " 2>&1");
  }
  std::string run_id(const std::string& folder, size_t index) const {
    return read_csv(scratch / folder / "runs.csv").at(index).at("run_id");
  }

  Scratch scratch;
};

TEST_F(Export, WideHasTheNumbersOfTheCurves) {
  train("mine", kSweep);
  const Outcome outcome = exported({"mine", "--wide"});
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("mine/wide.csv"));
  std::map<std::string, CsvRow> rows;
  size_t cells = 0;
  for (const CsvRow& row : read_csv(scratch / "mine/wide.csv")) {
    EXPECT_TRUE(rows.emplace(row.at("run_id") + " " + row.at("epoch"), row).second);
    for (const auto& [column, cell] : row)
      for (const char* split : {"train.", "valid.", "test."})
        cells += column.starts_with(split) && column != "train.shuffle" && !cell.empty();
  }
  const std::vector<CsvRow> curves = read_csv(scratch / "mine/curves.csv");
  ASSERT_GT(curves.size(), 50u);
  EXPECT_EQ(cells, curves.size());
  for (const CsvRow& value : curves) {
    const CsvRow& row = rows.at(value.at("run_id") + " " + value.at("epoch"));
    EXPECT_EQ(row.at(value.at("split") + "." + value.at("metric")), value.at("value"));
    EXPECT_EQ(row.at("step"), value.at("step"));
  }
  for (const CsvRow& run : read_csv(scratch / "mine/runs.csv"))
    for (const char* column : {"status", "seed", "loss", "optimizer.lr"})
      EXPECT_EQ(rows.at(run.at("run_id") + " 3").at(column), run.at(column));
}

TEST_F(Export, WideOfOneRunGoesToStandardOutput) {
  train("mine", kSweep);
  const std::string run = run_id("mine", 1);
  const Outcome outcome = exported({"mine", run.substr(run.size() - 10), "--wide", "--out", "-"});
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(outcome.out.rfind("run_id,status,seed,loss,optimizer.lr,epoch,step,", 0), 0u);
  EXPECT_EQ(std::count(outcome.out.begin(), outcome.out.end(), '\n'), 1 + 4);
  EXPECT_THAT(outcome.out, Not(HasSubstr(run_id("mine", 0))));
  ASSERT_EQ(exported({"mine", run, "--wide"}).exit_code, 0);
  EXPECT_EQ(read_file(scratch / "mine/runs" / run / "wide.csv"), outcome.out);
  EXPECT_FALSE(fs::exists(scratch / "mine/wide.csv")) << "which is of all runs";
}

TEST_F(Export, AnotherReaderTakesTheEventFiles) {
  train("mine", kSweep);
  ASSERT_EQ(exported({"mine", "--tensorboard", "--out", "tb"}).exit_code, 0);
  ASSERT_EQ(exported({"mine", "--tensorboard", "--out", "tb"}).exit_code, 0) << "again";
  std::map<std::string, std::map<std::string, std::string>> recorded;  // run, step -> tag -> value
  for (const CsvRow& row : read_csv(scratch / "mine/curves.csv"))
    recorded[row.at("run_id") + " " + row.at("step")][row.at("split") + "/" + row.at("metric")] =
        row.at("value");
  for (const CsvRow& run : read_csv(scratch / "mine/runs.csv")) {
    const std::string& id = run.at("run_id");
    const auto files = fs::directory_iterator(scratch / "tb" / id);
    ASSERT_EQ(std::distance(begin(files), end(files)), 1);
    const fs::path file = fs::directory_iterator(scratch / "tb" / id)->path();
    EXPECT_THAT(file.filename().string(), HasSubstr("tfevents"));
    const std::string text = reader("event_file.py", file.string());
    const Json events = Json::parse(text, nullptr, false);
    ASSERT_TRUE(events.is_array()) << text;
    ASSERT_EQ(events.size(), 1 + 1 + 4 + 1u) << "version, session, epochs 0 to 3, end";
    EXPECT_EQ(events[0]["file_version"], "brain.Event:2");

    const Json& session =
        events[1]["hparams"]["_hparams_/session_start_info"]["session_start_info"];
    EXPECT_EQ(session["group_name"],
              "loss=" + run.at("loss") + " optimizer.lr=" + run.at("optimizer.lr"));
    std::map<std::string, Json> parameters;
    for (const Json& entry : session["hparams"]) parameters[entry["key"]] = entry["value"];
    EXPECT_EQ(parameters["loss"], run.at("loss"));
    EXPECT_EQ(parameters["optimizer.lr"], std::stod(run.at("optimizer.lr")));
    EXPECT_EQ(parameters["seed"], std::stod(run.at("seed")));
    const int status = run.at("status") == "completed" ? 1 : 2;
    EXPECT_EQ(events.back()["hparams"]["_hparams_/session_end_info"]["session_end_info"]["status"],
              status);

    for (size_t i = 1; i < events.size(); ++i)
      EXPECT_GE(events[i]["wall_time"], events[i - 1]["wall_time"]);
    for (size_t i = 2; i + 1 < events.size(); ++i) {
      const auto& values = recorded.at(id + " " + std::to_string(events[i]["step"].get<int>()));
      ASSERT_EQ(events[i]["scalars"].size(), values.size());
      for (const auto& [tag, value] : values) {
        const float was = std::stof(value);
        const float is = std::stof(events[i]["scalars"][tag].get<std::string>());
        EXPECT_TRUE(is == was || (std::isnan(is) && std::isnan(was))) << tag << ' ' << value;
      }
    }
  }
}

struct Case {
  const char* name;
  const char* yaml;
  const char* layers;  // as the reader wants them
  const char* digits;
};

class ExportedWeights : public Export, public testing::WithParamInterface<Case> {};

// NumPy, given the file and the images, must come to the same logits as the program says in its
// predictions, and these to the accuracy that the run recorded.
TEST_P(ExportedWeights, GiveThePredictionsInPython) {
  const Case& net = GetParam();
  train("mine", net.yaml);
  const Outcome outcome = exported({"mine", "--weights", "--predictions"});
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  const std::string run = run_id("mine", 0);
  const std::string epochs = read_csv(scratch / "mine/runs.csv")[0].at("epochs");
  const fs::path folder = scratch / "mine/runs" / run;

  const std::vector<CsvRow> rows = read_csv(folder / ("predictions.valid.epoch" + epochs + ".csv"));
  PluginHost host({LOGITBENCH_PLUGIN_DIR});
  const std::string images = cache_folder(host.dataset("mnist")->source.value()).string();
  std::istringstream computed(
      reader("apply_weights.py", (folder / ("weights.epoch" + epochs + ".safetensors")).string() +
                                     " '" + images + "' " + net.layers + " " + net.digits));
  size_t hits = 0, compared = 0;
  std::string line;
  for (const CsvRow& row : rows) {
    ASSERT_TRUE(std::getline(computed, line)) << compared << " rows of " << rows.size();
    std::istringstream cells(line);
    std::string cell;
    for (size_t c = 0; std::getline(cells, cell, ','); ++c, ++compared) {
      const double logit = std::stod(row.at("logit." + std::to_string(c)));
      char* end = nullptr;
      const double numpy = std::strtod(cell.c_str(), &end);
      ASSERT_TRUE(end != cell.c_str() && *end == '\0') << line;
      // Sums of at most 784 float32 products: 784 half units in the last place of logits near 10
      // would be 2e-4 * 10 at the very most, and their signs differ.
      EXPECT_NEAR(logit, numpy, 2e-3) << line;
    }
    hits += row.at("label") == row.at("decision");
  }
  EXPECT_FALSE(std::getline(computed, line)) << line;
  EXPECT_GE(compared, rows.size());
  EXPECT_DOUBLE_EQ(static_cast<double>(hits) / static_cast<double>(rows.size()),
                   std::stod(read_csv(scratch / "mine/runs.csv")[0].at("final.valid.accuracy")));
}

INSTANTIATE_TEST_SUITE_P(
    Networks, ExportedWeights,
    testing::Values(Case{"linear",
                         "dataset: {name: mnist37, validation: test}\nmodel: linear\n"
                         "loss: mnist_loss\noptimizer: {name: sgd, lr: 1}\n"
                         "train: {epochs: 2, batch_size: 256}\n",
                         "fd", "3 7"},
                    Case{"mlp",
                         "dataset: {name: mnist, validation: test, limit: 5000}\n"
                         "model: {name: mlp, hidden: [32, 16]}\nloss: cross_entropy\n"
                         "optimizer: {name: adam, lr: 0.001}\nbackend: native\n"
                         "train: {epochs: 1, batch_size: 100}\n",
                         "fdrdrd", ""},
                    Case{"cnn",
                         "dataset: {name: mnist37, validation: test, limit: 1000}\nmodel: cnn\n"
                         "loss: cross_entropy\noptimizer: {name: adam, lr: 0.001}\n"
                         "train: {epochs: 1, batch_size: 100}\n",
                         "crcrpcrcrpfdrd", "3 7"}),
    [](const auto& network) { return std::string(network.param.name); });

TEST_F(Export, WeightsOfAnEpochAreThoseOfARunThatEndsThere) {
  const std::string rest =
      "dataset: {name: spiral, seed: 0, validation: 0.2}\nmodel: {name: mlp, hidden: [8]}\n"
      "loss: cross_entropy\noptimizer: {name: adam, lr: 0.02}\nbackend: reference\n";
  train("long", rest + "train: {epochs: 5, batch_size: 50}\n");
  train("short", rest + "train: {epochs: 2, batch_size: 50}\n");
  train("none", rest + "train: {epochs: 0, batch_size: 50}\n");
  const auto numbers = [&](const Words& words) {
    Words all = words;
    all.insert(all.end(), {"--weights", "--out", "w"});
    const Outcome outcome = exported(all);
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    const std::string file = read_file(scratch / "w");
    EXPECT_THAT(file, HasSubstr("\"F64\"")) << "as the reference backend computes";
    return file.substr(file.size() - (2 * 8 + 8 + 8 * 3 + 3) * sizeof(double));
  };
  EXPECT_EQ(numbers({"long", "--epoch", "2"}), numbers({"short"}));
  EXPECT_EQ(numbers({"long", "--epoch", "0"}), numbers({"none"}));
  EXPECT_NE(numbers({"long"}), numbers({"short"}));
}

TEST_F(Export, ADivergedRunHasItsWeights) {
  train("mine", kSweep);
  const std::vector<CsvRow> runs = read_csv(scratch / "mine/runs.csv");
  const auto diverged = std::find_if(
      runs.begin(), runs.end(), [](const CsvRow& run) { return run.at("status") == "diverged"; });
  ASSERT_NE(diverged, runs.end());
  const Outcome outcome = exported({"mine", diverged->at("run_id"), "--predictions", "--out", "-"});
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr(",nan,"));
}

// Where the journal has another number than this training gives, these are not that run's weights.
TEST_F(Export, WritesNothingThatIsNotTheRuns) {
  train("mine", kSweep);
  fs::path journal;
  for (const fs::directory_entry& entry : fs::directory_iterator(scratch / "mine/journal"))
    if (entry.path().extension() == ".jsonl") journal = entry.path();
  std::istringstream lines(read_file(journal));
  std::map<int, std::string> run_of;  // attempt -> run_id
  std::string text, run, was;
  for (std::string line; std::getline(lines, line);) {
    Json event = Json::parse(line.substr(line.find(' ') + 1));
    const int attempt = event.value("attempt", -1);
    if (event.contains("run_id")) run_of[attempt] = event["run_id"];
    if (was.empty() && event.value("epoch", 0) == 2) {
      run = run_of.at(attempt);
      Json& value = event["values"].back().back();
      was = value.dump();
      value = std::nextafter(value.get<double>(), 1e9);
    }
    text += journal_line(event.dump()) + "\n";
  }
  ASSERT_NE(was, "");
  write_file(journal, text);
  const Outcome outcome = exported({"mine", run, "--weights"});
  EXPECT_EQ(outcome.exit_code, 3);
  EXPECT_THAT(outcome.err,
              AllOf(HasSubstr(run + ": trained again"), HasSubstr("after epoch 2 is " + was)));
  EXPECT_FALSE(fs::exists(scratch / "mine/runs" / run));
  EXPECT_EQ(exported({"mine", run, "--weights", "--epoch", "1"}).exit_code, 0);
}

// Rows that are not trained on leave no trace in the course of a run: their hash tells.
TEST_F(Export, WritesNothingOfOtherData) {
  TinyImages images;
  images.write(scratch / "images");
  train("mine", "dataset: {name: idx, dir: " + (scratch / "images").string() +
                    ", validation: 0.5}\nmodel: linear\nloss: cross_entropy\n"
                    "optimizer: {name: sgd, lr: 0.1}\ntrain: {epochs: 2, batch_size: 50}\n");
  const std::string run = run_id("mine", 0);
  const Words words{"mine", run, "--predictions", "--split", "test"};
  ASSERT_EQ(exported(words).exit_code, 0);
  uint8_t& label = images.test.labels.back();
  label = label == 0 ? 1 : 0;
  images.write(scratch / "images");
  const Outcome outcome = exported(words);
  EXPECT_EQ(outcome.exit_code, 3);
  EXPECT_THAT(outcome.err, HasSubstr("gives other data now than the run had"));
}

TEST_F(Export, TensorBoardForgetsRunsThatThePlanNamesAnew) {
  write_file(scratch / "mine.yaml", kSweep);
  ASSERT_LE(logitbench({"run", "mine.yaml", "sweep.repeats=1", "--quiet", "--out", "mine"},
                       scratch.path())
                .exit_code,
            1);
  ASSERT_EQ(exported({"mine", "--tensorboard"}).exit_code, 0);
  const std::string before = run_id("mine", 0);
  write_file(scratch / "mine/tensorboard/of_the_user/notes.txt", "kept");
  train("mine", kSweep);
  ASSERT_NE(run_id("mine", 0), before) << "with repeats the seed is a part of the name";
  ASSERT_EQ(exported({"mine", "--tensorboard"}).exit_code, 0);
  EXPECT_FALSE(fs::exists(scratch / "mine/tensorboard" / before));
  EXPECT_TRUE(fs::exists(scratch / "mine/tensorboard" / run_id("mine", 0)));
  EXPECT_TRUE(fs::exists(scratch / "mine/tensorboard/of_the_user/notes.txt"));
}

TEST_F(Export, SaysWhatIsWrong) {
  train("mine", kSweep);
  const std::string run = run_id("mine", 0);
  const auto refused = [&](const Words& words, const auto& says, int code = 2) {
    const Outcome outcome = exported(words);
    EXPECT_EQ(outcome.exit_code, code) << outcome.err;
    EXPECT_THAT(outcome.err, says);
    EXPECT_EQ(outcome.out, "");
  };
  refused({}, HasSubstr("no folder of results given"));
  refused({"mine"}, HasSubstr("expected --wide, --tensorboard, --weights or --predictions"));
  refused({"nowhere", "--wide"}, HasSubstr("nowhere"));
  refused({"mine", "a", "b", "--wide"}, HasSubstr("found 'b' behind"));
  refused({"mine", "--weights"}, HasSubstr("names no run, expected one"));
  refused({"mine", "nobody", "--weights"}, HasSubstr("has no run 'nobody'"));
  refused({"mine", "cross", "--weights"}, HasSubstr("in the ids of 4 runs"));
  refused({"mine", run, "--weights", "--predictions", "--out", "x"}, HasSubstr("found 2 things"));
  refused({"mine", run, "--weights", "--epoch", "4"}, HasSubstr("found 4, expected at most 3"));
  refused({"mine", run, "--weights", "--epoch", "-1"}, HasSubstr("expected a whole number"));
  refused({"mine", "--wide", "--epoch", "1"}, HasSubstr("--epoch is for"));
  refused({"mine", run, "--predictions", "--split", "validation"},
          HasSubstr("expected train, valid or test"));
  refused({"mine", run, "--predictions", "--split", "test"}, HasSubstr("no split 'test'"));
  refused({"mine", run, "--weights", "--split", "train"}, HasSubstr("--split is for"));
  refused({"mine", "--tensorboard", "--out", "-"}, HasSubstr("--out - is for the tables"));
  write_file(scratch / "file", "");
  refused({"mine", "--wide", "--out", "file/wide.csv"}, HasSubstr("/file:"), 6);
  EXPECT_EQ(exported({"mine", "--wide", "--out", "new/folder/wide.csv"}).exit_code, 0);
  fs::create_directory(scratch / "mine/put_by");
  for (const fs::directory_entry& entry : fs::directory_iterator(scratch / "mine/journal"))
    fs::rename(entry.path(), scratch / "mine/put_by" / entry.path().filename());
  for (const char* kind : {"--wide", "--tensorboard"})
    refused({"mine", kind}, HasSubstr("no run of mine has ended with an epoch recorded"));
  refused({"mine", run, "--weights"}, HasSubstr(run + " has not ended; see logitbench show mine"));
  fs::remove_all(scratch / "mine/journal");
  refused({"mine", "--wide"}, HasSubstr("copy the whole folder"), 5);
  fs::remove(scratch / "mine/manifest.json");
  refused({"mine", "--wide"}, HasSubstr("manifest.json"), 5);
}

}  // namespace
}  // namespace logitbench::end_to_end
