"""Reads a safetensors file, and computes with NumPy what its network says of MNIST's test images.

    /usr/bin/python3 apply_weights.py WEIGHTS IDX_FOLDER LAYERS [DIGIT...] > logits.csv

LAYERS: what the network is made of, a letter each: d dense, c convolution of 3x3 with zeros around
it, r ReLU, p largest of 2x2, f flatten. Images of these digits only, in the file's order. One row
of logits, in float64, for each image.
"""
import json
import struct
import sys

import numpy as np


def tensors_of(path):
    data = open(path, "rb").read()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8:8 + length])
    numbers = data[8 + length:]
    header.pop("__metadata__")
    tensors = {}
    end_of_last = 0
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        assert begin == end_of_last, "tensors lie one behind the other"
        end_of_last = end
        kind = {"F32": "<f4", "F64": "<f8"}[entry["dtype"]]
        tensors[name] = np.frombuffer(numbers[begin:end], kind).reshape(entry["shape"])
    assert end_of_last == len(numbers), "and nothing lies behind the last"
    return {name: tensor.astype(np.float64) for name, tensor in tensors.items()}


def idx(path):
    data = open(path, "rb").read()
    dimensions = data[3]
    shape = struct.unpack(f">{dimensions}I", data[4:4 + 4 * dimensions])
    return np.frombuffer(data, np.uint8, offset=4 + 4 * dimensions).reshape(shape)


def convolved(x, weight, bias):
    rows, columns = x.shape[1:3]
    padded = np.pad(x, ((0, 0), (1, 1), (1, 1), (0, 0)))
    return bias + sum(padded[:, i:i + rows, j:j + columns] @ weight[i, j]
                      for i in range(3) for j in range(3))


def logits_of(x, layers, tensors):
    for n, layer in enumerate(layers, start=1):
        if layer in "cd":
            weight, bias = (tensors.pop(f"layers.{n}.{part}") for part in ("weight", "bias"))
            x = convolved(x, weight, bias) if layer == "c" else x @ weight + bias
        elif layer == "r":
            x = np.maximum(x, 0)
        elif layer == "p":
            count, rows, columns, channels = x.shape
            x = x.reshape(count, rows // 2, 2, columns // 2, 2, channels).max(axis=(2, 4))
        else:
            x = x.reshape(len(x), -1)
    assert not tensors, "every tensor has a layer"
    return x


def main():
    weights, folder, layers, *digits = sys.argv[1:]
    images = idx(f"{folder}/t10k-images-idx3-ubyte")
    labels = idx(f"{folder}/t10k-labels-idx1-ubyte")
    images = np.concatenate([images[labels == int(digit)] for digit in digits] or [images])
    pixels = images.astype(np.float64) / 255
    shape = (-1, 28, 28, 1) if "c" in layers else (-1, 784)
    np.savetxt(sys.stdout, logits_of(pixels.reshape(shape), layers, tensors_of(weights)),
               delimiter=",")


main()
