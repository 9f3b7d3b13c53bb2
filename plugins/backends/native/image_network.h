// A network of images: blocks of 16 samples go through all layers one after the other, so that what
// a layer wrote is still in the cache for the next one. The blocks are split over the threads.
#pragma once

#include <float_network/buffer.h>
#include <float_network/gather.h>
#include <float_network/stored_network.h>

#include "image_layer.h"
#include "image_plan.h"
#include "team.h"

namespace logitbench::native {

class ImageNetwork final : public float_network::StoredNetwork {
 public:
  ImageNetwork(const NetworkSpec& spec, const CompileOptions& options,
               float_network::RoundedCopy copy);

  RealMatrix forward(const Batch& batch) override;
  void backward(const RealMatrix& d_logits) override;
  Parallel& parallel() override { return team_; }

 private:
  struct WidenedWeight {
    const uint16_t* rounded;  // the bfloat16 copy
    float_network::Buffer values;
    size_t count;
  };

  size_t blocks() const { return (rows_ + kImageLanes - 1) / kImageLanes; }
  size_t parts() const { return std::min(blocks(), team_.threads()); }
  template <class Body>  // body(part, its blocks), on all threads, denormals flushed
  void over_parts(const Body& body);
  LayerPlace place_of(const ImageStep& step, size_t blocks, size_t parts);
  void run_layers();
  void widen_weights();
  float* at(size_t tensor, size_t part, size_t block) const;
  void load_images(size_t part, size_t block);
  void make_again(size_t tensor, size_t part, size_t block);
  void store_logits(size_t part, size_t block);
  void load_gradients(size_t part, size_t block, const MatrixView<float>& d_logits);

  NetworkSpec spec_;
  size_t columns_;
  size_t max_batch_;
  Team team_;
  float_network::Gather gather_;
  ImagePlan plan_;
  std::vector<WidenedWeight> widened_;
  std::vector<std::unique_ptr<ImageLayer>> layers_;  // of each step
  size_t first_trained_;                             // step
  std::vector<size_t> input_at_;                     // where in its image each number of a sample
  std::vector<size_t> logit_at_;
  std::vector<float_network::Buffer> tensors_;   // [block or part][geometry]
  float_network::Buffer images_;                 // [row][sample]
  float_network::Buffer logits_;                 // [row][column]
  std::vector<float_network::Buffer> d_logits_;  // per part, in the geometry of the logits
  size_t rows_ = 0;                              // of the last batch
  bool overwritten_ = false;                     // what a forward pass left, by a backward one
};

}  // namespace logitbench::native
