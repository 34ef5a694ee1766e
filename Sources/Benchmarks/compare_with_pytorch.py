"""Measures the engine against PyTorch's CPU build, in one process and by turns: PyTorch's time / the engine's.

    pip install torch numpy
    python3 Sources/Benchmarks/compare_with_pytorch.py [WORD ...] [--threads 1 2] [--rounds 9] [--json]

Builds the engine as a library (in .build-pytorch, so that the package's own build stays as it is) and calls it through
ctypes. WORDs choose the rows whose names hold one of them. Both sides get the same weights and pictures, and what they
make of them must agree within 1e-4. A small call of PyTorch is one from Python, of the engine one from Swift. Each round
measures one side right after the other; the ratio is the median over the rounds, and that of the best times is printed
beside it. Nothing else should run on the machine meanwhile.
"""

import argparse
import ctypes
import json
import os
import pathlib
import statistics
import struct
import subprocess
import sys
import tempfile
import time

# Threads of PyTorch that wait for work must not take the processor away from the engine's, whose turn it is.
os.environ.setdefault("KMP_BLOCKTIME", "0")
os.environ.setdefault("GOMP_SPINCOUNT", "0")

import numpy
import torch
import torch.nn.functional as F
from torch import nn

ROOT = pathlib.Path(__file__).resolve().parents[2]


# The engine


def load_engine():
    command = ["swift", "build", "--configuration", "release", "--product", "EngineForPython"]
    command += ["--package-path", str(ROOT), "--scratch-path", str(ROOT / ".build-pytorch")]
    subprocess.run(command, check=True, stdout=sys.stderr, env={**os.environ, "CNNVIZ_PYTORCH": "1"})
    ending = "dylib" if sys.platform == "darwin" else "so"
    engine = ctypes.CDLL(str(ROOT / f".build-pytorch/release/libEngineForPython.{ending}"))
    pointer, word, number, text = ctypes.c_void_p, ctypes.c_long, ctypes.c_float, ctypes.c_char_p
    for name, result, arguments in [
        ("set_threads", None, [word]),
        ("run", None, [pointer, word]),
        ("output", word, [pointer, pointer, word]),
        ("convolution", pointer, [word] * 8 + [pointer] * 3),
        ("small_convolution", pointer, [word, word, pointer, pointer]),
        ("network", pointer, [text, text, pointer]),
        ("training", pointer, [text, text, pointer, pointer, word, number, number]),
    ]:
        function = getattr(engine, f"engine_{name}")
        function.restype, function.argtypes = result, arguments
    return engine


def output(engine, job, count):
    numbers = torch.empty(count)
    assert engine.engine_output(job, numbers.data_ptr(), count) == count
    return numbers


def channels_last(planes):
    """The last three sides (channels, rows, columns) as the engine has them."""
    return planes.movedim(-3, -1).contiguous()


# Weights go from one side to the other in safetensors files.


def write_weights(network, path):
    tensors = {key: tensor for key, tensor in network.state_dict().items() if tensor.is_floating_point()}
    header, place = {}, 0
    for key, tensor in tensors.items():
        end = place + 4 * tensor.numel()
        header[key] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [place, end]}
        place = end
    head = json.dumps(header).encode()
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(head)) + head)
        for tensor in tensors.values():
            file.write(tensor.contiguous().numpy().tobytes())


def read_weights(path):
    data = pathlib.Path(path).read_bytes()
    start = 8 + struct.unpack("<Q", data[:8])[0]
    weights = {}
    for key, entry in json.loads(data[8:start]).items():
        first, end = entry["data_offsets"]
        values = numpy.frombuffer(data[start + first : start + end], numpy.float32)
        weights[key] = torch.from_numpy(values.copy()).reshape(entry["shape"])
    return weights


# The networks, as PyTorch's users write them


class AlexNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 96, 11, 4)
        self.conv2 = nn.Conv2d(96, 256, 5, padding=2)
        self.conv3 = nn.Conv2d(256, 384, 3, padding=1)
        self.conv4 = nn.Conv2d(384, 384, 3, padding=1)
        self.conv5 = nn.Conv2d(384, 256, 3, padding=1)
        self.fc6, self.fc7, self.fc8 = nn.Linear(9216, 4096), nn.Linear(4096, 4096), nn.Linear(4096, 1000)

    def forward(self, x):
        def normalize(x):
            return F.local_response_norm(x, 5, 1e-4, 0.75, 2.0)

        x = normalize(F.max_pool2d(F.relu(self.conv1(x)), 3, 2))
        x = normalize(F.max_pool2d(F.relu(self.conv2(x)), 3, 2))
        x = F.relu(self.conv4(F.relu(self.conv3(x))))
        x = F.max_pool2d(F.relu(self.conv5(x)), 3, 2).flatten(1)
        return self.fc8(F.relu(self.fc7(F.relu(self.fc6(x)))))


class VGG16(nn.Module):
    def __init__(self):
        super().__init__()
        layers, channels = [], 3
        for count, filters in zip([2, 2, 3, 3, 3], [64, 128, 256, 512, 512]):
            for _ in range(count):
                layers += [nn.Conv2d(channels, filters, 3, padding=1), nn.ReLU(inplace=True)]
                channels = filters
            layers.append(nn.MaxPool2d(2))
        self.features = nn.Sequential(*layers)
        self.classifier = nn.Sequential(
            nn.Linear(25088, 4096), nn.ReLU(inplace=True), nn.Dropout(), nn.Linear(4096, 4096), nn.ReLU(inplace=True),
            nn.Dropout(), nn.Linear(4096, 1000))

    def forward(self, x):
        return self.classifier(self.features(x).flatten(1))


class Bottleneck(nn.Module):
    def __init__(self, inputs, width, stride):
        super().__init__()
        outputs = 4 * width
        self.conv1, self.bn1 = nn.Conv2d(inputs, width, 1, bias=False), nn.BatchNorm2d(width)
        self.conv2, self.bn2 = nn.Conv2d(width, width, 3, stride, 1, bias=False), nn.BatchNorm2d(width)
        self.conv3, self.bn3 = nn.Conv2d(width, outputs, 1, bias=False), nn.BatchNorm2d(outputs)
        self.downsample = None
        if inputs != outputs:
            self.downsample = nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        y = F.relu(self.bn1(self.conv1(x)), inplace=True)
        y = F.relu(self.bn2(self.conv2(y)), inplace=True)
        y = self.bn3(self.conv3(y))
        return F.relu(y + (x if self.downsample is None else self.downsample(x)), inplace=True)


class ResNet50(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(3, 64, 7, 2, 3, bias=False), nn.BatchNorm2d(64)
        channels = 64
        for index, count in enumerate([3, 4, 6, 3]):
            width, blocks = 64 << index, []
            for number in range(count):
                blocks.append(Bottleneck(channels, width, 2 if index > 0 and number == 0 else 1))
                channels = 4 * width
            setattr(self, f"layer{index + 1}", nn.Sequential(*blocks))
        self.fc = nn.Linear(2048, 1000)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.bn1(self.conv1(x)), inplace=True), 3, 2, 1)
        x = self.layer4(self.layer3(self.layer2(self.layer1(x))))
        return self.fc(F.adaptive_avg_pool2d(x, 1).flatten(1))


class Digits(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 16, 5, padding=2)
        self.conv2 = nn.Conv2d(16, 32, 3, padding=1)
        self.conv3 = nn.Conv2d(32, 64, 3, padding=1)
        self.fc4 = nn.Linear(576, 10)

    def forward(self, x):
        for convolution in [self.conv1, self.conv2, self.conv3]:
            x = F.max_pool2d(F.relu(convolution(x)), 2)
        return self.fc4(x.flatten(1))


