#!/usr/bin/env python3
"""Makes the golden values of layers, by PyTorch.

    python golden/layers.py        # needs PyTorch and NumPy

Writes layers.safetensors beside the files of make.py, in the same way. A case bears the name of an
example in LayerExamples; its parameters are p0, p1, … in the order in which the layer asks for
them, in Ranvier's layout.
"""

import torch
import torch.nn.functional as functional
from torch import nn
from torch.func import functional_call
from torch.nn.utils.rnn import pack_padded_sequence

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
    return w.movedim((-1, -2), (0, 1)).contiguous()


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


# --- Normalization --------------------------------------------------------------------------------


def norms():
    f = functional
    image = (4, 3, 6)

    def layer_norm(x, scale, shift):
        return f.layer_norm(x, scale.shape, scale, shift)

    def group_norm(x, scale, shift):
        return last(f.group_norm(first(x), 3, scale, shift))

    def instance_norm(x, scale=None, shift=None):
        return last(f.instance_norm(first(x), weight=scale, bias=shift))

    def ghosts(x, scale, shift):
        return torch.cat([
            last(f.batch_norm(first(part), None, None, scale, shift, True))
            for part in x.split([2, 3])
        ])  # fmt: skip

    def across(size, alpha, beta, k):
        return lambda x: last(f.local_response_norm(first(x), size, alpha, beta, k))

    def within(x):  # as Caffe has it: zeros around the image count in the mean
        means = f.avg_pool2d(first(x).square(), 3, 1, 1)
        return x / last((1 + 0.5 * means) ** 0.75)

    x, scale, shift = draw(5, 4, 3), draw(3), draw(3)
    return {
        "layer norm": case(layer_norm, 3, 4, parameters=[(4,), (4,)]),
        "layer norm of two axes": case(layer_norm, 3, 4, parameters=[(3, 4), (3, 4)]),
        "group norm": case(group_norm, *image, parameters=[(6,), (6,)]),
        "instance norm": case(instance_norm, *image),
        "instance norm affine": case(instance_norm, *image, parameters=[(6,), (6,)]),
        "ghost batches": differentiated(ghosts(x, scale, shift), x=x, p0=scale, p1=shift),
        "lrn": case(across(5, 0.3, 0.75, 2), *image),
        "lrn even": case(across(2, 1e-4, 0.75, 1), *image),
        "lrn within channel": case(within, *image),
    }


# --- Shapes and branches --------------------------------------------------------------------------


