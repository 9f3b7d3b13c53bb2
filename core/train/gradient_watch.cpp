#include "core/train/gradient_watch.h"

#include <cmath>

#include <logitbench/metric.h>

#include "core/train/gradient_norm.h"

namespace logitbench {

namespace {

constexpr const char* kOfLayers = "layer_grad_norm";

}  // namespace

GradientWatch::GradientWatch(const RunConfig& config, const std::vector<ParameterBlock>& blocks)
    : recorded_(config.asks_for("grad_norm")), limit_(config.clip_norm) {
  if (!config.asks_for(kOfLayers)) return;
  for (const ParameterBlock& block : blocks) {
    if (layers_.empty() || layers_.back().number != block.layer + 1)
      layers_.push_back({block.layer + 1, block.offset, 0});
    layers_.back().count += block.count;
    canonical_.resize(block.offset + block.count);
  }
}

void GradientWatch::measure_and_clip(Network& network) {
  if (!layers_.empty()) measure_layers(network);
  if (recorded_ || limit_) {
    const double norm = gradient_norm(network.parameters());
    if (limit_) clip_gradient(network.parameters(), norm, *limit_);
    sum_ += norm;
  }
  ++steps_;
}

void GradientWatch::measure_layers(const Network& network) {
  network.get_gradients(canonical_);
  for (LayerNorm& layer : layers_)
    layer.sum += gradient_norm(std::span(canonical_).subspan(layer.offset, layer.count));
}

void GradientWatch::report(std::vector<MetricValue>& values) {
  const auto steps = static_cast<double>(steps_);
  if (recorded_) values.push_back({"train", "grad_norm", sum_ / steps});
  for (LayerNorm& layer : layers_) {
    values.push_back(
        {"train", series_name(*find_metric(kOfLayers), layer.number), layer.sum / steps});
    layer.sum = 0;
  }
  sum_ = 0;
  steps_ = 0;
}

}  // namespace logitbench
