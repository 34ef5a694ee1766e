"""Writes files as PyTorch's users make them, and what PyTorch computes with them:

    digits-half.safetensors, layers-brain.safetensors, digits-half.txt, layers-brain.txt: small networks and their scores
    torchvision.txt: the names and shapes of torchvision's tensors, one a line

    pip install torch==2.13.0 torchvision numpy safetensors
    python make_safetensors.py

All weights are random. Inputs are not written: both sides take them from make_fixtures.py's counter-based generator.
"""

import pathlib

import numpy
import torch
import torchvision.models
from safetensors.torch import save_file
from torch import nn

folder = pathlib.Path(__file__).parent


def uniforms(seed, *shape):
    """Numbers spread evenly over -1...1, each exact in single precision."""
    with numpy.errstate(over="ignore"):
        count = int(numpy.prod(shape))
        word = numpy.uint64(seed) + numpy.arange(1, count + 1, dtype=numpy.uint64) * numpy.uint64(0x9E3779B97F4A7C15)
        word = (word ^ (word >> numpy.uint64(30))) * numpy.uint64(0xBF58476D1CE4E5B9)
        word = (word ^ (word >> numpy.uint64(27))) * numpy.uint64(0x94D049BB133111EB)
        word = word ^ (word >> numpy.uint64(31))
    fraction = (word >> numpy.uint64(40)).astype(numpy.float64) * 2.0**-24
    return torch.from_numpy((-1 + 2 * fraction).reshape(shape))


class Digits(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 16, 5, padding=2)
        self.conv2 = nn.Conv2d(16, 32, 3, padding=1)
        self.conv3 = nn.Conv2d(32, 64, 3, padding=1)
        self.fc4 = nn.Linear(576, 10)

    def forward(self, x):
        for convolution in [self.conv1, self.conv2, self.conv3]:
            x = nn.functional.max_pool2d(torch.relu(convolution(x)), 2)
        return self.fc4(torch.flatten(x, 1))


class Layers(nn.Module):
    """One of every kind with parameters: the network of layers-brain in SafetensorsWeightsTests.swift."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(4, 6, 3, stride=2, padding=1, groups=2, bias=False)
        self.batchnorm1 = nn.BatchNorm2d(6)
        self.transposed1 = nn.ConvTranspose2d(6, 5, 3, stride=2)
        self.dense1 = nn.Linear(5 * 11 * 7, 8)
        for values in [self.batchnorm1.weight.data, self.batchnorm1.running_var]:
            values.uniform_(0.5, 2)
        for values in [self.batchnorm1.bias.data, self.batchnorm1.running_mean]:
            values.uniform_(-1, 1)

    def forward(self, x):
        x = self.transposed1(torch.relu(self.batchnorm1(self.conv1(x))))
        return self.dense1(torch.flatten(x, 1))


def write(name, network, kind, seed, *shape):
    """Weights are rounded to the kind of number that they are stored as; with these PyTorch computes in double."""
    network = network.eval().to(kind)
    save_file(network.state_dict(), folder / f"{name}.safetensors", metadata={"format": "pt"})
    with torch.inference_mode():
        scores = network.double()(uniforms(seed, *shape).permute(2, 0, 1)[None])[0]
    (folder / f"{name}.txt").write_text("".join(f"{score:.9g}\n" for score in scores.tolist()))


torch.manual_seed(20120930)
write("digits-half", Digits(), torch.float16, 7, 28, 28, 1)
write("layers-brain", Layers(), torch.bfloat16, 8, 9, 6, 4)

lines = []
for name in ["alexnet", "vgg16", "vgg19", "googlenet", "resnet18", "resnet34", "resnet50"]:
    with torch.device("meta"):
        network = getattr(torchvision.models, name)(weights=None, **({"init_weights": False} if name == "googlenet" else {}))
    for key, tensor in network.state_dict().items():
        lines.append(" ".join([name, key, *map(str, tensor.shape)]) + "\n")
(folder / "torchvision.txt").write_text("".join(lines))
