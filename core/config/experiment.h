// One run's configuration, typed and checked: every name exists, every value is within its bounds,
// every default is filled in. Nothing behind this point reads YAML.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <logitbench/random.h>
#include <logitbench/value.h>

namespace logitbench {

// A plugin that the config picked, with its parameters as its schema declares them.
struct Selection {
  std::string name;
  Map parameters;
};

enum class InitScheme { normal, uniform, glorot_uniform, kaiming_uniform, zeros };

struct InitConfig {
  InitScheme scheme = InitScheme::glorot_uniform;
  double std = 1.0;    // of normal
  double scale = 1.0;  // bound of uniform; factor on the bound of glorot_uniform, kaiming_uniform
  Generator generator = Generator::counter;
  bool bias_same = false;  // true: biases are drawn as weights are; false: zeros
};

enum class ValidationSource { train, test, fraction };
enum class Objective { minimize, maximize };
enum class Reduction { mean, sum };

struct RunConfig {
  uint64_t seed = 0;
  Reduction reduction = Reduction::mean;

  Selection dataset;
  std::optional<uint64_t> dataset_seed;  // draws from a stream of its own, shared by all runs
  // None given: test where the dataset has a test split, else train.
  std::optional<ValidationSource> validation;
  double validation_fraction = 0;  // of the training rows, where validation is `fraction`

  Selection model;
  InitConfig init;

  Selection loss;
  Objective objective = Objective::minimize;

  Selection optimizer;
  std::optional<double> clip_norm;  // largest L2 norm of the whole gradient

  Selection backend;
  size_t threads = 0;  // 0: auto, resolved from the sizes (train/threads.h)

  uint64_t epochs = 0;  // 0 evaluates the untrained network
  size_t batch_size = 1;
  bool shuffle = true;
  Generator shuffle_generator = Generator::counter;

  std::vector<std::string> metrics;     // beside loss and accuracy, in the order asked for
  size_t predictions = 0;               // of the first validation rows, kept after the last epoch
  std::optional<double> run_timeout_s;  // a run that takes longer is stopped: timed_out

  std::optional<double> target;  // valid.accuracy; when it is first reached is recorded
  bool stop_at_target = false;   // and the run ends there
  bool stop_at_nan = false;      // the run ends where it diverges

  // Whether `metrics` holds the name.
  bool asks_for(std::string_view name) const {
    return std::find(metrics.begin(), metrics.end(), name) != metrics.end();
  }
};

}  // namespace logitbench
