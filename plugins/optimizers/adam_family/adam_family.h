// What Adam and AdamW share: the step, the parameters and their bounds. Not a plugin: linked into
// each of them.
//
// Step t = 1, 2, ..., with the formulas and the order of operations of torch.optim.Adam and AdamW
// (amsgrad off); only that √v is multiplied by 1/√(1 - beta2^t), which costs a third less:
//
//   g' = g + weight_decay · p                    l2 (Adam)
//   p  = p · (1 - lr · weight_decay), g' = g     decoupled (AdamW)
//   m  = beta1 · m + (1 - beta1) · g'
//   v  = beta2 · v + (1 - beta2) · g'²
//   p  = p - lr / (1 - beta1^t) · m / (√v / √(1 - beta2^t) + epsilon)
//
// Kingma and Ba 2015, https://arxiv.org/abs/1412.6980; Loshchilov and Hutter 2019,
// https://arxiv.org/abs/1711.05101.
#pragma once

#include <logitbench/plugin.h>

#include <memory>

namespace logitbench::adam_family {

enum class WeightDecay { l2, decoupled };

// lr, beta1, beta2, epsilon; and weight_decay, described and with a default as given.
Schema parameters(const std::string& weight_decay, double default_weight_decay);

// Of a map that `parameters` declared.
std::unique_ptr<Optimizer> create(const Map& parameters, WeightDecay kind);

}  // namespace logitbench::adam_family
