// Activations on one block of 16 images, and sums over its lanes.
#pragma once

#include "finish.h"
#include "image_layout.h"

namespace logitbench::native {

// values = finish(f(values)), finish plain or rounded. NaN passes through.
void activate_lanes(ActivationKind kind, Finish finish, const ImageGeometry& geometry,
                    float* values);

// values = finish(d_out): finish reads the values that it overwrites.
void activation_gradient(Finish finish, const ImageGeometry& out, const float* d_out,
                         const ImageGeometry& in, float* values);

// sums[c][lane] += Σ(y, x) values[c][y][x][lane].
void add_channel_sums(const ImageGeometry& geometry, const float* values, float* sums);

// totals[i] = Σ(part) Σ(lane) sums[part][i][lane], parts `part_floats` apart.
void total_lanes(const float* sums, size_t parts, size_t part_floats, size_t count, float* totals);

}  // namespace logitbench::native