class Photos(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1, self.conv2 = nn.Conv2d(3, 32, 5, padding=2), nn.Conv2d(32, 64, 3, padding=1)
        self.conv3, self.conv4 = nn.Conv2d(64, 96, 3, padding=1), nn.Conv2d(96, 128, 3, padding=1)
        self.conv5, self.fc6 = nn.Conv2d(128, 128, 3, padding=1), nn.Linear(128, 10)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        x = F.max_pool2d(F.relu(self.conv2(x)), 2)
        x = F.max_pool2d(F.relu(self.conv4(F.relu(self.conv3(x)))), 2)
        return self.fc6(F.relu(self.conv5(x)).mean((2, 3)))


def seeded(network):
    """Weights that keep the size of the values alike from layer to layer."""
    for module in network.modules():
        if isinstance(module, (nn.Conv2d, nn.Linear)):
            nn.init.kaiming_uniform_(module.weight, nonlinearity="relu")
        if isinstance(module, nn.BatchNorm2d):
            nn.init.uniform_(module.weight, 0.3, 0.7)
            nn.init.uniform_(module.running_var, 0.5, 1.5)
    return network.eval()


# Measuring


def best(function, seconds=0.15):
    """The best of as many runs as fit, three at least."""
    times, end = [], time.perf_counter() + seconds
    while time.perf_counter() < end or len(times) < 3:
        start = time.perf_counter()
        function()
        times.append(time.perf_counter() - start)
    return min(times)


class Comparison:
    def __init__(self, engine, arguments):
        self.engine, self.arguments, self.rows = engine, arguments, []

    def wants(self, name):
        return not self.arguments.words or any(word.lower() in name.lower() for word in self.arguments.words)

    def add(self, name, theirs, ours, difference, calls=1):
        """`theirs` and `ours` make so many calls each; `difference` is that of their results, a part of the largest."""
        if not difference < 1e-4:
            sys.exit(f"{name}: the results differ by {difference:.1e}, so that their times say nothing.")
        for threads in self.arguments.threads:
            torch.set_num_threads(threads)
            self.engine.engine_set_threads(threads)
            theirs()
            ours()
            rounds = [(best(theirs), best(ours)) for _ in range(self.arguments.rounds)]
            row = {
                "name": name, "threads": threads, "ratio": statistics.median(a / b for a, b in rounds),
                "ratioOfBest": min(a for a, _ in rounds) / min(b for _, b in rounds),
                "pytorchMilliseconds": 1e3 * min(a for a, _ in rounds) / calls,
                "engineMilliseconds": 1e3 * min(b for _, b in rounds) / calls, "difference": difference}
            self.rows.append(row)
            if not self.arguments.json:
                print(
                    f"{name:32} {threads}   {row['ratio']:6.2f} {row['ratioOfBest']:6.2f}   "
                    f"{row['pytorchMilliseconds']:11.4f} {row['engineMilliseconds']:11.4f}   {difference:8.1e}", flush=True)


def difference(theirs, ours):
    return ((theirs.flatten() - ours).abs().max() / theirs.abs().max()).item()


def rms_difference(theirs, ours):
    return ((theirs.flatten() - ours).pow(2).mean() / theirs.pow(2).mean()).sqrt().item()


def compare_convolutions(comparison):
    engine = comparison.engine
    for name, channels, side, filters, kernel, stride, padding in [
        ("conv1", 3, 227, 96, 11, 4, 0), ("conv2", 96, 27, 256, 5, 1, 2), ("conv3", 256, 13, 384, 3, 1, 1),
        ("conv4", 384, 13, 384, 3, 1, 1), ("conv5", 384, 13, 256, 3, 1, 1),
    ]:
        x = torch.relu(torch.randn(1, channels, side, side))
        weights = torch.randn(filters, channels, kernel, kernel) * (2 / (channels * kernel * kernel)) ** 0.5
        biases = 0.1 * torch.randn(filters)
        exact = channels_last(F.conv2d(x.double(), weights.double(), biases.double(), stride, padding))
        input, bank = channels_last(x), channels_last(weights)
        # With a stride there is no faster way than the definition.
        for method, how in enumerate(["direct", "Winograd"] if stride == 1 else ["direct"]):
            title = f"AlexNet {name}, {how}"
            if not comparison.wants(title):
                continue
            job = engine.engine_convolution(
                side, side, channels, filters, kernel, stride, padding, method, input.data_ptr(), bank.data_ptr(),
                biases.data_ptr())
            engine.engine_run(job, 1)
            comparison.add(
                title, lambda: F.conv2d(x, weights, biases, stride, padding), lambda: engine.engine_run(job, 1),
                rms_difference(exact, output(engine, job, exact.numel()).double()))


def compare_networks(comparison, folder):
    engine = comparison.engine
    for name, title, make, side, classes in [
        ("alexnet", "AlexNet", AlexNet, 227, 1000), ("vgg16", "VGG-16", VGG16, 224, 1000),
        ("resnet50-torchvision", "ResNet-50", ResNet50, 224, 1000), ("photos", "Photos", Photos, 32, 10),
    ]:
        title += ", a picture"
        if not comparison.wants(title):
            continue
        network, path = seeded(make()), f"{folder}/{name}.safetensors"
        write_weights(network, path)
        x = torch.randn(1, 3, side, side)
        input = channels_last(x)
        job = engine.engine_network(name.encode(), path.encode(), input.data_ptr())
        assert job, f"the weights of {name} do not fit"
        os.remove(path)
        engine.engine_run(job, 1)
        comparison.add(
            title, lambda: network(x), lambda: engine.engine_run(job, 1),
            difference(network(x), output(engine, job, classes)))


def compare_training(comparison, folder):
    for name, title, make, shape in [
        ("digits", "Digits, a training step of 64", Digits, (64, 1, 28, 28)),
        ("photos", "Photos, a training step of 128", Photos, (128, 3, 32, 32)),
    ]:
        if comparison.wants(title):
            compare_step(comparison, title, name, make(), torch.rand(shape), f"{folder}/{name}-start.safetensors")


def compare_step(comparison, title, name, network, x, path):
    """A step of descent with momentum on one batch, on either side from the weights that the engine begins with."""
    engine, rate, momentum = comparison.engine, 0.01, 0.9
    labels, input = torch.randint(0, 10, (len(x),)), channels_last(x)
    job = engine.engine_training(
        name.encode(), path.encode(), input.data_ptr(), labels.data_ptr(), len(labels), rate, momentum)
    assert job, f"the weights of {name} cannot be written"
    network.load_state_dict(read_weights(path))
    optimizer = torch.optim.SGD(network.parameters(), lr=rate, momentum=momentum)

    def step():
        optimizer.zero_grad(set_to_none=True)
        loss = F.cross_entropy(network(x), labels)
        loss.backward()
        optimizer.step()
        return loss.detach()

    for _ in range(10):
        loss = step()
        engine.engine_run(job, 1)
    comparison.add(title, step, lambda: engine.engine_run(job, 1), difference(loss, output(engine, job, 1)))


def compare_small_convolution(comparison):
    title, calls = "7 x 7 by 3 x 3, a call", 1000
    if not comparison.wants(title):
        return
    engine, x, kernel = comparison.engine, torch.randn(1, 1, 7, 7), torch.randn(1, 1, 3, 3)
    job = engine.engine_small_convolution(7, 3, x.data_ptr(), kernel.data_ptr())

    def theirs():
        for _ in range(calls):
            F.conv2d(x, kernel)

    engine.engine_run(job, 1)
    comparison.add(
        title, theirs, lambda: engine.engine_run(job, calls), difference(F.conv2d(x, kernel), output(engine, job, 25)),
        calls)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("words", nargs="*", metavar="WORD")
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    comparison = Comparison(load_engine(), arguments)
    torch.manual_seed(1)
    if not arguments.json:
        print(f"PyTorch {torch.__version__}; times in milliseconds; the difference is rms for convolutions alone")
        print(f"{'':32} threads ratio  best       PyTorch      engine   difference")
    with tempfile.TemporaryDirectory() as folder:
        with torch.inference_mode():
            compare_convolutions(comparison)
            compare_networks(comparison, folder)
            compare_small_convolution(comparison)
        compare_training(comparison, folder)
    if arguments.json:
        print(json.dumps(comparison.rows, indent=2))


if __name__ == "__main__":
    main()
