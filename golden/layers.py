#!/usr/bin/env python3
"""Makes the golden values of layers, by PyTorch.

    python golden/layers.py        # needs PyTorch and NumPy

Writes layers.safetensors beside the files of make.py, in the same way. A case bears the name of an
example in LayerExamples; its parameters are p0, p1, … in the order in which the layer asks for
them, in Ranvier's layout.
"""

import torch
import torch.nn.functional as functional

from make import differentiated, draw, nchw, nhwc, write

BATCH = 2


def case(layer, *shape, parameters=()):
    """A layer's result for a batch of inputs [batch, …, channels], and all gradients."""
    x = draw(BATCH, *shape)
    made = {f"p{i}": draw(*parameter) for i, parameter in enumerate(parameters)}
    return differentiated(layer(x, *made.values()), x=x, **made)


def first(x):
    """Channels moved to the front, as PyTorch has them."""
    return x.movedim(-1, 1)


def last(x):
    return x.movedim(1, -1)


def filters(w):
    """[window…, channels, filters] as PyTorch's [filters, channels, window…]."""
    return w.movedim((-1, -2), (0, 1))


# --- Dense and convolution ------------------------------------------------------------------------


def convolution(dimensions, padding=0, mode="constant", **settings):
    """A convolution as a function of x, w and maybe b; padding is for all sides or as in pad."""
    convolve = getattr(functional, f"conv{dimensions}d")
    sides = [padding] * (2 * dimensions) if isinstance(padding, int) else padding

    def apply(x, w, b=None):
        return last(
            convolve(functional.pad(first(x), sides, mode=mode), filters(w), b, **settings)
        )

    return apply


def conv1d(**settings):
    plain = convolution(1, **settings)
    return lambda x, w, b=None: plain(x, w.squeeze(1), b)


def transposed(cut=(0, 0, 0, 0), **settings):
    """The spread images with (top, left, bottom, right) cut off."""

    def apply(x, w, b=None):
        # Ranvier's weights are [rows, columns, filters / groups, channels].
        y = functional.conv_transpose2d(nchw(x), w.permute(3, 2, 0, 1), b, **settings)
        top, left, bottom, right = cut
        return nhwc(y[:, :, top : y.shape[2] - bottom, left : y.shape[3] - right])

    return apply


def fixed(kernel, **settings):
    def apply(x):
        channels = x.shape[-1]
        w = torch.tensor(kernel).double().reshape(3, 3, 1, 1).expand(3, 3, 1, channels)
        return convolution(2, groups=channels, **settings)(x, w)

    return apply


def bilinear(left):
    def apply(x, w, b=None):
        return functional.bilinear(x[:, :left], x[:, left:], w.permute(2, 0, 1), b)

    return apply


def dense(x, w, b):
    return x @ w + b


