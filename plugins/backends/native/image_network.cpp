#include "image_network.h"

#include <float_network/checks.h>
#include <float_network/denormals.h>

#include <algorithm>

#include "activation_lanes.h"
#include "engines.h"
#include "pointwise.h"

namespace logitbench::native {
namespace {

using float_network::Buffer;
using float_network::RoundedCopy;

size_t weight_count(const NetworkSpec& spec, size_t layer) {
  for (const ParameterBlock& block : parameter_blocks(spec))
    if (block.layer == layer && !block.bias) return block.count;
  return 0;
}

std::vector<size_t> places(const ImageGeometry& geometry) {
  std::vector<size_t> at;
  for (size_t i = 0; i < geometry.shape.size(); ++i) at.push_back(geometry.at_flat(i));
  return at;
}

std::unique_ptr<ImageLayer> make_layer(const Layer& layer, const LayerPlace& place) {
  if (const auto* conv = std::get_if<Conv2d>(&layer)) return make_conv(*conv, place);
  if (const auto* pool = std::get_if<MaxPool2d>(&layer)) return make_pool(*pool, place);
  if (const auto* act = std::get_if<Activation>(&layer)) return make_activation(act->kind, place);
  if (std::holds_alternative<Dense>(layer)) return make_dense(place);
  return make_flatten(place);
}

}  // namespace

ImageNetwork::ImageNetwork(const NetworkSpec& spec, const CompileOptions& options, RoundedCopy copy)
    : StoredNetwork("native", spec, copy),
      spec_(spec),
      columns_(output_shape(spec).size()),
      max_batch_(options.max_batch),
      team_(std::max<size_t>(options.threads, 1)),
      plan_(plan_images(spec, copy == RoundedCopy::bfloat16)),
      first_trained_(0),
      input_at_(places(plan_.tensors.front().geometry)),
      logit_at_(places(plan_.tensors.back().geometry)),
      images_(max_batch_ * spec.input.size()),
      logits_(max_batch_ * columns_) {
  rows_ = max_batch_;
  const size_t most_blocks = blocks(), most_parts = parts();
  rows_ = 0;
  for (const ImageTensor& tensor : plan_.tensors)
    tensors_.emplace_back((tensor.kept ? most_blocks : most_parts) * tensor.geometry.size());
  for (size_t part = 0; part < most_parts; ++part)
    d_logits_.emplace_back(plan_.tensors.back().geometry.size());
  for (const ImageStep& step : plan_.steps)
    layers_.push_back(make_layer(spec.layers[step.layer], place_of(step, most_blocks, most_parts)));
  while (first_trained_ < plan_.steps.size() && !plan_.steps[first_trained_].trained)
    ++first_trained_;
}

LayerPlace ImageNetwork::place_of(const ImageStep& step, size_t blocks, size_t parts) {
  const ImageTensor& in = plan_.tensors[step.in];
  const ImageTensor& out = plan_.tensors[step.out];
  float_network::LayerParameters parameters = store_.of_layer(step.layer);
  if (parameters.rounded_weight != nullptr) {
    const size_t count = weight_count(spec_, step.layer);
    widened_.push_back({parameters.rounded_weight, Buffer(count), count});
    parameters.weight = widened_.back().values.data();
  }
  return {in.geometry,   out.geometry, step.finish, in.slope,
          step.wants_dx, blocks,       parts,       parameters};
}

void ImageNetwork::widen_weights() {
  for (const WidenedWeight& weight : widened_)
    team_.over(weight.count, kGrain, [&](size_t first, size_t last) {
      widen_bfloat16(weight.rounded + first, last - first, weight.values.data() + first);
    });
}

template <class Body>
void ImageNetwork::over_parts(const Body& body) {
  const StaticRanges ranges(blocks(), 1, parts());
  team_.over(ranges.parts, 1, [&](size_t first, size_t last) {
    const float_network::FlushScope scope;
    for (size_t part = first; part < last; ++part) body(part, ranges.range(part));
  });
}

float* ImageNetwork::at(size_t tensor, size_t part, size_t block) const {
  const ImageTensor& of = plan_.tensors[tensor];
  return tensors_[tensor].data() + (of.kept ? block : part) * of.geometry.size();
}

RealMatrix ImageNetwork::forward(const Batch& batch) {
  float_network::check_batch(backend_, batch, spec_.input, max_batch_);
  gather_(batch, images_.data(), team_);
  rows_ = batch.rows.size();
  run_layers();
  return MatrixView<float>{logits_.data(), rows_, columns_};
}

void ImageNetwork::run_layers() {
  widen_weights();
  for (const auto& layer : layers_) layer->begin_forward();
  over_parts([&](size_t part, std::pair<size_t, size_t> range) {
    for (size_t block = range.first; block < range.second; ++block) {
      load_images(part, block);
      for (size_t i = 0; i < layers_.size(); ++i)
        layers_[i]->forward(part, block, at(plan_.steps[i].in, part, block),
                            at(plan_.steps[i].out, part, block));
      store_logits(part, block);
    }
  });
  overwritten_ = false;
}

void ImageNetwork::backward(const RealMatrix& d_logits) {
  const MatrixView<float> given =
      float_network::check_d_logits(backend_, d_logits, rows_, columns_);
  if (store_.empty()) return;
  if (overwritten_) run_layers();
  overwritten_ = true;
  for (const auto& layer : layers_) layer->begin_backward();
  over_parts([&](size_t part, std::pair<size_t, size_t> range) {
    for (const auto& layer : layers_) layer->clear_sums(part);
    // The last block is the one that is still in the cache.
    for (size_t block = range.second; block-- > range.first;) {
      load_gradients(part, block, given);
      for (size_t i = layers_.size(); i-- > first_trained_;) {
        const ImageStep& step = plan_.steps[i];
        if (plan_.tensors[step.in].made_again && step.in != step.out)
          make_again(step.in, part, block);
        layers_[i]->backward(part, block, at(step.in, part, block), at(step.out, part, block));
      }
    }
  });
  for (const auto& layer : layers_) layer->finish_backward(parts(), team_);
}

void ImageNetwork::make_again(size_t tensor, size_t part, size_t block) {
  for (size_t i = 0; i < layers_.size(); ++i) {
    const ImageStep& step = plan_.steps[i];
    if (step.out == tensor)
      layers_[i]->forward(part, block, at(step.in, part, block), at(tensor, part, block));
  }
}

void ImageNetwork::load_images(size_t part, size_t block) {
  const size_t size = input_at_.size();
  const size_t first = block * kImageLanes, count = std::min(kImageLanes, rows_ - first);
  float* rows = images_.data() + first * size;
  if (plan_.rounds_input) round_in_place(1, count * size, Block{rows, 0});
  float* to = at(0, part, block);
  for (size_t i = 0; i < size; ++i) {
    float* lanes = to + input_at_[i];
    for (size_t lane = 0; lane < count; ++lane) lanes[lane] = rows[lane * size + i];
    std::fill(lanes + count, lanes + kImageLanes, 0.0f);
  }
}

void ImageNetwork::store_logits(size_t part, size_t block) {
  const size_t last = plan_.tensors.size() - 1;
  const size_t first = block * kImageLanes, count = std::min(kImageLanes, rows_ - first);
  const float* from = at(last, part, block);
  for (size_t column = 0; column < columns_; ++column)
    for (size_t lane = 0; lane < count; ++lane)
      logits_.data()[(first + lane) * columns_ + column] = from[logit_at_[column] + lane];
}

void ImageNetwork::load_gradients(size_t part, size_t block, const MatrixView<float>& d_logits) {
  const size_t last = plan_.tensors.size() - 1;
  const ImageGeometry& geometry = plan_.tensors[last].geometry;
  const size_t first = block * kImageLanes, count = std::min(kImageLanes, rows_ - first);
  float* gradient = d_logits_[part].data();
  for (size_t column = 0; column < columns_; ++column) {
    float* lanes = gradient + logit_at_[column];
    for (size_t lane = 0; lane < count; ++lane) lanes[lane] = d_logits.at(first + lane, column);
    std::fill(lanes + count, lanes + kImageLanes, 0.0f);
  }
  activation_gradient(plan_.tensors[last].slope, geometry, gradient, geometry,
                      at(last, part, block));
}

std::unique_ptr<Network> compile_image_network(const NetworkSpec& spec,
                                               const CompileOptions& options, RoundedCopy copy) {
  return std::make_unique<ImageNetwork>(spec, options, copy);
}

}  // namespace logitbench::native
