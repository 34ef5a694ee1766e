#!/usr/bin/env python3
"""Writes receptive_fields.txt: 300 random stacks of layers, and what PyTorch's gradients say their units see.

    pip install torch numpy && python3 make_receptive_fields.py

Each line is a network, its lines apart by semicolons, and behind a colon four numbers for each layer: how far it is from
the first to the last row that changes an output, of the unit for which it is farthest; the same for columns; and how many
rows and columns change an output, of the unit for which these are most. All weights are positive, so that no sum is 0 by
chance, and a mean stands for the maximum, whose gradient would show the winner alone.

Where no layer depends on the input's extent, the input is made so large that the border does not matter: what comes out
is the same when it is made larger once more. Behind adaptivepool all that matters is what is there.
"""
import pathlib
import random

import torch
import torch.nn as nn
import torch.nn.functional as F

torch.set_num_threads(1)
dice = random.Random(20190704)
MOST_UNITS = 250


class Pool(nn.Module):
    """The sum of each window, rounded up or down; what hangs over the padding is not there."""

    def __init__(self, kernel, stride, pad, dilation, ceil):
        super().__init__()
        self.all = (kernel, stride, pad, dilation, ceil)

    def forward(self, x):
        kernel, stride, pad, dilation, ceil = self.all
        with torch.no_grad():
            like = F.max_pool2d(x.detach(), kernel, stride, pad, dilation, ceil)
        span = dilation * (kernel - 1) + 1
        more = [max(0, (out - 1) * stride + span - have - 2 * pad) for out, have in zip(like.shape[2:], x.shape[2:])]
        padded = F.pad(x, (pad, pad + more[1], pad, pad + more[0]))
        y = F.conv2d(padded, torch.ones(1, 1, kernel, kernel, dtype=x.dtype), stride=stride, dilation=dilation)
        return y[:, :, : like.shape[2], : like.shape[3]]


def convolution(kernel, stride, pads, dilation):
    layer = nn.Conv2d(1, 1, kernel, stride, 0, dilation, bias=False)
    nn.init.constant_(layer.weight, 0.25)
    return nn.Sequential(nn.ZeroPad2d((pads[0], pads[1], pads[0], pads[1])), layer)


def transposed(kernel, stride, pad, dilation):
    layer = nn.ConvTranspose2d(1, 1, kernel, stride, pad, bias=False, dilation=dilation)
    nn.init.constant_(layer.weight, 0.25)
    return layer


class Regions(nn.Module):
    """As many regions as there are cells would change nothing."""

    def __init__(self, height, width):
        super().__init__()
        self.size = height, width

    def forward(self, x):
        if x.shape[2] == self.size[0] or x.shape[3] == self.size[1]:
            raise RuntimeError("these regions are the cells")
        return F.adaptive_avg_pool2d(x, self.size)


class Sum(nn.Module):
    def __init__(self, left, right):
        super().__init__()
        self.left, self.right = left, right

    def forward(self, x):
        return self.left(x) + self.right(x)


