"""Writes pytorch.txt: what PyTorch computes for random settings, which the engine's results are compared with.

    pip install torch numpy
    python make_fixtures.py

One case a line: the operation, its settings, ":" and the results, separated by "|", channels last. Inputs, weights and
the gradients that go backward are not written: both sides take them from the same counter-based generator (SplitMix64,
see SeededGenerator.swift) and the case's seed.
PyTorch works in double precision, so that its own rounding does not count.
"""

import pathlib
import random

import numpy
import torch
import torch.nn.functional as F

choose = random.Random(20120930)


def words(seed, count):
    with numpy.errstate(over="ignore"):
        word = numpy.uint64(seed) + numpy.arange(1, count + 1, dtype=numpy.uint64) * numpy.uint64(0x9E3779B97F4A7C15)
        word = (word ^ (word >> numpy.uint64(30))) * numpy.uint64(0xBF58476D1CE4E5B9)
        word = (word ^ (word >> numpy.uint64(27))) * numpy.uint64(0x94D049BB133111EB)
        return word ^ (word >> numpy.uint64(31))


def uniforms(seed, *shape):
    """Numbers spread evenly over -1...1, each exact in single precision."""
    fraction = (words(seed, int(numpy.prod(shape))) >> numpy.uint64(40)).astype(numpy.float64) * 2.0**-24
    return torch.from_numpy((-1 + 2 * fraction).reshape(shape))


def integers(seed, low, high, *shape):
    """Whole numbers spread evenly over low...high."""
    count = int(numpy.prod(shape))
    values = [low + (int(word) * (high - low + 1) >> 64) for word in words(seed, count)]
    return torch.tensor(values, dtype=torch.float64).reshape(shape)


def planes(channels_last):
    return channels_last.permute(2, 0, 1)[None]


def channels_last(planes):
    return planes[0].permute(1, 2, 0).reshape(-1)


def pair(numbers):
    return ",".join(str(number) for number in numbers)


def line(operation, settings, *results):
    text = " ".join(f"{name}={value}" for name, value in settings.items())
    return f"{operation} {text} : " + " | ".join(
        " ".join(f"{value:.7g}" for value in values.tolist()) for values in results)


def gradients(seed, output, *leaves):
    """What comes back to each leaf, flat, when a seeded gradient of the (flat) output's shape goes backward."""
    return [
        gradient.reshape(-1)
        for gradient in torch.autograd.grad(output, leaves, uniforms(seed + 3, *output.shape))]


def leaf(values):
    return values.clone().requires_grad_()


