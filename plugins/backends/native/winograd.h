// Convolution with a 3×3 kernel by Winograd's F(2×2, 3×3): an output tile of 2×2 pixels takes 16
// multiplications for each pair of channels instead of 36.
//   out = Aᵀ [ Σ(channels) (G w Gᵀ) ⊙ (Bᵀ in B) ] A,   in 4×4 pixels, w 3×3
//   Aᵀ = 1 1  1  0    Bᵀ = 1  0 -1  0    G = 1    0   0
//        0 1 -1 -1         0  1  1  0        1/2  1/2 1/2
//                          0 -1  1  0        1/2 -1/2 1/2
//                          0  1  0 -1        0    0   1
// and the gradient by w is Gᵀ [ Σ(tiles) (A d_out Aᵀ) ⊙ (Bᵀ in B) ] G.
// Lavin and Gray, Fast Algorithms for Convolutional Neural Networks, 2016 (arXiv 1509.09308).
// Tiles may reach over the right and lower border by one pixel, which is read as zero and not
// written. NaN or infinity in a pixel makes all of the tiles that read it NaN, in its own image.
#pragma once

#include "finish.h"
#include "image_layout.h"

namespace logitbench::native {

inline constexpr size_t kWinogradTile = 4;  // edge of a transformed tile
inline constexpr size_t kWinogradPoints = 16;
inline constexpr size_t kChannelTile = 4;  // channels whose sums are in registers together

inline size_t whole_channel_tiles(size_t channels) {
  return (channels + kChannelTile - 1) / kChannelTile * kChannelTile;
}
inline size_t winograd_tiles(size_t pixels) { return (pixels + 1) / 2; }

// Fewer multiplications by enough to pay for the transforms.
inline bool winograd_pays(size_t kernel, size_t inputs, size_t outputs, const Shape& out) {
  return kernel == 3 && inputs >= 4 && outputs >= 4 &&
         winograd_tiles(out.height) * winograd_tiles(out.width) * kWinogradPoints * 4 <=
             out.height * out.width * 9 * 3;
}

struct WinogradTask {
  const float* in = nullptr;  // under the first tap of pixel (0, 0)
  size_t in_row = 0;          // floats, as all strides
  size_t in_channel = 0;
  size_t inputs = 0;  // channels
  // G w Gᵀ [output / kChannelTile][row][input][column][kChannelTile], row and column of the 4×4
  const float* weights = nullptr;
  const float* bias = nullptr;  // [whole_channel_tiles(outputs)], or none
  float* out = nullptr;         // pixel (0, 0)
  size_t out_row = 0;
  size_t out_channel = 0;
  size_t outputs = 0;
  size_t height = 0;  // of the output
  size_t width = 0;
  Finish finish = Finish::plain;
  float* room = nullptr;  // [row][input][column][lane]
};

void convolve_winograd(const WinogradTask& task);

struct WinogradGradientTask {
  const float* in = nullptr;  // as above
  size_t in_row = 0;
  size_t in_channel = 0;
  size_t inputs = 0;
  const float* d_out = nullptr;  // pixel (0, 0)
  size_t out_row = 0;
  size_t out_channel = 0;
  size_t outputs = 0;
  size_t height = 0;
  size_t width = 0;
  // Room for `tiles_at_once` transformed tiles [point][tile][whole channels][lane]; zero in the
  // channels that there are not.
  size_t tiles_at_once = 0;
  float* in_room = nullptr;
  float* d_out_room = nullptr;
  // [point][output tile][input tile][output][input][lane], added to
  float* sums = nullptr;
};

void add_winograd_gradient(const WinogradGradientTask& task);

}  // namespace logitbench::native