def random_layer(adaptive):
    """Text lines and modules; a module is None where only the last line of a group counts."""
    kind = dice.choice(["conv"] * 4 + ["maxpool", "avgpool"] + ["transposed"] * 4 + ["add"] + (["adaptive"] * 4 if adaptive else []))
    kernel, stride, dilation = dice.randint(1, 4), dice.choice([1, 1, 1, 2, 3]), dice.choice([1, 1, 1, 2, 3])
    if kind == "conv":
        pads = (dice.randint(0, 2), dice.randint(0, 2))
        return [(f"conv 1 kernel={kernel} stride={stride} pad={pads[0]},{pads[1]} dilation={dilation}",
                 convolution(kernel, stride, pads, dilation))]
    if kind in ("maxpool", "avgpool"):
        kernel = dice.randint(2, 4)
        dilation = dilation if kind == "maxpool" else 1
        pad = dice.randint(0, kernel // 2)
        ceil = dice.random() < 0.4
        return [(f"{kind} {kernel} stride={stride} pad={pad} dilation={dilation}" + (" ceil" if ceil else ""),
                 Pool(kernel, stride, pad, dilation, ceil))]
    if kind == "transposed":
        stride = dice.choice([1, 2, 2, 3, 4])
        pad = dice.randint(0, min(2, kernel - 1))
        return [(f"transposed 1 kernel={kernel} stride={stride} pad={pad} dilation={dilation}",
                 transposed(kernel, stride, pad, dilation))]
    if kind == "adaptive":
        height, width = dice.randint(1, 9), dice.randint(2, 9)
        return [(f"adaptivepool {height}x{width}", Regions(height, width))]
    # Two paths of one stride, each padded so that the sizes agree.
    kernels, spread = (dice.choice([1, 3, 5]), dice.choice([3, 5])), dice.choice([1, 2, 3])
    pads = (kernels[0] // 2, spread * (kernels[1] // 2))
    left = convolution(kernels[0], stride, (pads[0], pads[0]), 1)
    right = convolution(kernels[1], stride, (pads[1], pads[1]), spread)
    return [("INPUT", None),
            (f"LEFT: conv 1 kernel={kernels[0]} stride={stride} pad={pads[0]}", left),
            (f"RIGHT: conv 1 kernel={kernels[1]} stride={stride} pad={pads[1]} dilation={spread} from=INPUT", right),
            ("add from=LEFT,RIGHT", Sum(left, right))]


def random_stack(adaptive):
    """The text of each layer, and the modules that lead to it from the input."""
    lines, ways, way = [], [], []
    name = "input"
    for number in range(dice.randint(2, 5)):
        group = random_layer(adaptive)
        if group[0][0] == "INPUT":
            left, right = f"left{number}", f"right{number}"
            for text, module in group[1:]:
                text = text.replace("LEFT", left).replace("RIGHT", right).replace("INPUT", name)
                if text.startswith(left):
                    text += f" from={name}"
                lines.append(f"sum{number}: {text}" if text.startswith("add") else text)
                ways.append(way + [module])
            way, name = way + [group[3][1]], f"sum{number}"
        else:
            lines.append(f"layer{number}: {group[0][0]}")
            way, name = way + [group[0][1]], f"layer{number}"
            ways.append(way)
    return lines, ways


def seen(way, height, width):
    """Rows and columns from first to last, and how many, each of the unit for which it is most."""
    x = torch.zeros(1, 1, height, width, dtype=torch.double, requires_grad=True)
    y = x
    for module in way:
        y = module.double()(y)
        if max(y.shape[2:]) > MOST_UNITS:
            raise RuntimeError("more units than anybody wants to wait for")
    most = []
    for axis in (2, 3):
        sums = y.sum(5 - axis).flatten()
        touched = torch.cat([
            (torch.autograd.grad(sums, x, ones, retain_graph=True, is_grads_batched=True)[0][:, 0, 0] != 0).any(4 - axis)
            for ones in torch.eye(len(sums), dtype=torch.double).split(32)])
        places = [unit.nonzero().flatten() for unit in touched]
        places = [place for place in places if len(place)]
        most.append((max((int(p.max() - p.min()) + 1 for p in places), default=0), max((len(p) for p in places), default=0)))
    return most[0][0], most[1][0], most[0][1], most[1][1]


def fixture():
    while True:
        adaptive = dice.random() < 0.4
        lines, ways = random_stack(adaptive)
        adaptive = any("adaptive" in line for line in lines)
        sizes = (dice.randint(5, 64), dice.randint(5, 64)) if adaptive else (dice.randint(30, 70), dice.randint(30, 70))
        try:
            # Up to the first regions on an input that is large enough, from there on what there is.
            free = next((index for index, line in enumerate(lines) if "adaptive" in line), len(lines))
            large = [max(30, size) for size in sizes]
            numbers = [seen(way, *large) for way in ways[:free]] + [seen(way, *sizes) for way in ways[free:]]
            if numbers[:free] != [seen(way, large[0] + 36, large[1] + 36) for way in ways[:free]]:
                continue
        except RuntimeError:
            continue
        # A unit in the middle of nothing tells nothing.
        if any(0 in number for number in numbers):
            continue
        network = "; ".join([f"input {sizes[0]}x{sizes[1]}x1"] + lines)
        return network + " : " + " | ".join(" ".join(map(str, number)) for number in numbers)


if __name__ == "__main__":
    lines = [fixture() for _ in range(300)]
    target = pathlib.Path(__file__).with_name("receptive_fields.txt")
    target.write_text("\n".join(lines) + "\n")
    print(sum("adaptive" in line for line in lines), "with adaptivepool,", sum("transposed" in line for line in lines), "with transposed")
