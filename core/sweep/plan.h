// The list of runs that an experiment stands for, in the order in which their rows stand in the
// CSVs.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/config/expect.h"
#include "core/config/experiment.h"
#include "core/config/slurm.h"
#include "core/config/stop.h"
#include "core/sweep/places.h"

namespace logitbench {

struct Run {
  std::string run_id;  // readable, ends in a hash of the run's config, paths left out
  RunConfig config;
  Map resolved;  // the whole config of this run, defaults filled in, for the manifest
  std::vector<std::string> swept;  // as text, of each of Plan::swept_keys; empty: not set
};

struct Plan {
  std::string experiment;  // name: letters, digits, _ - .
  std::string note;
  std::vector<std::string> swept_keys;  // dotted, in the order of the config
  std::vector<Run> runs;
  std::vector<Expectation> expectations;  // as written in the config
  Places places;                          // where the config says what
  SlurmSettings slurm;                    // no part of any run
  StopSettings stop;                      // how the runs compete
  std::string question;                   // that the config opens with, if any

  // Of a dotted key in a run of this plan: file:line:column.
  std::string place_of(const std::string& key, const Run& run) const {
    return places.of(key, swept_keys, run.swept);
  }
};

}  // namespace logitbench