def shapes():
    f = functional
    image = (5, 4, 3)
    relu = f.relu

    def resized(size, **settings):
        return lambda x: nhwc(f.interpolate(nchw(x), size, **settings))

    def inception(x, w0, b0, w1, b1, w2, b2, w3, b3, w4, b4, w5, b5):
        def convolved(x, w, b):
            return relu(convolution(2, w.shape[0] // 2)(x, w, b))

        return torch.cat([
            convolved(x, w0, b0),
            convolved(convolved(x, w1, b1), w2, b2),
            convolved(convolved(x, w3, b3), w4, b4),
            convolved(pooled(f.max_pool2d, 3, 1, 1)(x), w5, b5),
        ], -1)  # fmt: skip

    def naive_inception(x, w0, b0, w1, b1, w2, b2):
        return torch.cat([
            relu(convolution(2)(x, w0, b0)),
            relu(convolution(2, 1)(x, w1, b1)),
            relu(convolution(2, 2)(x, w2, b2)),
            pooled(f.max_pool2d, 3, 1, 1)(x),
        ], -1)  # fmt: skip

    def halves(x, w0, b0, w1, b1):
        return torch.cat([dense(x[:, :3], w0, b0), torch.tanh(dense(x[:, 3:], w1, b1))], -1)

    two = [(4, 3), (3,), (4, 3), (3,)]
    sizes = [(1, 2), (1, 3), (3, 4), (1, 2), (5, 2), (1, 3)]
    inputs = [3, 3, 3, 3, 2, 3]
    reduced = [p for (k, o), c in zip(sizes, inputs) for p in [(k, k, c, o), (o,)]]
    naive = [p for k, o in [(1, 2), (3, 3), (5, 1)] for p in [(k, k, 3, o), (o,)]]
    return {
        "reshape": case(lambda x: x.reshape(-1, 4, 15), *image),
        "permute": case(lambda x: x.permute(0, 3, 1, 2), *image),
        "crop": case(lambda x: x[:, 1:, :2], *image),
        "pad": case(lambda x: f.pad(x, (0, 0, 2, 0, 1, 3)), *image),
        "pad reflect": case(lambda x: nhwc(f.pad(nchw(x), (2, 0, 1, 3), mode="reflect")), *image),
        "nearest": case(resized((7, 6)), *image),
        "nearest smaller": case(resized((2, 3)), *image),
        "bilinear interpolation": case(resized((8, 3), mode="bilinear"), *image),
        "upsample": case(resized((10, 12)), *image),
        "upsample bilinear": case(resized((10, 8), mode="bilinear"), *image),
        "subsample": case(lambda x: x[:, ::2, ::3], *image),
        "concatenate": case(
            lambda x, w, b: torch.cat([x, torch.tanh(dense(x, w, b))], -1),
            4,
            parameters=[(4, 3), (3,)],
        ),
        "add": case(lambda x, w, b, v, c: dense(x, w, b) + dense(x, v, c), 4, parameters=two),
        "multiply": case(
            lambda x, w, b, v, c: dense(x, w, b) * torch.sigmoid(dense(x, v, c)), 4, parameters=two
        ),
        "split": case(halves, 6, parameters=[(3, 2), (2,), (3, 4), (4,)]),
        "residual join": case(
            lambda x, w, b: torch.cat([x, dense(x, w, b)], -1), 4, parameters=[(4, 3), (3,)]
        ),
        "residual sum": case(lambda x, w, b: x + dense(x, w, b), 4, parameters=[(4, 4), (4,)]),
        "naive inception": case(naive_inception, *image, parameters=naive),
        "inception": case(inception, *image, parameters=reduced),
        "delta rule": case(dense, 4, parameters=[(4, 2), (2,)]),
        "delta rule sigmoid": case(
            lambda x, w, b: torch.sigmoid(dense(x, w, b)), 4, parameters=[(4, 2), (2,)]
        ),
    }


# --- Sequences ------------------------------------------------------------------------------------


def run(module, x, **parameters):
    """The module's result with other parameters than its own."""
    named = {name.replace("__", "."): value for name, value in parameters.items()}
    return functional_call(module.double(), named, x)


def recurrent(kind, units, sequences=False, lengths=None, bidirectional=False):
    """PyTorch's layer, its weights transposed and, but for GRU, its second bias left out."""

    def apply(x, *parameters):
        module = kind(x.shape[-1], units, batch_first=True, bidirectional=bidirectional)
        size = 4 if kind is nn.GRU else 3
        given = {}
        for start in range(0, len(parameters), size):
            w, u, b, *c = parameters[start : start + size]
            end = "_l0_reverse" if start else "_l0"
            given |= {f"weight_ih{end}": w.T, f"weight_hh{end}": u.T, f"bias_ih{end}": b}
            given[f"bias_hh{end}"] = c[0] if c else torch.zeros_like(b)
        if lengths:
            x = pack_padded_sequence(x, torch.tensor(lengths), batch_first=True)
        y, state = run(module, (x,), **given)
        if sequences:
            return y
        state = state[0] if kind is nn.LSTM else state
        return torch.cat(list(state), -1)

    return apply


def recurrent_parameters(features, units, gates, biases=1):
    return [(features, gates * units), (units, gates * units)] + biases * [(gates * units,)]


def padded_case(layer, lengths, steps, features, parameters):
    """Sequences of several lengths, filled up with zeros."""
    x = draw(len(lengths), steps, features).detach()
    for row, length in enumerate(lengths):
        x[row, length:] = 0
    x.requires_grad_()
    made = {f"p{i}": draw(*parameter) for i, parameter in enumerate(parameters)}
    return differentiated(layer(x, *made.values()), x=x, **made)


def memory_case(layer, parameters):
    """Three steps with a memory of two behind them, both of several lengths."""
    x = draw(BATCH, 5, 4).detach()
    x[0, 4] = 0
    x[1, 2] = 0
    x.requires_grad_()
    made = {f"p{i}": draw(*parameter) for i, parameter in enumerate(parameters)}
    return differentiated(layer(x, *made.values()), x=x, **made)


def embedding(padding=None):
    x = torch.tensor([[1, 4, 0], [2, 1, 1]])
    w = draw(5, 3)
    y = functional.embedding(x, w)
    if padding is not None:
        y = y * (x != padding).unsqueeze(-1)
    result = differentiated(y, p0=w)
    return {"x": x.int(), **result}


def padding(x):
    """PyTorch's mask of steps whose features are all 0: what is added to their scores."""
    nothing = torch.tensor(-torch.inf).double()
    return torch.where((x == 0).all(-1), nothing, torch.zeros_like(nothing)).detach()


def attention(heads, memory_steps=0, causal=False, masked=False):
    def apply(x, w, b, v, c):
        memory = x
        if memory_steps:
            x, memory = x[:, :-memory_steps], x[:, -memory_steps:]
        steps = x.shape[1]
        mask = nn.Transformer.generate_square_subsequent_mask(steps).double() if causal else None
        module = nn.MultiheadAttention(x.shape[-1], heads, batch_first=True)
        names = {"in_proj_weight": w.T, "in_proj_bias": b}
        names |= {"out_proj__weight": v.T, "out_proj__bias": c}
        hidden = padding(memory) if masked else None
        return run(module, (x, memory, memory, hidden, False, mask), **names)[0]

    return apply


def attention_parameters(features):
    return [(features, 3 * features), (3 * features,), (features, features), (features,)]


def encoder(heads, hidden, norm_first=True, causal=False, activation="relu"):
    def apply(x, *parameters, hidden_steps=None):
        names = {}
        order = ["norm", "attention"] if norm_first else ["attention", "norm"]
        rest = list(parameters)

        def take(count):
            taken = rest[:count]
            del rest[:count]
            return taken

        def norm(name):
            scale, shift = take(2)
            names.update({f"{name}__weight": scale, f"{name}__bias": shift})

        for part in order:
            if part == "norm":
                norm("norm1")
            else:
                w, b, v, c = take(4)
                names.update({"self_attn__in_proj_weight": w.T, "self_attn__in_proj_bias": b})
                names.update({"self_attn__out_proj__weight": v.T, "self_attn__out_proj__bias": c})
        if norm_first:
            norm("norm2")
        w, b, v, c = take(4)
        names.update({"linear1__weight": w.T, "linear1__bias": b})
        names.update({"linear2__weight": v.T, "linear2__bias": c})
        if not norm_first:
            norm("norm2")
        module = nn.TransformerEncoderLayer(
            x.shape[-1], heads, hidden, 0.0, activation, batch_first=True, norm_first=norm_first
        )
        steps = x.shape[1]
        mask = nn.Transformer.generate_square_subsequent_mask(steps).double() if causal else None
        return run(module, (x, mask, hidden_steps), **names)

    return apply


def masked_encoders(x, *parameters):
    """Positions and two encoders of 2 heads and 3 units, 1 head and 2 units; padding is x's."""
    hidden = padding(x)
    first = len(encoder_parameters(4, 3))
    y = encoder(2, 3)(positions(x), *parameters[:first], hidden_steps=hidden)
    return encoder(1, 2)(y, *parameters[first:], hidden_steps=hidden)


def encoder_parameters(features, hidden, norm_first=True):
    norm = [(features,), (features,)]
    network = [(features, hidden), (hidden,), (hidden, features), (features,)]
    if norm_first:
        return norm + attention_parameters(features) + norm + network
    return attention_parameters(features) + norm + network + norm


def decoder(heads, hidden, memory_steps, masked=False):
    def apply(x, *p):
        x, memory = x[:, :-memory_steps], x[:, -memory_steps:]
        module = nn.TransformerDecoderLayer(
            x.shape[-1], heads, hidden, 0.0, batch_first=True, norm_first=True
        )
        names = {"norm1__weight": p[0], "norm1__bias": p[1]}
        names |= {"norm2__weight": p[6], "norm2__bias": p[7]}
        names |= {"norm3__weight": p[12], "norm3__bias": p[13]}
        for part, start in [("self_attn", 2), ("multihead_attn", 8)]:
            names |= {f"{part}__in_proj_weight": p[start].T, f"{part}__in_proj_bias": p[start + 1]}
            names |= {
                f"{part}__out_proj__weight": p[start + 2].T,
                f"{part}__out_proj__bias": p[start + 3],
            }
        names |= {"linear1__weight": p[14].T, "linear1__bias": p[15]}
        names |= {"linear2__weight": p[16].T, "linear2__bias": p[17]}
        mask = nn.Transformer.generate_square_subsequent_mask(x.shape[1]).double()
        paddings = (padding(x), padding(memory)) if masked else (None, None)
        return run(module, (x, memory, mask, None, *paddings), **names)

    return apply


def decoder_parameters(features, hidden):
    norm = [(features,), (features,)]
    network = [(features, hidden), (hidden,), (hidden, features), (features,)]
    block = norm + attention_parameters(features)
    return block + block + norm + network


def positions(x):
    steps, features = x.shape[1:]
    t = torch.arange(steps).double().unsqueeze(1)
    i = torch.arange(features)
    angle = t / 10000 ** ((i - i % 2).double() / features)
    return x + torch.where(i % 2 == 0, torch.sin(angle), torch.cos(angle))


def sequences():
    steps = (4, 3)
    rnn = recurrent_parameters(3, 2, 1)
    lstm = recurrent_parameters(3, 2, 4)
    gru = recurrent_parameters(3, 2, 3, 2)
    both = {"bidirectional": True}
    long_lstm = recurrent_parameters(3, 5, 4)
    long_gru = recurrent_parameters(3, 5, 3, 2)
    return {
        "simple rnn": case(recurrent(nn.RNN, 2), *steps, parameters=rnn),
        "simple rnn sequences": case(recurrent(nn.RNN, 2, True), *steps, parameters=rnn),
        "lstm": case(recurrent(nn.LSTM, 2), *steps, parameters=lstm),
        "lstm sequences": case(recurrent(nn.LSTM, 2, True), *steps, parameters=lstm),
        "lstm masking": padded_case(
            recurrent(nn.LSTM, 2, lengths=[4, 2]), [4, 2], 4, 3, lstm
        ),
        "gru": case(recurrent(nn.GRU, 2), *steps, parameters=gru),
        "gru sequences": case(recurrent(nn.GRU, 2, True), *steps, parameters=gru),
        "gru masking": padded_case(recurrent(nn.GRU, 2, lengths=[3, 1]), [3, 1], 4, 3, gru),
        "bidirectional": case(recurrent(nn.LSTM, 2, **both), *steps, parameters=lstm + lstm),
        "bidirectional sequences": case(
            recurrent(nn.GRU, 2, True, **both), *steps, parameters=gru + gru
        ),
        "bidirectional masking": padded_case(
            recurrent(nn.LSTM, 2, lengths=[4, 2], **both), [4, 2], 4, 3, lstm + lstm
        ),
        "lstm of 100 steps": case(recurrent(nn.LSTM, 5), 100, 3, parameters=long_lstm),
        "gru of 100 steps": case(recurrent(nn.GRU, 5, True), 100, 3, parameters=long_gru),
        "embedding": embedding(),
        "embedding padding": embedding(1),
        "attention": case(attention(2), 3, 4, parameters=attention_parameters(4)),
        "causal attention": case(
            attention(2, causal=True), 3, 4, parameters=attention_parameters(4)
        ),
        "attention to a memory": case(
            attention(2, memory_steps=2), 5, 4, parameters=attention_parameters(4)
        ),
        "positions": case(positions, *steps),
        "learned positions": case(lambda x, p: x + p, *steps, parameters=[steps]),
        "encoder": case(encoder(2, 3), 3, 4, parameters=encoder_parameters(4, 3)),
        "encoder norms last": case(
            encoder(2, 3, False), 3, 4, parameters=encoder_parameters(4, 3, False)
        ),
        "causal encoder": case(
            encoder(1, 3, causal=True), 3, 4, parameters=encoder_parameters(4, 3)
        ),
        "decoder": case(encoder(2, 3, causal=True), 3, 4, parameters=encoder_parameters(4, 3)),
        "decoder with a memory": case(
            decoder(2, 3, 2), 5, 4, parameters=decoder_parameters(4, 3)
        ),
        "masked attention": padded_case(
            attention(2, masked=True), [4, 2], 4, 4, attention_parameters(4)
        ),
        "masked causal attention": padded_case(
            attention(2, causal=True, masked=True), [3, 1], 4, 4, attention_parameters(4)
        ),
        "masked encoders": padded_case(
            masked_encoders, [4, 2], 4, 4, encoder_parameters(4, 3) + encoder_parameters(4, 2)
        ),
        "masked decoder with a memory": memory_case(
            decoder(2, 3, 2, masked=True), decoder_parameters(4, 3)
        ),
        "masked gru": padded_case(recurrent(nn.GRU, 2, lengths=[3, 1]), [3, 1], 4, 3, gru),
    }


def main():
    cases = {}
    for number, make in enumerate([convolutions, pools, norms, shapes, sequences]):
        torch.manual_seed(number)  # so that a new case in one group leaves the others alone
        cases |= make()
    write("layers", cases)


if __name__ == "__main__":
    main()
