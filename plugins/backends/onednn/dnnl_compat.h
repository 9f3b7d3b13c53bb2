// Where the interfaces of oneDNN 2 and 3 differ. Version 3 dropped the operation descriptors that
// version 2 wants in between; the functions here take what both need.
#pragma once

#include <oneapi/dnnl/dnnl.hpp>

namespace logitbench::onednn {

using Dims = dnnl::memory::dims;
using Desc = dnnl::memory::desc;
using DataType = dnnl::memory::data_type;

inline constexpr DataType kFloat = DataType::f32;

struct ConvDescs {
  Desc src, weights, bias, dst;
  Desc d_weights;  // float whatever the type of the weights
  Dims padding;
};
struct MatmulDescs {
  Desc src, weights, bias, dst;  // an empty bias: none
};
struct PoolDescs {
  Desc src, dst;
  Dims kernel;  // and stride
};

inline const Dims kUnitStride = {1, 1};
inline const Dims kNothing = {0, 0};
inline constexpr dnnl::prop_kind kTraining = dnnl::prop_kind::forward_training;
inline constexpr dnnl::algorithm kDirect = dnnl::algorithm::convolution_direct;
inline constexpr dnnl::algorithm kMax = dnnl::algorithm::pooling_max;

using ConvForward = dnnl::convolution_forward;
using ConvBackwardData = dnnl::convolution_backward_data;
using ConvBackwardWeights = dnnl::convolution_backward_weights;
using PoolForward = dnnl::pooling_forward;
using PoolBackward = dnnl::pooling_backward;
using EltwiseForward = dnnl::eltwise_forward;
using EltwiseBackward = dnnl::eltwise_backward;
using Matmul = dnnl::matmul;
using Attr = dnnl::primitive_attr;
using Engine = dnnl::engine;

#if DNNL_VERSION_MAJOR >= 3

inline void append_eltwise(dnnl::post_ops& ops, dnnl::algorithm algorithm) {
  ops.append_eltwise(algorithm, 0.f, 0.f);
}
inline auto conv_forward(const Engine& engine, const ConvDescs& d, const Attr& attr) {
  return ConvForward::primitive_desc(engine, kTraining, kDirect, d.src, d.weights, d.bias, d.dst,
                                     kUnitStride, d.padding, d.padding, attr);
}
inline auto conv_backward_data(const Engine& engine, const ConvDescs& d, const Attr& attr,
                               const ConvForward::primitive_desc& hint) {
  return ConvBackwardData::primitive_desc(engine, kDirect, d.src, d.weights, d.dst, kUnitStride,
                                          d.padding, d.padding, hint, attr);
}
inline auto conv_backward_weights(const Engine& engine, const ConvDescs& d, const Attr& attr,
                                  const ConvForward::primitive_desc& hint) {
  return ConvBackwardWeights::primitive_desc(engine, kDirect, d.src, d.d_weights, d.bias, d.dst,
                                             kUnitStride, d.padding, d.padding, hint, attr);
}
inline auto matmul(const Engine& engine, const MatmulDescs& d, const Attr& attr) {
  if (d.bias.get_ndims() == 0) return Matmul::primitive_desc(engine, d.src, d.weights, d.dst, attr);
  return Matmul::primitive_desc(engine, d.src, d.weights, d.bias, d.dst, attr);
}
inline auto pool_forward(const Engine& engine, const PoolDescs& d, const Attr& attr) {
  return PoolForward::primitive_desc(engine, kTraining, kMax, d.src, d.dst, d.kernel, d.kernel,
                                     kNothing, kNothing, kNothing, attr);
}
inline auto pool_backward(const Engine& engine, const PoolDescs& d, const Attr& attr,
                          const PoolForward::primitive_desc& hint) {
  return PoolBackward::primitive_desc(engine, kMax, d.src, d.dst, d.kernel, d.kernel, kNothing,
                                      kNothing, kNothing, hint, attr);
}
inline auto eltwise_forward(const Engine& engine, dnnl::algorithm algorithm, const Desc& data,
                            const Attr& attr) {
  return EltwiseForward::primitive_desc(engine, kTraining, algorithm, data, data, 0.f, 0.f, attr);
}
inline auto eltwise_backward(const Engine& engine, dnnl::algorithm algorithm, const Desc& data,
                             const Attr& attr, const EltwiseForward::primitive_desc& hint) {
  return EltwiseBackward::primitive_desc(engine, algorithm, data, data, data, 0.f, 0.f, hint, attr);
}

#else

inline void append_eltwise(dnnl::post_ops& ops, dnnl::algorithm algorithm) {
  ops.append_eltwise(1.f, algorithm, 0.f, 0.f);
}
inline auto conv_forward(const Engine& engine, const ConvDescs& d, const Attr& attr) {
  return ConvForward::primitive_desc(ConvForward::desc(kTraining, kDirect, d.src, d.weights, d.bias,
                                                       d.dst, kUnitStride, d.padding, d.padding),
                                     attr, engine);
}
inline auto conv_backward_data(const Engine& engine, const ConvDescs& d, const Attr& attr,
                               const ConvForward::primitive_desc& hint) {
  return ConvBackwardData::primitive_desc(
      ConvBackwardData::desc(kDirect, d.src, d.weights, d.dst, kUnitStride, d.padding, d.padding),
      attr, engine, hint);
}
inline auto conv_backward_weights(const Engine& engine, const ConvDescs& d, const Attr& attr,
                                  const ConvForward::primitive_desc& hint) {
  return ConvBackwardWeights::primitive_desc(
      ConvBackwardWeights::desc(kDirect, d.src, d.d_weights, d.bias, d.dst, kUnitStride, d.padding,
                                d.padding),
      attr, engine, hint);
}
inline auto matmul(const Engine& engine, const MatmulDescs& d, const Attr& attr) {
  return Matmul::primitive_desc(Matmul::desc(d.src, d.weights, d.bias, d.dst), attr, engine);
}
inline auto pool_forward(const Engine& engine, const PoolDescs& d, const Attr& attr) {
  return PoolForward::primitive_desc(
      PoolForward::desc(kTraining, kMax, d.src, d.dst, d.kernel, d.kernel, kNothing, kNothing),
      attr, engine);
}
inline auto pool_backward(const Engine& engine, const PoolDescs& d, const Attr& attr,
                          const PoolForward::primitive_desc& hint) {
  return PoolBackward::primitive_desc(
      PoolBackward::desc(kMax, d.src, d.dst, d.kernel, d.kernel, kNothing, kNothing), attr, engine,
      hint);
}
inline auto eltwise_forward(const Engine& engine, dnnl::algorithm algorithm, const Desc& data,
                            const Attr& attr) {
  return EltwiseForward::primitive_desc(EltwiseForward::desc(kTraining, algorithm, data, 0.f, 0.f),
                                        attr, engine);
}
inline auto eltwise_backward(const Engine& engine, dnnl::algorithm algorithm, const Desc& data,
                             const Attr& attr, const EltwiseForward::primitive_desc& hint) {
  return EltwiseBackward::primitive_desc(EltwiseBackward::desc(algorithm, data, data, 0.f, 0.f),
                                         attr, engine, hint);
}

#endif

}  // namespace logitbench::onednn
