#include "core/config/common_parameters.h"

#include "core/config/stop.h"

namespace logitbench {

namespace {

const std::vector<std::string>& generator_names() {
  static const std::vector<std::string> names{"torch", "numpy", "counter"};
  return names;
}

Schema dataset_parameters() {
  return {real("validation",
               "the rows that valid.* is taken on: all training rows, the test split, "
               "or this share of the training rows, then not trained on; left out: "
               "test where there is one, else train")
              .above(0)
              .below(1)
              .or_word("train")
              .or_word("test")
              .optional(),
          integer("seed", "seed of the dataset's own draws, which all runs then share")
              .at_least(0)
              .optional()};
}

Schema model_parameters() {
  return {
      map_of("init", "how the initial weights are drawn",
             {choice("scheme", "distribution of the weights",
                     {"normal", "uniform", "glorot_uniform", "kaiming_uniform", "zeros"})
                  .by_default("glorot_uniform"),
              real("std", "standard deviation of normal").at_least(0).by_default(1.0),
              real("scale", "bound of uniform; factor on the bound of the other uniform schemes")
                  .at_least(0)
                  .by_default(1.0),
              choice("generator", "whose random numbers", generator_names()).by_default("counter"),
              choice("bias", "zeros, or the same as the weights", {"zeros", "same"})
                  .by_default("zeros")})};
}

Schema loss_parameters() {
  return {choice("objective", "what training does with the loss", {"minimize", "maximize"})
              .by_default("minimize")};
}

Schema optimizer_parameters() {
  return {real("clip_norm", "largest L2 norm of the whole gradient; a larger one is scaled down")
              .above(0)
              .optional()};
}

Schema backend_parameters() {
  return {integer("threads", "threads of one run; auto: by a fixed rule from the sizes")
              .at_least(1)
              .at_most(1024)
              .or_word("auto")
              .by_default("auto")};
}

}  // namespace

const Schema& common_parameters(PluginKind kind) {
  static const Schema of_kind[] = {dataset_parameters(), model_parameters(), loss_parameters(),
                                   optimizer_parameters(), backend_parameters()};
  return of_kind[static_cast<size_t>(kind)];
}

const Schema& train_parameters() {
  static const Schema schema{
      integer("epochs", "passes over the training rows; 0 evaluates the untrained network")
          .at_least(0),
      integer("batch_size", "rows per step; the last batch of an epoch may be shorter")
          .at_least(1)
          .by_default(128),
      boolean("shuffle", "draw a new order each epoch").by_default(true),
      choice("generator", "whose random order; left out: model.init.generator", generator_names())
          .optional()};
  return schema;
}

const Schema& slurm_parameters() {
  static const Schema schema{
      text("partition", "sbatch --partition").optional(),
      text("time", "sbatch --time: of one shard, which goes on where it stopped").optional(),
      text("mem", "sbatch --mem: of one shard").optional(),
      integer("cpus", "sbatch --cpus-per-task: of one shard").at_least(1).at_most(4096).optional(),
      integer("array_limit", "shards that go on at once").at_least(1).at_most(1e6).optional(),
      integer("shards", "tasks of the job array; left out: one a run, at most 100")
          .at_least(1)
          .at_most(1e6)
          .optional(),
      list_of("extra", "further options of sbatch", text("option", "e.g. --account=lab"))
          .by_default(List{})};
  return schema;
}

const Schema& stop_parameters() {
  static const Schema schema{
      boolean("nan", "a run ends where its loss or weights go NaN or infinite").by_default(false),
      boolean("target", "a run ends where valid.accuracy has reached `target`").by_default(false),
      choice("method", "which runs of a sweep are ended early",
             {std::string(kStopMethods[0]), std::string(kStopMethods[1])})
          .optional(),
      text("metric", "what they compete in, by its best value so far; left out: valid.accuracy")
          .optional(),
      integer("first", "runs that the others are measured against, ended by none; left out: 5")
          .at_least(2)
          .at_most(1e6)
          .optional(),
      integer("after", "epochs before which no run is ended; left out: 1")
          .at_least(1)
          .at_most(1e9)
          .optional(),
      integer("first_epochs", "epochs of all runs, before the first are chosen; left out: 1")
          .at_least(1)
          .at_most(1e9)
          .optional(),
      integer("factor", "one run in so many goes on, for so many times the epochs; left out: 3")
          .at_least(2)
          .at_most(1e6)
          .optional()};
  return schema;
}

const Schema& experiment_parameters() {
  static const Schema schema{
      text("experiment", "name of the experiment and of its results folder; left out: the file's")
          .optional(),
      text("note", "kept with the results").optional(),
      text("source", "where the numbers of expect come from, unless an entry says").optional(),
      integer("seed", "seed of every random stream of the run").at_least(0).by_default(0),
      choice("reduction", "how row losses become the batch's", {"mean", "sum"}).by_default("mean"),
      list_of("metrics", "recorded beside loss and accuracy", text("metric", "name of a metric"))
          .by_default(List{}),
      integer("predictions",
              "of this many first validation rows: label, decision, probabilities, loss and logits "
              "after the last "
              "epoch, printed and kept")
          .at_least(0)
          .by_default(0),
      real("run_timeout",
           "seconds after which a run is stopped and counts as timed_out; not part "
           "of what the run is")
          .above(0)
          .optional(),
      real(
          "target",
          "valid.accuracy; the epoch that first reaches it and the seconds until then are recorded")
          .above(0)
          .at_most(1)
          .optional()};
  return schema;
}

Generator generator_from(const std::string& word) {
  if (word == "torch") return Generator::torch;
  if (word == "numpy") return Generator::numpy;
  return Generator::counter;
}

}  // namespace logitbench