def convolutions():
    image, volume, steps = (5, 4, 3), (4, 5, 3, 2), (6, 4)
    sobel = [[-1.0, 0, 1], [-2, 0, 2], [-1, 0, 1]]
    sharpen = [[0.0, -1, 0], [-1, 5, -1], [0, -1, 0]]
    blur = [[1 / 16, 2 / 16, 1 / 16], [2 / 16, 4 / 16, 2 / 16], [1 / 16, 2 / 16, 1 / 16]]
    return {
        "dense": case(dense, 4, parameters=[(4, 5), (5,)]),
        "dense of steps": case(dense, *steps, parameters=[(4, 5), (5,)]),
        "bilinear": case(bilinear(3), 6, parameters=[(3, 3, 3), (3,)]),
        "bilinear left 2": case(bilinear(2), 5, parameters=[(2, 3, 3)]),
        "conv1d": case(conv1d(), *steps, parameters=[(3, 1, 4, 5), (5,)]),
        "conv1d same stride 2": case(
            conv1d(padding=[0, 1], stride=2), *steps, parameters=[(3, 1, 4, 2), (2,)]
        ),
        "conv1d dilation 2": case(
            conv1d(padding=[1, 0], dilation=2, groups=2), *steps, parameters=[(3, 1, 2, 4), (4,)]
        ),
        "conv1d reflect": case(
            conv1d(padding=[1, 2], mode="reflect"), *steps, parameters=[(4, 1, 4, 2)]
        ),
        "conv2d reflect": case(
            convolution(2, 1, "reflect"), *image, parameters=[(3, 3, 3, 2), (2,)]
        ),
        "conv3d": case(convolution(3), *volume, parameters=[(2, 3, 2, 2, 3), (3,)]),
        "conv3d same": case(convolution(3, 1), *volume, parameters=[(3, 3, 3, 2, 2), (2,)]),
        "conv3d strides": case(
            convolution(3, 1, stride=(2, 1, 2), dilation=(1, 2, 1), groups=2),
            *volume,
            parameters=[(2, 3, 1, 1, 4), (4,)],
        ),
        "conv3d reflect": case(
            convolution(3, [0, 0, 1, 1, 1, 1], "reflect"), *volume, parameters=[(3, 3, 1, 2, 2)]
        ),
        "transposed": case(transposed(), *image, parameters=[(3, 2, 4, 3), (4,)]),
        "transposed stride 2 same": case(
            transposed((1, 1, 1, 1), stride=2), *image, parameters=[(4, 4, 2, 3), (2,)]
        ),
        "transposed output padding": case(
            transposed(stride=2, padding=1, output_padding=1, groups=3),
            *image,
            parameters=[(3, 3, 2, 3), (6,)],
        ),
        "transposed dilation": case(
            transposed(dilation=2), *image, parameters=[(3, 3, 2, 3)]
        ),
        "depthwise twice": case(
            convolution(2, 1, groups=3), *image, parameters=[(3, 3, 1, 6), (6,)]
        ),
        "gaussian blur": case(fixed(blur, padding=1), *image),
        "sharpen": case(fixed(sharpen, padding=1, mode="reflect"), *image),
        "sobel": case(fixed(sobel), *image),
    }


# --- Pooling --------------------------------------------------------------------------------------


def pooled(function, *arguments, **settings):
    return lambda x: last(function(first(x), *arguments, **settings))


def pools():
    f = functional
    image, volume, steps = (7, 8, 2), (5, 6, 4, 2), (8, 3)
    uncounted = {"count_include_pad": False}
    return {
        "max-pool1d": case(pooled(f.max_pool1d, 3, 2, 1), *steps),
        "max-pool2d": case(pooled(f.max_pool2d, 3, 1), *image),
        "max-pool2d ceil": case(pooled(f.max_pool2d, 3, 2, 1, ceil_mode=True), *image),
        "max-pool2d window 2 stride 3": case(
            pooled(f.max_pool2d, 2, 3, 1, ceil_mode=True), 6, 4, 2
        ),
        "max-pool3d": case(pooled(f.max_pool3d, (2, 3, 2), 2, 1, ceil_mode=True), *volume),
        "average-pool1d": case(pooled(f.avg_pool1d, 3, 2, 1), *steps),
        "average-pool2d": case(pooled(f.avg_pool2d, 3, 2), *image),
        "average-pool2d ceil": case(
            pooled(f.avg_pool2d, 3, 2, 1, ceil_mode=True, **uncounted), *image
        ),
        "average-pool2d ceil counted": case(
            pooled(f.avg_pool2d, 3, 2, 1, ceil_mode=True), *image
        ),
        "average-pool3d": case(pooled(f.avg_pool3d, 3, 2, 1, **uncounted), *volume),
        "average-pool3d counted": case(pooled(f.avg_pool3d, 3, 2, 1, ceil_mode=True), *volume),
        "global average": case(lambda x: x.mean((1, 2)), *image),
        "global max": case(lambda x: x.amax((1, 2)), *image),
        "adaptive average": case(pooled(f.adaptive_avg_pool2d, (3, 4)), *image),
        "adaptive average uneven": case(pooled(f.adaptive_avg_pool2d, 3), *image),
        "adaptive max": case(pooled(f.adaptive_max_pool2d, (7, 3)), *image),
    }


def main():
    cases = {}
    for number, make in enumerate([convolutions, pools]):
        torch.manual_seed(number)  # so that a new case in one group leaves the others alone
        cases |= make()
    write("layers", cases)


if __name__ == "__main__":
    main()
