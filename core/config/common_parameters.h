// The parameters that the host adds to every plugin of a kind, and the config's sections that are
// no plugin's. Validation and `plugins describe` both read them here.
#pragma once

#include <logitbench/random.h>
#include <logitbench/schema.h>

#include "core/plugin/plugin_host.h"

namespace logitbench {

// dataset: validation, seed · model: init · loss: objective · optimizer: clip_norm · backend:
// threads
const Schema& common_parameters(PluginKind kind);

// epochs, batch_size, shuffle, generator
const Schema& train_parameters();

// partition, time, mem, cpus, array_limit, shards, extra
const Schema& slurm_parameters();
const Schema& stop_parameters();

// experiment, note, source, seed, reduction, metrics: top-level keys that are no sections.
const Schema& experiment_parameters();

Generator generator_from(const std::string& word);

}  // namespace logitbench
