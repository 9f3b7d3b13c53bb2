// Convolution with a 3×3 kernel by Winograd's F(m×m, 3×3): an output tile of m×m pixels takes
// (m + 2)² multiplications for each pair of channels instead of 9 m².
//   out = Aᵀ [ Σ(channels) (G w Gᵀ) ⊙ (Bᵀ in B) ] A,   in (m + 2)² points, w 3×3
// and the gradient by w is Gᵀ [ Σ(tiles) (A d_out Aᵀ) ⊙ (Bᵀ in B) ] G.
//   m = 2: Aᵀ = 1 1  1  0    Bᵀ = 1  0 -1  0    G = 1    0   0
//               0 1 -1 -1         0  1  1  0        1/2  1/2 1/2
//                                 0 -1  1  0        1/2 -1/2 1/2
//                                 0  1  0 -1        0    0   1
//   m = 4: Aᵀ = 1 1  1 1  1 0   Bᵀ = 4  0 -5  0 1 0   G = 1/4   0     0
//               0 1 -1 2 -2 0        0 -4 -4  1 1 0      -1/6 -1/6  -1/6
//               0 1  1 4  4 0        0  4 -4 -1 1 0      -1/6  1/6  -1/6
//               0 1 -1 8 -8 1        0 -2 -1  2 1 0      1/24  1/12  1/6
//                                    0  2 -1 -2 1 0      1/24 -1/12  1/6
//                                    0  4  0 -5 0 1        0    0     1
// Lavin and Gray, Fast Algorithms for Convolutional Neural Networks, 2016 (arXiv 1509.09308).
// Of the forward pass the tiles are 2×2: what is exact in floats stays so, and two pixels that are
// equal stay equal, before relu and pools decide. Gradients decide nothing: theirs are 4×4, which
// round some ten times as much.
// Tiles may reach over the right and lower border, where pixels are read as zero and not written.
// NaN or infinity in a pixel makes all of the tiles that read it NaN, in its own image.
#pragma once

#include "finish.h"
#include "image_layout.h"

namespace logitbench::native {

inline constexpr size_t kForwardTile = 2;  // edge in pixels
inline constexpr size_t kGradientTile = 4;
constexpr size_t winograd_edge(size_t tile) { return tile + 2; }  // in points
constexpr size_t winograd_points(size_t tile) { return winograd_edge(tile) * winograd_edge(tile); }
inline constexpr size_t kChannelTile = 4;  // channels whose sums are in registers together

inline size_t whole_channel_tiles(size_t channels) {
  return (channels + kChannelTile - 1) / kChannelTile * kChannelTile;
}
// Floats between points of `tiles` transformed tiles; an odd number of cache lines, as points that
// are a power of two apart would meet in a few cache sets.
inline size_t winograd_point_floats(size_t tiles, size_t channels) {
  return (tiles * whole_channel_tiles(channels) | 1) * kImageLanes;
}

inline size_t winograd_tiles(size_t tile, const Shape& out) {
  return ((out.height + tile - 1) / tile) * ((out.width + tile - 1) / tile);
}

// Fewer multiplications by enough to pay for the transforms.
inline bool winograd_pays(size_t tile, size_t kernel, size_t inputs, size_t outputs,
                          const Shape& out) {
  return kernel == 3 && inputs >= 4 && outputs >= 4 &&
         winograd_tiles(tile, out) * winograd_points(tile) * 4 <= out.height * out.width * 9 * 3;
}

struct WinogradTask {
  size_t tile = kForwardTile;
  const float* in = nullptr;  // under the first tap of pixel (0, 0)
  size_t in_row = 0;          // floats, as all strides
  size_t in_channel = 0;
  size_t inputs = 0;  // channels
  // G w Gᵀ [output / kChannelTile][row][input][column][kChannelTile], row and column of points
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
  // Room for `tiles_at_once` transformed tiles [point][tile][whole channels][lane], points
  // winograd_point_floats apart; zero in the channels that there are not.
  size_t tiles_at_once = 0;
  float* in_room = nullptr;
  float* d_out_room = nullptr;
  // [point][output tile][input tile][output][input][lane], added to
  float* sums = nullptr;
};

void add_winograd_gradient(const WinogradGradientTask& task);

}  // namespace logitbench::native
