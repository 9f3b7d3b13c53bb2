#include "core/record/manifest.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "core/record/manifest_runs.h"
#include "core/testing/temporary_folder.h"

namespace logitbench {
namespace {

using testing::HasSubstr;

std::string marked(std::string_view text) { return "hash of " + std::string(text); }

Plan one_run() {
  Plan plan{"mnist37_losses", "what \"he\" saw", {"optimizer.lr"}, {Run{}}};
  plan.question = "did <he> see?";
  plan.runs[0].run_id = "lr1-0123abcd";
  plan.runs[0].resolved.set("seed", 0);
  plan.runs[0].resolved.set("clip_norm", Value());
  return plan;
}

Plan plan_of_losses(const std::vector<std::string>& names) {
  Plan plan{"x", "", {"loss"}, {}};
  for (const std::string& name : names) {
    Run& run = plan.runs.emplace_back();
    run.run_id = name;
    Map loss;
    loss.set("name", name);
    run.resolved.set("seed", 0);
    run.resolved.set("loss", loss);
    run.resolved.set("clip_norm", Value());
    run.swept = {name};
  }
  return plan;
}

ManifestFacts facts() {
  ManifestFacts facts;
  facts.command_line = {"logitbench", "run", "a b.yaml"};
  facts.made_of = [](const std::string&) {
    return MadeOf{2, "oneDNN 2.6.3", {{"train", "ba89"}}, {{"parameters", 7850}}};
  };
  facts.versions = {{"oneDNN", "2.6.3"}};
  facts.machine = {"A CPU", 2, 8000000000, "Debian", "Linux 6.1"};
  facts.started = UtcTime(std::chrono::seconds(1709210096));
  facts.sha256 = marked;
  return facts;
}

const MadeOfRun kNothingKnown = [](const std::string&) { return std::nullopt; };

Json written(const Plan& plan, const ManifestFacts& what) {
  const TemporaryFolder folder;
  write_manifest(folder.path(), plan, what);
  return Json::parse(read_text(folder.path() / "manifest.json"));
}

TEST(Manifest, SaysWhatRan) {
  const Json json = written(one_run(), facts());
  EXPECT_EQ(json["experiment"], "mnist37_losses");
  EXPECT_EQ(json["question"], "did <he> see?");
  EXPECT_EQ(json["note"], "what \"he\" saw");
  EXPECT_EQ(json["swept_keys"], Json({"optimizer.lr"}));
  EXPECT_EQ(json["command_line"], Json({"logitbench", "run", "a b.yaml"}));
  EXPECT_EQ(json["started"], "2024-02-29T12:34:56.000Z");
  EXPECT_EQ(json["versions"]["oneDNN"], "2.6.3");
  EXPECT_THAT(json["versions"]["compiler"].get<std::string>(), HasSubstr("G"));
  EXPECT_TRUE(json["versions"].contains("logitbench"));
  EXPECT_EQ(json["machine"]["memory_bytes"], 8000000000);
  ASSERT_EQ(json["runs"].size(), 1u);
  EXPECT_EQ(json["runs"][0]["run_id"], "lr1-0123abcd");
  EXPECT_EQ(json["runs"][0]["config"].dump(), R"({"seed":0,"clip_norm":null})");
  EXPECT_EQ(json["runs"][0]["config_sha256"], R"(hash of {"seed":0,"clip_norm":null})");
  EXPECT_EQ(json["runs"][0]["made_of"]["threads"], 2);
  EXPECT_EQ(json["runs"][0]["made_of"]["backend_library"], "oneDNN 2.6.3");
  EXPECT_EQ(json["runs"][0]["made_of"]["data_sha256"]["train"], "ba89");
  EXPECT_EQ(json["runs"][0]["made_of"]["facts"]["parameters"], 7850);
}

TEST(Manifest, KeepsSweptValuesAndExpectationsAsWritten) {
  Plan plan = one_run();
  plan.runs[0].swept = {"1"};
  Map entry;
  entry.set("metric", "valid.loss");
  entry.set("value", std::numeric_limits<double>::infinity());
  plan.expectations.resize(1);
  plan.expectations[0].written = entry;
  const Json json = written(plan, facts());
  EXPECT_EQ(json["runs"][0]["swept"], Json({"1"}));
  EXPECT_EQ(json["expect"].dump(), R"([{"metric":"valid.loss","value":"inf"}])");
}

TEST(Manifest, OfFinishedRunsTakesTheExpectationsAlone) {
  const TemporaryFolder folder;
  Plan plan = one_run();
  write_manifest(folder.path(), plan, facts());
  const auto manifest = [&] { return Json::parse(read_text(folder.path() / "manifest.json")); };
  Json expected = manifest();
  Map entry;
  entry.set("status", "completed");
  plan.expectations.resize(1);
  plan.expectations[0].written = entry;
  plan.note = "changed";
  keep_expectations(folder.path(), plan, read_manifest(folder.path(), [](const Json&) {}));
  expected["expect"] = Json::parse(R"([{"status":"completed"}])");
  EXPECT_EQ(manifest(), expected);
}

// A plan that grew, a sweep that went on: the runs of the process before are not begun again.
TEST(Manifest, KeepsWhatAnEarlierOneSaysOfARun) {
  const TemporaryFolder folder;
  write_manifest(folder.path(), one_run(), facts());
  ManifestFacts later = facts();
  later.made_of = kNothingKnown;
  write_manifest(folder.path(), one_run(), later);
  const Json json = Json::parse(read_text(folder.path() / "manifest.json"));
  EXPECT_EQ(json["runs"][0]["made_of"]["data_sha256"]["train"], "ba89");
}

TEST(Manifest, WhatIsNotKnownIsNull) {
  ManifestFacts some = facts();
  some.made_of = kNothingKnown;
  EXPECT_TRUE(written(one_run(), some)["runs"][0]["made_of"].is_null());
  EXPECT_TRUE(written(one_run(), some)["git"].is_null());
  EXPECT_TRUE(written(one_run(), some)["finished"].is_null());
  some.git = GitState{"0123", true};
  some.finished = some.started + std::chrono::milliseconds(1500);
  EXPECT_EQ(written(one_run(), some)["git"].dump(), R"({"commit":"0123","dirty":true})");
  EXPECT_EQ(written(one_run(), some)["finished"], "2024-02-29T12:34:57.500Z");
}

TEST(Manifest, StandsForJustItsRunsWhenTheyHaveEnded) {
  const TemporaryFolder folder;
  const Plan plan = plan_of_losses({"a", "b"});
  EXPECT_FALSE(standing_manifest(folder.path(), plan));
  ManifestFacts some = facts();
  write_manifest(folder.path(), plan, some);
  EXPECT_FALSE(standing_manifest(folder.path(), plan));  // the runs go on
  some.finished = some.started;
  write_manifest(folder.path(), plan, some);
  const std::optional<Json> standing = standing_manifest(folder.path(), plan);
  ASSERT_TRUE(standing);
  EXPECT_EQ((*standing)["experiment"], "x");
  for (const std::vector<std::string>& other :
       std::vector<std::vector<std::string>>{{"a"}, {"b", "a"}, {"a", "b", "c"}, {}})
    EXPECT_FALSE(standing_manifest(folder.path(), plan_of_losses(other))) << other.size();
  Plan swept = plan;
  swept.runs[1].swept = {"other"};
  EXPECT_FALSE(standing_manifest(folder.path(), swept));
  write_text(folder.path() / "manifest.json", "{\"finished\": \"now\", \"runs\": [");
  EXPECT_FALSE(standing_manifest(folder.path(), plan));
}

TEST(Manifest, OfNoRunsIsJsonToo) {
  EXPECT_EQ(written(plan_of_losses({}), facts())["runs"], Json::array());
}

// Each run with its whole config, and read back one at a time.
TEST(Manifest, EachRunHasItsConfigAndItsHash) {
  const TemporaryFolder folder;
  Plan plan = plan_of_losses({"a", "b", "c"});
  plan.runs[2].resolved.set("more", 1);
  write_manifest(folder.path(), plan, facts());
  size_t i = 0;
  const Json head = read_manifest(folder.path(), [&](const Json& run) {
    EXPECT_EQ(run["config"].dump(), to_json(plan.runs.at(i).resolved).dump()) << i;
    EXPECT_EQ(run["config_sha256"], marked(run["config"].dump())) << i;
    ++i;
  });
  EXPECT_EQ(i, 3u);
  EXPECT_EQ(head["experiment"], "x");
  EXPECT_EQ(head["runs"], Json::array());
}

TEST(Manifest, StandsForTheSameCompetitionAndTargetAlone) {
  const TemporaryFolder folder;
  Plan plan = plan_of_losses({"a"});
  ManifestFacts done = facts();
  done.finished = UtcTime{};
  write_manifest(folder.path(), plan, done);
  EXPECT_TRUE(standing_manifest(folder.path(), plan));
  Plan competing = plan;
  competing.stop.method = StopMethod::median;
  EXPECT_FALSE(standing_manifest(folder.path(), competing));
  Plan aiming = plan;
  aiming.runs[0].resolved.set("target", 0.5);
  EXPECT_FALSE(standing_manifest(folder.path(), aiming));
  write_manifest(folder.path(), competing, done);
  EXPECT_TRUE(standing_manifest(folder.path(), competing));
  EXPECT_FALSE(standing_manifest(folder.path(), plan));
}

// Written by an earlier version: each run with its whole config, indented.
TEST(Manifest, OfWholeConfigsIsReadTheSame) {
  const TemporaryFolder folder;
  Json json = Json::parse(
      R"({"expect": [{"runs": 1}], "runs": [{"run_id": "a", "config": {"seed": 0, "x": {"y": 1}}},
          {"run_id": "b", "config": {"seed": 1, "x": {"y": 1}}}, {"run_id": "c"}, 7]})");
  write_text(folder.path() / "manifest.json", json.dump(1));
  Json runs = Json::array();
  const Json head = read_manifest(folder.path(), [&](Json run) { runs.push_back(std::move(run)); });
  json["runs"].erase(3);  // no object
  EXPECT_EQ(runs, json["runs"]);
  EXPECT_EQ(head["expect"], json["expect"]);
}

TEST(Manifest, ThatIsNoneIsOfNoKind) {
  const TemporaryFolder folder;
  const auto none = [&] { return read_manifest(folder.path(), [](const Json&) {}); };
  EXPECT_TRUE(none().is_discarded());
  write_text(folder.path() / "manifest.json", "{\"runs\": [{\"run_id\": \"a\"}, {");
  EXPECT_TRUE(none().is_discarded());
  const auto nested = [](size_t lists) {
    return "{\"note\": " + std::string(lists, '[') + std::string(lists, ']') + "}";
  };
  write_text(folder.path() / "manifest.json", nested(50));
  EXPECT_TRUE(none().is_object());
  write_text(folder.path() / "manifest.json", nested(100'000));
  EXPECT_TRUE(none().is_discarded());
}

}  // namespace
}  // namespace logitbench