def convolution_settings(is_small):
    while True:
        groups = choose.choice([1, 1, 1, 2, 3, 4])
        depth = choose.randint(1, 4)
        filters = groups * choose.choice([1, 2, 3, 5, 9])
        size = [choose.randint(1, 14), choose.randint(1, 14)]
        kernel = [choose.randint(1, 5), choose.randint(1, 5)]
        stride = [choose.randint(1, 4), choose.randint(1, 4)]
        before = [choose.choice([0, 0, 1, 2, 3]), choose.choice([0, 0, 1, 2, 3])]
        after = before if choose.random() < 0.6 else [choose.randint(0, 3), choose.randint(0, 3)]
        dilation = [choose.choice([1, 1, 2, 3]), choose.choice([1, 1, 2, 3])]
        travel = [size[i] + before[i] + after[i] - dilation[i] * (kernel[i] - 1) - 1 for i in (0, 1)]
        if min(travel) < 0:
            continue
        if is_small and max(size[0] * size[1] * groups * depth, filters * kernel[0] * kernel[1] * depth) > 60:
            continue
        if (travel[0] // stride[0] + 1) * (travel[1] // stride[1] + 1) * filters <= 90:
            return groups, depth, filters, size, kernel, stride, before, after, dilation


def convolution(seed, is_backward=False):
    groups, depth, filters, size, kernel, stride, before, after, dilation = convolution_settings(is_backward)
    x = leaf(uniforms(seed, *size, groups * depth))
    w = leaf(uniforms(seed + 1, filters, *kernel, depth))
    b = leaf(uniforms(seed + 2, filters))
    padded = F.pad(planes(x), (before[1], after[1], before[0], after[0]))
    y = F.conv2d(padded, w.permute(0, 3, 1, 2), b, stride=stride, dilation=dilation, groups=groups)
    values = channels_last(y)
    settings = {
        "seed": seed, "size": pair(size), "channels": groups * depth, "filters": filters, "kernel": pair(kernel),
        "stride": pair(stride), "before": pair(before), "after": pair(after), "dilation": pair(dilation),
        "groups": groups, "output": pair(y.shape[2:]),
    }
    if is_backward:
        return line("convolutionBackward", settings, *gradients(seed, values, x, w, b))
    return line("convolution", settings, values)


def convolution_backward(seed):
    return convolution(seed, is_backward=True)


def pooling_settings():
    while True:
        size = [choose.randint(1, 12), choose.randint(1, 12)]
        kernel = [choose.randint(1, 4), choose.randint(1, 4)]
        stride = [choose.randint(1, 5), choose.randint(1, 5)]
        padding = [choose.randint(0, kernel[i] // 2) for i in (0, 1)]
        if all(size[i] + 2 * padding[i] >= kernel[i] for i in (0, 1)):
            return size, kernel, stride, padding, choose.random() < 0.5, choose.randint(1, 3)


def max_pooling(seed, is_backward=False):
    """Small whole numbers, so that there are ties; after "|" the winners, as row * width + column."""
    size, kernel, stride, padding, up, channels = pooling_settings()
    x = leaf(integers(seed, -3, 3, *size, channels))
    y, winners = F.max_pool2d(planes(x), kernel, stride, padding, ceil_mode=up, return_indices=True)
    values = channels_last(y)
    settings = {
        "seed": seed, "size": pair(size), "channels": channels, "kernel": pair(kernel), "stride": pair(stride),
        "padding": pair(padding), "up": int(up), "output": pair(y.shape[2:]),
    }
    if is_backward:
        return line("maxPoolingBackward", settings, *gradients(seed, values, x))
    return line("maxPooling", settings, values, channels_last(winners))


def max_pooling_backward(seed):
    return max_pooling(seed, is_backward=True)


def average_pooling(seed, is_backward=False):
    size, kernel, stride, padding, up, channels = pooling_settings()
    counts = choose.random() < 0.5
    x = leaf(uniforms(seed, *size, channels))
    y = F.avg_pool2d(planes(x), kernel, stride, padding, ceil_mode=up, count_include_pad=counts)
    values = channels_last(y)
    settings = {
        "seed": seed, "size": pair(size), "channels": channels, "kernel": pair(kernel), "stride": pair(stride),
        "padding": pair(padding), "up": int(up), "countsPadding": int(counts), "output": pair(y.shape[2:]),
    }
    if is_backward:
        return line("averagePoolingBackward", settings, *gradients(seed, values, x))
    return line("averagePooling", settings, values)


def average_pooling_backward(seed):
    return average_pooling(seed, is_backward=True)


def overhanging_pooling(seed, operation, pool, values_of=uniforms, *arguments):
    """Rounded up, a window may be larger than its padded input, as long as it hangs over by less than a stride."""
    while True:
        size = [choose.randint(1, 4), choose.randint(1, 4)]
        kernel = [choose.randint(2, 6), choose.randint(2, 6)]
        stride = [choose.randint(1, 6), choose.randint(1, 6)]
        padding = [choose.randint(0, kernel[i] // 2) for i in (0, 1)]
        travel = [size[i] + 2 * padding[i] - kernel[i] for i in (0, 1)]
        if min(travel) < 0 and all(travel[i] > -stride[i] for i in (0, 1)):
            break
    channels, counts = choose.choice([1, 2, 8]), choose.random() < 0.5
    x = leaf(values_of(seed, *arguments, *size, channels))
    y = pool(planes(x), kernel, stride, padding, counts)
    values = channels_last(y)
    return line(operation, {
        "seed": seed, "size": pair(size), "channels": channels, "kernel": pair(kernel), "stride": pair(stride),
        "padding": pair(padding), "up": 1, "countsPadding": int(counts), "output": pair(y.shape[2:]),
    }, values, *gradients(seed, values, x))


def overhanging_max_pooling(seed):
    def pool(x, kernel, stride, padding, counts):
        return F.max_pool2d(x, kernel, stride, padding, ceil_mode=True)
    return overhanging_pooling(seed, "overhangingMaxPooling", pool, integers, -9, 9)


def overhanging_average_pooling(seed):
    def pool(x, kernel, stride, padding, counts):
        return F.avg_pool2d(x, kernel, stride, padding, ceil_mode=True, count_include_pad=counts)
    return overhanging_pooling(seed, "overhangingAveragePooling", pool)


def normalization(seed, is_backward=False):
    size, channels = [choose.randint(1, 3), choose.randint(1, 3)], choose.randint(1, 12)
    n, alpha = choose.randint(1, 7), choose.choice([1e-4, 0.1, 2.0])
    beta, k = choose.choice([0.75, 0.75, 0.5, 1.0]), choose.choice([1.0, 2.0])
    x = leaf(uniforms(seed, *size, channels))
    values = channels_last(F.local_response_norm(planes(x), n, alpha, beta, k))
    settings = {
        "seed": seed, "size": pair(size), "channels": channels, "n": n, "alpha": alpha, "beta": beta, "k": k,
    }
    if is_backward:
        return line("normalizationBackward", settings, *gradients(seed, values, x))
    return line("normalization", settings, values)


def normalization_backward(seed):
    return normalization(seed, is_backward=True)


def relu_backward(seed):
    """The true gradient, that of the deconvolution network, and that of guided backpropagation."""
    size, channels = [choose.randint(1, 5), choose.randint(1, 5)], choose.randint(1, 4)
    x = leaf(uniforms(seed, *size, channels).reshape(-1))
    plain, = gradients(seed, F.relu(x), x)
    arriving = uniforms(seed + 3, x.numel())
    return line(
        "reluBackward", {"seed": seed, "size": pair(size), "channels": channels}, plain, F.relu(arriving),
        F.relu(plain))


def dense(seed, is_backward=False):
    size, channels, outputs = [choose.randint(1, 6), choose.randint(1, 6)], choose.randint(1, 6), choose.randint(1, 20)
    if is_backward:
        size, outputs = [min(size[0], 2), min(size[1], 3)], min(outputs, 6)
    x = leaf(uniforms(seed, *size, channels).reshape(-1))
    w, b = leaf(uniforms(seed + 1, outputs, x.numel())), leaf(uniforms(seed + 2, outputs))
    y = F.linear(x, w, b)
    settings = {"seed": seed, "size": pair(size), "channels": channels, "outputs": outputs}
    if is_backward:
        return line("denseBackward", settings, *gradients(seed, y, x, w, b))
    return line("dense", settings, y)


def dense_backward(seed):
    return dense(seed, is_backward=True)


def softmax(seed, is_backward=False):
    """Scores of moderate size on the way back, where a saturated softmax would leave the gradient to rounding."""
    size, channels = [choose.randint(1, 3), choose.randint(1, 3)], choose.randint(1, 10)
    scale = choose.choice([1, 4] if is_backward else [1, 100])
    x = leaf(scale * uniforms(seed, *size, channels))
    values = F.softmax(x, dim=2).reshape(-1)
    settings = {"seed": seed, "size": pair(size), "channels": channels, "scale": scale}
    if is_backward:
        return line("softmaxBackward", settings, *gradients(seed, values, x))
    return line("softmax", settings, values)


def softmax_backward(seed):
    return softmax(seed, is_backward=True)


def cross_entropy(seed):
    """The loss and its gradient."""
    channels, scale = choose.randint(1, 12), choose.choice([1, 30])
    label = choose.randrange(channels)
    x = leaf(scale * uniforms(seed, channels))
    loss = F.cross_entropy(x[None], torch.tensor([label]))
    gradient, = torch.autograd.grad(loss, x)
    return line(
        "crossEntropy", {"seed": seed, "size": "1,1", "channels": channels, "scale": scale, "label": label},
        loss.reshape(1), gradient)


# What follows goes forward and backward at once: the values, then the gradients.


def transposed(seed):
    while True:
        groups, depth, filters, size, kernel, stride, before, after, dilation = convolution_settings(is_small=True)
        extra = [choose.randrange(stride[0]), choose.randrange(stride[1])]
        output = [
            (size[i] - 1) * stride[i] + dilation[i] * (kernel[i] - 1) + 1 - before[i] - after[i] + extra[i]
            for i in (0, 1)]
        if min(output) > 0 and output[0] * output[1] * depth * groups <= 120 and size[0] * size[1] * filters <= 120:
            break
    x = leaf(uniforms(seed, *size, filters))
    w = leaf(uniforms(seed + 1, filters, *kernel, depth))
    b = leaf(uniforms(seed + 2, depth * groups))
    # PyTorch cuts as much on both sides: nothing is cut there, and the padding by hand.
    y = F.conv_transpose2d(
        planes(x), w.permute(0, 3, 1, 2), None, stride=stride, dilation=dilation, groups=groups)
    y = F.pad(y, (0, extra[1], 0, extra[0]))
    y = y[:, :, before[0]:before[0] + output[0], before[1]:before[1] + output[1]] + b[:, None, None]
    values = channels_last(y)
    return line("transposed", {
        "seed": seed, "size": pair(size), "channels": filters, "depth": depth, "kernel": pair(kernel),
        "stride": pair(stride), "before": pair(before), "after": pair(after), "dilation": pair(dilation),
        "groups": groups, "extra": pair(extra), "output": pair(y.shape[2:]),
    }, values, *gradients(seed, values, x, w, b))


def tiled(seed):
    """Every bank of the tile slides over everything, and of its outputs those are taken whose turn it is."""
    while True:
        groups, depth, filters, size, kernel, stride, before, after, dilation = convolution_settings(is_small=True)
        output = [
            (size[i] + before[i] + after[i] - dilation[i] * (kernel[i] - 1) - 1) // stride[i] + 1 for i in (0, 1)]
        tile = choose.choice([[1, 1], output, [choose.randint(1, 3), choose.randint(1, 3)]])
        if tile[0] * tile[1] * filters * kernel[0] * kernel[1] * depth <= 150:
            break
    banks = tile[0] * tile[1]
    x = leaf(uniforms(seed, *size, groups * depth))
    w = leaf(uniforms(seed + 1, banks, filters, *kernel, depth))
    b = leaf(uniforms(seed + 2, banks, filters))
    padded = F.pad(planes(x), (before[1], after[1], before[0], after[0]))
    y = 0
    for bank in range(banks):
        turn = torch.zeros(*output, dtype=torch.float64)
        turn[bank // tile[1]::tile[0], bank % tile[1]::tile[1]] = 1
        y = y + turn * F.conv2d(
            padded, w[bank].permute(0, 3, 1, 2), b[bank], stride=stride, dilation=dilation, groups=groups)
    values = channels_last(y)
    return line("tiled", {
        "seed": seed, "size": pair(size), "channels": groups * depth, "filters": filters, "kernel": pair(kernel),
        "stride": pair(stride), "before": pair(before), "after": pair(after), "dilation": pair(dilation),
        "groups": groups, "tile": pair(tile), "output": pair(y.shape[2:]),
    }, values, *gradients(seed, values, x, w, b))


def dilated_settings():
    while True:
        size = [choose.randint(1, 8), choose.randint(1, 8)]
        kernel = [choose.randint(1, 4), choose.randint(1, 4)]
        stride = [choose.randint(1, 4), choose.randint(1, 4)]
        dilation = [choose.randint(1, 3), choose.randint(1, 3)]
        padding = [choose.randint(0, kernel[i] // 2) for i in (0, 1)]
        # Windows that see nothing but padding are refused; an input as long as the dilation is never stepped over.
        if all(
            size[i] + 2 * padding[i] > dilation[i] * (kernel[i] - 1) and (padding[i] == 0 or size[i] >= dilation[i])
            for i in (0, 1)
        ):
            return size, kernel, stride, padding, dilation, choose.randint(1, 3)


def dilated_pooling(operation, seed, pool, values_of=uniforms, *arguments):
    size, kernel, stride, padding, dilation, channels = dilated_settings()
    x = leaf(values_of(seed, *arguments, *size, channels))
    y = pool(planes(x), kernel, stride, padding, dilation)
    values = channels_last(y)
    return line(operation, {
        "seed": seed, "size": pair(size), "channels": channels, "kernel": pair(kernel), "stride": pair(stride),
        "padding": pair(padding), "dilation": pair(dilation), "output": pair(y.shape[2:]),
    }, values, *gradients(seed, values, x))


def dilated_max_pooling(seed):
    def pool(x, kernel, stride, padding, dilation):
        return F.max_pool2d(x, kernel, stride, padding, dilation)
    return dilated_pooling("dilatedMaxPooling", seed, pool, integers, -9, 9)


def weighted_mean(x, weights, stride, padding, dilation):
    """Each channel's mean under weights, of which those over padding do not count."""
    def slide(values):
        return torch.cat([
            F.conv2d(plane[:, None], weights[None, None], None, stride, padding, dilation)
            for plane in values.unbind(1)], 1)
    return slide(x) / slide(torch.ones_like(x))


def dilated_average_pooling(seed):
    def pool(x, kernel, stride, padding, dilation):
        return weighted_mean(x, torch.ones(*kernel, dtype=torch.float64), stride, padding, dilation)
    return dilated_pooling("dilatedAveragePooling", seed, pool)


def centre_weighted_pooling(seed):
    def bell(cells):
        distances = torch.arange(cells, dtype=torch.float64) - (cells - 1) / 2
        return torch.exp(-distances**2 / (2 * (cells / 3) ** 2))

    def pool(x, kernel, stride, padding, dilation):
        return weighted_mean(x, torch.outer(bell(kernel[0]), bell(kernel[1])), stride, padding, dilation)
    return dilated_pooling("centreWeightedPooling", seed, pool)


def l2_pooling(seed):
    def pool(x, kernel, stride, padding, dilation):
        if max(padding) == 0 and max(dilation) == 1:
            return F.lp_pool2d(x, 2, kernel, stride)
        return torch.sqrt(torch.cat([
            F.conv2d(plane[:, None] ** 2, torch.ones(1, 1, *kernel, dtype=torch.float64), None, stride, padding, dilation)
            for plane in x.unbind(1)], 1))
    return dilated_pooling("l2Pooling", seed, pool)


def adaptive_pooling(seed, operation, pool):
    size, channels = [choose.randint(1, 9), choose.randint(1, 9)], choose.randint(1, 3)
    output = choose.choice([[1, 1], [choose.randint(1, 5), choose.randint(1, 5)]])
    x = leaf(uniforms(seed, *size, channels))
    values = channels_last(pool(planes(x), output))
    return line(operation, {
        "seed": seed, "size": pair(size), "channels": channels, "output": pair(output),
    }, values, *gradients(seed, values, x))


def adaptive_average_pooling(seed):
    return adaptive_pooling(seed, "adaptiveAveragePooling", F.adaptive_avg_pool2d)


def adaptive_max_pooling(seed):
    return adaptive_pooling(seed, "adaptiveMaxPooling", F.adaptive_max_pool2d)


def batch_normalization(seed):
    """A batch in training: outputs, gradients of inputs, scales and shifts, the running means and variances that follow,
    and what the first picture becomes with these, with its gradient and those of scales and shifts."""
    size, channels = [choose.randint(1, 4), choose.randint(1, 4)], choose.randint(1, 4)
    pictures = choose.randint(1 if size[0] * size[1] > 3 else 3, 4)
    x = leaf(uniforms(seed, pictures, *size, channels))
    scales, shifts = leaf(uniforms(seed + 1, channels)), leaf(uniforms(seed + 2, channels))
    means, variances = torch.zeros(channels).double(), torch.ones(channels).double()
    y = F.batch_norm(x.permute(0, 3, 1, 2), means, variances, scales, shifts, training=True)
    values = y.permute(0, 2, 3, 1).reshape(-1)
    results = gradients(seed, values, x, scales, shifts)
    first = leaf(x[0].detach())
    # PyTorch 2.13 sends a wrong gradient back to an evaluated input that lies channels last in memory.
    later = channels_last(F.batch_norm(planes(first).contiguous(), means, variances, scales, shifts))
    return line(
        "batchNormalization", {"seed": seed, "size": pair(size), "channels": channels, "pictures": pictures},
        values, *results, means, variances, later, *gradients(seed, later, first, scales, shifts))


def dropout(seed):
    size, channels, rate = [choose.randint(1, 4), choose.randint(1, 4)], choose.randint(1, 4), choose.choice([0.25, 0.5])
    x = leaf(uniforms(seed, *size, channels).reshape(-1))
    kept = (1 + uniforms(seed + 1, x.numel())) / 2 >= rate
    values = x * kept / (1 - rate)
    return line(
        "dropout", {"seed": seed, "size": pair(size), "channels": channels, "rate": rate}, values,
        *gradients(seed, values, x))


def concatenation(seed):
    size, depths = [choose.randint(1, 4), choose.randint(1, 4)], [choose.randint(1, 4) for _ in range(choose.randint(1, 4))]
    inputs = [leaf(uniforms(seed + 4 + index, *size, depth)) for index, depth in enumerate(depths)]
    values = channels_last(torch.cat([planes(x) for x in inputs], 1))
    return line(
        "concatenation", {"seed": seed, "size": pair(size), "channels": 1, "depths": pair(depths)}, values,
        *gradients(seed, values, *inputs))


def addition(seed):
    size, channels, count = [choose.randint(1, 4), choose.randint(1, 4)], choose.randint(1, 4), choose.randint(1, 4)
    inputs = [leaf(uniforms(seed + 4 + index, *size, channels)) for index in range(count)]
    values = torch.stack(inputs).sum(0).reshape(-1)
    return line(
        "addition", {"seed": seed, "size": pair(size), "channels": channels, "count": count}, values,
        *gradients(seed, values, *inputs))


def seeded_weights(seed, index, outputs, *rest):
    """What SeededWeights gives the stage at an index: single precision numbers."""
    stream = int(words(~seed & (2**64 - 1), index + 1)[index])
    bound = numpy.sqrt(numpy.float32(6) / numpy.float32(numpy.prod(rest)))
    count = outputs * int(numpy.prod(rest))
    fraction = (words(stream, count) >> numpy.uint64(40)).astype(numpy.float32) * numpy.float32(2.0**-24)
    return torch.from_numpy((-bound + (bound + bound) * fraction).reshape(outputs, *rest)).double()


def alexnet(seed, groups, first_scores=20):
    """A whole pass with the weights of SeededWeights; the first class scores."""
    def layer(*arguments):
        return seeded_weights(seed, *arguments)

    def convolve(x, index, filters, kernel, groups=1, **settings):
        weights = layer(index, filters, kernel, kernel, x.shape[1] // groups).permute(0, 3, 1, 2)
        return F.relu(F.conv2d(x, weights, groups=groups, **settings))

    x = planes(uniforms(seed, 227, 227, 3))
    x = convolve(x, 0, 96, 11, stride=4)
    x = F.local_response_norm(F.max_pool2d(x, 3, 2), 5, 1e-4, 0.75, 2)
    x = convolve(x, 3, 256, 5, groups, padding=2)
    x = F.local_response_norm(F.max_pool2d(x, 3, 2), 5, 1e-4, 0.75, 2)
    x = convolve(x, 6, 384, 3, padding=1)
    x = convolve(x, 7, 384, 3, groups, padding=1)
    x = convolve(x, 8, 256, 3, groups, padding=1)
    x = channels_last(F.max_pool2d(x, 3, 2))
    x = F.relu(layer(10, 4096, 9216) @ x)
    x = F.relu(layer(11, 4096, 4096) @ x)
    x = layer(12, 1000, 4096) @ x
    return line("alexnet", {"seed": seed, "groups": groups}, x[:first_scores])


def optimizer(leaves, kind, rate, epsilon):
    if kind == "adam":
        return torch.optim.Adam(leaves, lr=rate, eps=epsilon)
    return torch.optim.SGD(leaves, lr=rate, momentum=0.9 if kind == "momentum" else 0)


def optimizer_steps(seed, kind, count=10, steps=7, rate=0.05, epsilon=1e-8):
    """Steps along gradients that are given."""
    values = leaf(uniforms(seed, count))
    steps_of = optimizer([values], kind, rate, epsilon)
    for step in range(steps):
        values.grad = uniforms(seed + 1 + step, count)
        steps_of.step()
    return line(
        "optimizer",
        {"seed": seed, "kind": kind, "count": count, "steps": steps, "rate": rate, "epsilon": epsilon}, values.detach())


def training_steps(seed, kind, pictures=5, steps=6, rate=0.02, epsilon=1e-3):
    """A small network learns the classes of a few pictures; its losses, and its weights and biases in the end."""
    x = torch.stack([uniforms(seed + 10 + index, 6, 6, 2).permute(2, 0, 1) for index in range(pictures)])
    labels = integers(seed + 1, 0, 3, pictures).long()
    weights = [leaf(seeded_weights(seed, *shape)) for shape in [(0, 3, 3, 3, 2), (2, 6, 27), (3, 4, 6)]]
    biases = [leaf(torch.zeros(count, dtype=torch.float64)) for count in (3, 6, 4)]
    steps_of = optimizer(weights + biases, kind, rate, epsilon)
    losses = []
    for _ in range(steps):
        maps = F.max_pool2d(F.relu(F.conv2d(x, weights[0].permute(0, 3, 1, 2), biases[0], padding=1)), 2)
        hidden = F.relu(F.linear(maps.permute(0, 2, 3, 1).flatten(1), weights[1], biases[1]))
        loss = F.cross_entropy(F.linear(hidden, weights[2], biases[2]), labels)
        losses.append(loss.detach())
        steps_of.zero_grad()
        loss.backward()
        steps_of.step()
    leaves = [leaf for pair in zip(weights, biases) for leaf in pair]
    return line(
        "training", {"seed": seed, "kind": kind, "pictures": pictures, "steps": steps, "rate": rate, "epsilon": epsilon},
        torch.stack(losses), torch.cat([leaf.detach().reshape(-1) for leaf in leaves]))


counts = [
    (convolution, 260), (max_pooling, 60), (average_pooling, 60), (normalization, 30), (dense, 15), (softmax, 15),
    (convolution_backward, 100), (max_pooling_backward, 30), (average_pooling_backward, 30),
    (normalization_backward, 20), (relu_backward, 10), (dense_backward, 10), (softmax_backward, 10),
    (cross_entropy, 15), (transposed, 50), (tiled, 40), (dilated_max_pooling, 20), (dilated_average_pooling, 15),
    (centre_weighted_pooling, 20), (l2_pooling, 20), (adaptive_average_pooling, 15), (adaptive_max_pooling, 15),
    (batch_normalization, 15), (dropout, 5), (concatenation, 5), (addition, 5),
]
cases = [operation for operation, count in counts for _ in range(count)]
lines = [operation(1000 + 10 * index) for index, operation in enumerate(cases)]
lines += [alexnet(8, groups) for groups in (1, 2)]
kinds = ["plain", "momentum", "adam"]
lines += [optimizer_steps(20_000 + 100 * index, kind) for index, kind in enumerate(kinds)]
lines += [training_steps(21_000 + 100 * index, kind) for index, kind in enumerate(kinds)]
# What came later, behind what was there.


BORDERS = {"zeros": "constant", "circular": "circular", "reflected": "reflect", "repeated": "replicate"}


def put_around(x, border, before, after):
    """PyTorch pads a ring and a mirror by no more than the picture: rows and columns by themselves, and by index."""
    def places(count, first, last):
        place = numpy.arange(-first, count + last)
        if border == "circular":
            return place % count
        if border == "repeated":
            return numpy.clip(place, 0, count - 1)
        step = place % max(1, 2 * (count - 1))
        return numpy.minimum(step, max(0, 2 * (count - 1)) - step)
    widths = (before[1], after[1], before[0], after[0])
    if border == "zeros":
        return F.pad(x, widths)
    rows, columns = (torch.from_numpy(places(x.shape[2 + i], before[i], after[i])) for i in (0, 1))
    padded = x[:, :, rows][:, :, :, columns]
    least = 1 if border == "reflected" else 0
    if max(before[0], after[0]) <= x.shape[2] - least and max(before[1], after[1]) <= x.shape[3] - least:
        assert torch.equal(padded, F.pad(x, widths, mode=BORDERS[border]))
    return padded


def border_padding(seed):
    size, channels = [choose.randint(1, 5), choose.randint(1, 5)], choose.randint(1, 3)
    border = choose.choice(list(BORDERS))
    before, after = ([choose.randint(0, 4), choose.randint(0, 4)] for _ in (0, 1))
    x = leaf(uniforms(seed, *size, channels))
    y = put_around(planes(x), border, before, after)
    values = channels_last(y)
    return line("borderPadding", {
        "seed": seed, "size": pair(size), "channels": channels, "before": pair(before), "after": pair(after),
        "border": border, "output": pair(y.shape[2:]),
    }, values, *gradients(seed, values, x))


def blur_pooling(seed):
    """As in https://github.com/adobe/antialiased-cnns: put something around, slide Pascal's weights with a stride."""
    while True:
        size, channels = [choose.randint(1, 9), choose.randint(1, 9)], choose.randint(1, 3)
        kernel, stride = [choose.randint(1, 5), choose.randint(1, 5)], [choose.randint(1, 3), choose.randint(1, 3)]
        before = [(k - 1) // 2 for k in kernel] if choose.random() < 0.7 else [0, 0]
        after = [k // 2 for k in kernel] if max(before) > 0 else [0, 0]
        if all(size[i] + before[i] + after[i] >= kernel[i] for i in (0, 1)):
            break
    border = choose.choice(list(BORDERS))
    rows, columns = (numpy.poly1d([1, 1]) ** (k - 1) for k in kernel)
    weights = torch.outer(*(torch.tensor(c.coeffs / c.coeffs.sum()) for c in (rows, columns)))
    x = leaf(uniforms(seed, *size, channels))
    y = F.conv2d(
        put_around(planes(x), border, before, after), weights.expand(channels, 1, *kernel), stride=stride,
        groups=channels)
    values = channels_last(y)
    return line("blurPooling", {
        "seed": seed, "size": pair(size), "channels": channels, "kernel": pair(kernel), "stride": pair(stride),
        "before": pair(before), "after": pair(after), "border": border, "output": pair(y.shape[2:]),
    }, values, *gradients(seed, values, x))


def nearest_enlargement(seed):
    size, channels = [choose.randint(1, 4), choose.randint(1, 4)], choose.randint(1, 3)
    factor = [choose.randint(1, 4), choose.randint(1, 4)]
    x = leaf(uniforms(seed, *size, channels))
    y = F.interpolate(planes(x), scale_factor=tuple(map(float, factor)), mode="nearest")
    values = channels_last(y)
    return line("nearestEnlargement", {
        "seed": seed, "size": pair(size), "channels": channels, "factor": pair(factor), "output": pair(y.shape[2:]),
    }, values, *gradients(seed, values, x))


def affine_move(seed):
    size, channels = [choose.randint(2, 9), choose.randint(2, 9)], choose.randint(1, 2)
    degrees = choose.choice([-90, -45, -30, -7.5, 10, 30, 45, 60, 90, 135, 180])
    scale = choose.choice([(1, 1), (1, 1), (1.25, 0.8), (0.75, 1.5)])
    slant, shift = choose.choice([0, 0, 0.25]), choose.choice([(0, 0), (0, 0), (1, -2), (0.5, 0.75)])
    if degrees in (-90, 90, 180):
        # Places that fall on the middle between pixels, or just outside, are for rounding to decide, unless nothing is mixed.
        size, scale, slant, shift = [size[0], size[0]], (1, 1), 0, (0, 0)
    angle = numpy.deg2rad(degrees)
    middle = [(size[0] - 1) / 2, (size[1] - 1) / 2]
    down, right = torch.meshgrid(*(torch.arange(size[i], dtype=torch.float64) - middle[i] for i in (0, 1)), indexing="ij")
    row = numpy.cos(angle) / scale[0] * down + numpy.sin(angle) / scale[0] * right + shift[0]
    column = (-numpy.sin(angle) / scale[1] + slant) * down + numpy.cos(angle) / scale[1] * right + shift[1]
    x = leaf(uniforms(seed, *size, channels))
    grid = torch.stack([column / middle[1], row / middle[0]], 2)[None]
    y = F.grid_sample(planes(x), grid, mode="bilinear", padding_mode="zeros", align_corners=True)
    values = channels_last(y)
    return line("affineMove", {
        "seed": seed, "size": pair(size), "channels": channels, "degrees": degrees, "scale": pair(scale), "slant": slant,
        "shift": pair(shift), "output": pair(size),
    }, values, *gradients(seed, values, x))


def visits(seed):
    """How many outputs each input goes into, and how many inputs each output is made from, padding aside."""
    _, _, _, size, kernel, stride, before, after, dilation = convolution_settings(is_small=False)
    x = torch.ones(1, 1, *size, dtype=torch.float64, requires_grad=True)
    padded = F.pad(x, (before[1], after[1], before[0], after[0]))
    y = F.conv2d(padded, torch.ones(1, 1, *kernel, dtype=torch.float64), stride=stride, dilation=dilation)
    touched, = torch.autograd.grad(y.sum(), x)
    return line("visits", {
        "seed": seed, "size": pair(size), "channels": 1, "kernel": pair(kernel), "stride": pair(stride),
        "before": pair(before), "after": pair(after), "dilation": pair(dilation), "output": pair(y.shape[2:]),
    }, touched.flatten(), y.detach().flatten())


def stamps(seed):
    """How often a transposed convolution writes each output."""
    while True:
        size, kernel = [choose.randint(1, 6), choose.randint(1, 6)], [choose.randint(1, 5), choose.randint(1, 5)]
        stride, dilation = [choose.randint(1, 4), choose.randint(1, 4)], [choose.choice([1, 1, 2]), choose.choice([1, 1, 2])]
        padding = [choose.randint(0, 2), choose.randint(0, 2)]
        extra = [choose.randrange(max(stride[i], dilation[i])) if stride[i] > 1 else 0 for i in (0, 1)]
        extra = [min(extra[i], stride[i] - 1) for i in (0, 1)]
        if all((size[i] - 1) * stride[i] + dilation[i] * (kernel[i] - 1) + 1 - 2 * padding[i] + extra[i] > 0 for i in (0, 1)):
            break
    y = F.conv_transpose2d(
        torch.ones(1, 1, *size, dtype=torch.float64), torch.ones(1, 1, *kernel, dtype=torch.float64), None, stride,
        padding, extra, dilation=dilation)
    return line("stamps", {
        "seed": seed, "size": pair(size), "channels": 1, "kernel": pair(kernel), "stride": pair(stride),
        "padding": pair(padding), "dilation": pair(dilation), "extra": pair(extra), "output": pair(y.shape[2:]),
    }, y.flatten())


def paths(seed):
    """On how many paths each input reaches one unit behind a stack of windows."""
    layers = [(choose.randint(1, 4), choose.randint(1, 3), choose.randint(1, 3)) for _ in range(choose.randint(1, 4))]
    field = 1
    for kernel, stride, dilation in reversed(layers):
        field = (field - 1) * stride + dilation * (kernel - 1) + 1
    x = torch.zeros(1, 1, field, dtype=torch.float64, requires_grad=True)
    y = x
    for kernel, stride, dilation in layers:
        y = F.conv1d(y, torch.ones(1, 1, kernel, dtype=torch.float64), stride=stride, dilation=dilation)
    reached, = torch.autograd.grad(y.sum(), x)
    return line("paths", {
        "seed": seed, "kernels": pair([layer[0] for layer in layers]), "strides": pair([layer[1] for layer in layers]),
        "dilations": pair([layer[2] for layer in layers]),
    }, reached.flatten())


def any_size(seed):
    """A classifier with a dense end on 12 × 12: its end as a convolution over a larger picture; the same crop by crop, every
    four pixels; and its end behind as many regions as it has places, whatever the picture's size."""
    pad = seed % 20 // 10
    size = choose.choice([[12, 12], [20, 28], [15, 13], [24, 12]])

    def features(x):
        first = seeded_weights(seed, 0, 3, 3, 3, 2).permute(0, 3, 1, 2)
        second = seeded_weights(seed, 2, 4, 3, 3, 3).permute(0, 3, 1, 2)
        x = F.max_pool2d(F.relu(F.conv2d(x, first, padding=pad)), 2)
        return F.relu(F.conv2d(x, second, padding=pad))

    def pooled(x):
        return F.max_pool2d(x, 2) if pad else x

    x = planes(uniforms(seed, *size, 2))
    side = pooled(features(x[:, :, :12, :12])).shape[2]
    dense = seeded_weights(seed, 4 if pad else 3, 5, side, side, 4)
    maps = F.conv2d(pooled(features(x)), dense.permute(0, 3, 1, 2))
    step = 4 if pad else 2
    crops = [
        F.conv2d(pooled(features(x[:, :, r:r + 12, c:c + 12])), dense.permute(0, 3, 1, 2)).flatten()
        for r in range(0, size[0] - 11, step) for c in range(0, size[1] - 11, step)]
    regions = F.conv2d(F.adaptive_avg_pool2d(pooled(features(x)), side), dense.permute(0, 3, 1, 2))
    return line("anySize", {
        "seed": seed, "size": pair(size), "channels": 2, "pad": pad, "step": step, "output": pair(maps.shape[2:]),
    }, channels_last(maps), torch.cat(crops), regions.flatten())


def stream(seed, index):
    """The seed of the generator's own generator for a part."""
    return int(words(~seed & (2**64 - 1), index + 1)[index])


def small_scores(seed):
    """A convolution, a pooling and a dense layer with the weights of SeededWeights, on 8 × 8 pixels of two channels."""
    first = seeded_weights(seed, 0, 4, 3, 3, 2).permute(0, 3, 1, 2)
    second = seeded_weights(seed, 2, 5, 64)

    def scores(x):
        return second @ channels_last(F.max_pool2d(F.relu(F.conv2d(planes(x), first, padding=1)), 2))

    return scores


def turned(x, angle, scale):
    """AffineMove with a turn and one scale; zeros come in."""
    middle = [(x.shape[i] - 1) / 2 for i in (0, 1)]
    down, right = torch.meshgrid(*(torch.arange(x.shape[i], dtype=torch.float64) - middle[i] for i in (0, 1)), indexing="ij")
    row = (numpy.cos(angle) * down + numpy.sin(angle) * right) / scale
    column = (-numpy.sin(angle) * down + numpy.cos(angle) * right) / scale
    grid = torch.stack([column / middle[1], row / middle[0]], 2)[None]
    return F.grid_sample(planes(x), grid, padding_mode="zeros", align_corners=True)[0].permute(1, 2, 0)


def ascent(seed):
    """Some steps up one score, with every regulariser alone, all and none of them; after "|" the score at the end."""
    cure = ["none", "decay", "variation", "jitter", "turn", "blur", "all"][seed // 10 % 7]

    def strength(name, value):
        return value if cure in (name, "all") else 0

    settings = {
        "decay": strength("decay", 0.3), "variation": strength("variation", 0.05), "jitter": strength("jitter", 2),
        "turn": strength("turn", 0.1), "blur": strength("blur", 2),
    }
    channel, steps, rate, grey = seed // 70 % 5, 5, 0.05, 0.1
    scores = small_scores(seed)
    x = leaf(0.75 * uniforms(seed, 8, 8, 2))
    adam = torch.optim.Adam([x], lr=rate)
    for step in range(steps):
        jitter = settings["jitter"]
        down, right = integers(seed, -jitter, jitter, 2 * step + 2)[-2:].long().tolist()
        y = torch.roll(x, (down, right), (0, 1))
        if settings["turn"] > 0:
            angle, size = (settings["turn"] * uniforms(stream(seed, 1), 2 * step + 2)[-2:]).tolist()
            y = turned(y, angle, 1 + size)
        loss = -scores(y)[channel] + settings["decay"] * ((x - grey) ** 2).sum() / 2
        for difference in (x[1:] - x[:-1], x[:, 1:] - x[:, :-1]):
            loss = loss + settings["variation"] * torch.sqrt(difference**2 + 1e-4).sum()
        adam.zero_grad()
        loss.backward()
        adam.step()
        with torch.no_grad():
            x.clamp_(-1, 1)
            if settings["blur"] and (step + 1) % settings["blur"] == 0:
                weights = torch.tensor([0.25, 0.5, 0.25], dtype=torch.float64)
                kernel = (weights[:, None] * weights).repeat(2, 1, 1, 1)
                blurred = F.conv2d(F.pad(planes(x), (1, 1, 1, 1), mode="replicate"), kernel, groups=2)
                x.copy_(blurred[0].permute(1, 2, 0))
    return line("ascent", {
        "seed": seed, "size": "8,8", "channels": 2, "channel": channel, "steps": steps, "rate": rate, "grey": grey,
    } | settings, x.detach().reshape(-1), scores(x)[channel].detach().reshape(1))


def sign_steps(seed):
    """Steps by the signs of the gradient of a class's cross-entropy, downhill and projected; after "|" the log-odds."""
    wanted, steps, amount = seed // 10 % 5, [1, 2, 5, 8][seed // 50 % 4], 0.05
    scores = small_scores(seed)
    start = uniforms(seed, 8, 8, 2)
    x = start
    odds = []
    for step in range(steps + 1):
        x = leaf(x)
        logarithms = F.log_softmax(scores(x), 0)
        odds.append((logarithms[wanted] - torch.log(1 - torch.exp(logarithms[wanted]))).detach())
        if step == steps:
            break
        gradient, = torch.autograd.grad(F.cross_entropy(scores(x)[None], torch.tensor([wanted])), x)
        length = amount * min(1, 2.5 / steps)
        x = torch.clamp(x.detach() - length * gradient.sign(), start - amount, start + amount).clamp(-1, 1)
    return line("signSteps", {
        "seed": seed, "size": "8,8", "channels": 2, "wanted": wanted, "amount": amount, "steps": steps,
    }, x.detach().reshape(-1), torch.stack([odds[0], odds[-1]]))


later = [
    (overhanging_max_pooling, 25), (overhanging_average_pooling, 25), (border_padding, 20), (blur_pooling, 40),
    (nearest_enlargement, 10), (affine_move, 40), (visits, 30), (stamps, 40), (paths, 30), (any_size, 12),
    (ascent, 14), (sign_steps, 20),
]
cases = [operation for operation, count in later for _ in range(count)]
lines += [operation(30_000 + 10 * index) for index, operation in enumerate(cases)]
path = pathlib.Path(__file__).with_name("pytorch.txt")
path.write_text("\n".join(lines) + "\n")
