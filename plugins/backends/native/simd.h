// The instruction sets that kernels are compiled for: AVX-512, AVX2 and the baseline. Included
// before any header of Highway, in each file that has kernels.
#pragma once

#define HWY_DISABLED_TARGETS (HWY_SSSE3 | HWY_SSE4 | HWY_AVX3_DL)
