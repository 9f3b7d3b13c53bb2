#include "core/train/facts.h"

#include "core/train/metrics.h"

namespace logitbench {

namespace {

class FactList {
 public:
  void add(std::string name, uint64_t value) { facts_.push_back({std::move(name), value}); }

  void add_network(const NetworkSpec& spec) {
    std::vector<uint64_t> of_layer(spec.layers.size(), 0);
    for (const ParameterBlock& block : parameter_blocks(spec)) of_layer[block.layer] += block.count;
    add("parameters", parameter_count(spec));
    for (size_t i = 0; i < of_layer.size(); ++i)
      add("parameters." + std::to_string(i + 1), of_layer[i]);
    Shape shape = spec.input;
    for (size_t i = 0; i < spec.layers.size(); ++i) {
      shape = output_shape(spec.layers[i], shape);
      const std::string layer = "layer." + std::to_string(i + 1);
      add(layer + ".height", shape.height);
      add(layer + ".width", shape.width);
      add(layer + ".channels", shape.channels);
    }
  }

  void add_classes(const std::string& name, const RowSet& rows, size_t classes) {
    const std::vector<size_t> count =
        count_by_class(labels_of(rows.split->targets, rows.rows, classes), classes);
    for (size_t k = 0; k < classes; ++k) add(name + ".class." + std::to_string(k), count[k]);
  }

  Facts take() { return std::move(facts_); }

 private:
  Facts facts_;
};

}  // namespace

Facts facts_of(const PreparedRun& run, size_t batch_size) {
  const Dataset& data = *run.dataset;
  FactList facts;
  facts.add_network(run.spec);
  facts.add("classes", data.classes);
  facts.add("features", run.spec.input.size());
  facts.add("features.height", run.spec.input.height);
  facts.add("features.width", run.spec.input.width);
  facts.add("rows.train", run.train.rows.size());
  facts.add("rows.valid", run.valid.rows.size());
  facts.add("rows.test", data.test ? data.test->features.rows : 0);
  facts.add_classes("rows.train", run.train, data.classes);
  facts.add_classes("rows.valid", run.valid, data.classes);
  facts.add("batches", (run.train.rows.size() + batch_size - 1) / batch_size);
  return facts.take();
}

}  // namespace logitbench
