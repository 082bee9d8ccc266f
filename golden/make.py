#!/usr/bin/env python3
"""Makes the golden values that Ranvier's tests compare with, by PyTorch.

    python golden/make.py        # needs PyTorch and NumPy

Writes one safetensors file per subject to ranvier-core/src/test/resources/golden. A file holds
cases; `case/name` is one tensor of a case. Everything is computed in double precision unless the
name of the case ends in f32. Inputs are rounded to single precision first, so that both precisions
begin with the same numbers. Images are [batch, height, width, channels] and filters [rows, columns,
channels / groups, filters], Ranvier's orders.
"""

import torch
import torch.nn.functional as functional
from torch import nn

import catalogue
from fixtures import FOLDER, differentiated, draw, write


def nchw(x):
    return x.permute(0, 3, 1, 2)


def nhwc(x):
    return x.permute(0, 2, 3, 1)


def padded(x, top, left, bottom, right, value=0.0):
    return functional.pad(nchw(x), (left, right, top, bottom), value=value)


# --- Ops ------------------------------------------------------------------------------------------


def convolutions():
    def case(image, window, channels, filters, stride=(1, 1), padding=(0, 0, 0, 0),
             dilation=(1, 1), groups=1):  # fmt: skip
        x = draw(2, *image, channels)
        w = draw(*window, channels // groups, filters)
        y = functional.conv2d(
            padded(x, *padding), w.permute(3, 2, 0, 1), None, stride, 0, dilation, groups
        )
        geometry = [*stride, *padding, *dilation, groups]
        return {**differentiated(nhwc(y), x=x, w=w), "geometry": geometry}

    one = (1, 1, 1, 1)
    return {
        "plain": case((5, 4), (3, 2), 3, 4),
        "1x1": case((3, 4), (1, 1), 5, 6),
        "same": case((6, 5), (3, 3), 3, 8, padding=one),
        "5x5 same": case((7, 7), (5, 5), 1, 4, padding=(2, 2, 2, 2)),
        "stride 2": case((7, 6), (3, 3), 4, 4, stride=(2, 2), padding=one),
        "stride 2x1 uneven padding": case((6, 5), (3, 2), 2, 3, (2, 1), (0, 1, 1, 0)),
        "stride beyond the window": case((7, 7), (1, 1), 3, 2, stride=(2, 3)),
        "dilation 2": case((7, 8), (3, 3), 2, 3, padding=(2, 2, 2, 2), dilation=(2, 2)),
        "dilation 1x3": case((4, 9), (2, 3), 2, 2, dilation=(1, 3)),
        "2 groups": case((5, 5), (3, 3), 4, 6, padding=one, groups=2),
        "depthwise": case((5, 6), (3, 3), 8, 8, stride=(2, 2), padding=one, groups=8),
        "depthwise twice": case((4, 4), (3, 3), 3, 6, padding=one, groups=3),
        "16 channels": case((4, 4), (3, 3), 16, 16, padding=one),
    }


def max_pools():
    def case(image, window, stride, padding=(0, 0, 0, 0)):
        x = draw(2, *image, 3)
        y = functional.max_pool2d(padded(x, *padding, value=float("-inf")), window, stride)
        return {**differentiated(nhwc(y), x=x), "geometry": [*window, *stride, *padding]}

    return {
        "2x2": case((4, 6), (2, 2), (2, 2)),
        "rest left out": case((5, 7), (2, 2), (2, 2)),
        "overlapping": case((5, 5), (3, 3), (1, 1)),
        "3x3 stride 2": case((7, 7), (3, 3), (2, 2), (1, 1, 1, 1)),
        "uneven": case((6, 5), (3, 2), (2, 1), (0, 1, 1, 0)),
    }


def average_pools():
    def case(image, window, stride, padding=(0, 0), count_padding=False):
        x = draw(2, *image, 3)
        y = functional.avg_pool2d(
            nchw(x), window, stride, padding, count_include_pad=count_padding
        )
        geometry = [*window, *stride, *padding, *padding, int(count_padding)]
        return {**differentiated(nhwc(y), x=x), "geometry": geometry}

    return {
        "2x2": case((4, 6), (2, 2), (2, 2)),
        "rest left out": case((5, 7), (2, 2), (2, 2)),
        "global": case((4, 3), (4, 3), (1, 1)),
        "padding not counted": case((7, 5), (3, 3), (2, 2), (1, 1)),
        "padding counted": case((7, 5), (3, 3), (2, 2), (1, 1), True),
    }


def batch_normalizations():
    def case(*shape):
        channels = shape[-1]
        x, scale, shift = draw(*shape), draw(channels), draw(channels)
        before = {"mean": draw(channels).detach(), "variance": draw(channels).detach().square()}
        before["variance"] = before["variance"].float().double()
        mean, variance = before["mean"].clone(), before["variance"].clone()

        def normalized(training):
            y = functional.batch_norm(
                x.movedim(-1, 1), mean, variance, scale, shift, training, momentum=0.1, eps=1e-5
            )
            return y.movedim(1, -1)

        result = differentiated(normalized(True), x=x, scale=scale, shift=shift)
        after = {"mean_after": mean.clone(), "variance_after": variance.clone()}
        mean.copy_(before["mean"])
        variance.copy_(before["variance"])
        return {**result, **before, **after, "inference": normalized(False)}

    return {"images": case(3, 4, 2, 5), "rows": case(8, 3), "16 channels": case(2, 3, 3, 16)}


def dense_and_losses():
    x, w, b = draw(4, 7), draw(7, 5), draw(5)
    dense = differentiated(x @ w + b, x=x, w=w, b=b)

    logits = (3 * draw(6, 5)).detach().requires_grad_()
    logits.data[0, 0] = 100  # a certain prediction: the softmax of the others rounds to 0
    logits = logits.detach().float().double().requires_grad_()
    targets = torch.tensor([0, 1, 2, 3, 4, 1])
    each = functional.cross_entropy(logits, targets, reduction="none")
    (gradient,) = torch.autograd.grad(each.mean(), logits)
    entropy = {"x": logits, "target": targets.int(), "each": each, "dx": gradient}

    prediction, wanted = draw(4, 3), draw(4, 3).detach()
    each = functional.mse_loss(prediction, wanted, reduction="none").mean(1)
    (gradient,) = torch.autograd.grad(each.mean(), prediction)
    squares = {"x": prediction, "target": wanted, "each": each, "dx": gradient}

    rows = draw(3, 9)
    return {
        "dense": dense,
        "softmax-cross-entropy": entropy,
        "squared-error": squares,
        "softmax": differentiated(torch.softmax(rows, 1), x=rows),
        "log-softmax": differentiated(torch.log_softmax(rows, 1), x=rows),
    }


# --- Training -------------------------------------------------------------------------------------


def trained(steps, network, optimizer, x, targets):
    """Losses of the steps and all values before and after them; names as in the state dict."""
    before = {f"before/{k}": v.clone() for k, v in network.state_dict().items() if v.dim()}
    update = optimizer(network.parameters())
    losses = []
    for _ in range(steps):
        update.zero_grad()
        loss = functional.cross_entropy(network(x), targets)
        loss.backward()
        update.step()
        losses.append(loss.item())
    after = {f"after/{k}": v for k, v in network.state_dict().items() if v.dim()}
    if isinstance(update, Averaged):
        names = [name for name, _ in network.named_parameters()]
        after |= {f"averaged/{k}": v for k, v in zip(names, update.averages.parameters())}
    losses = torch.tensor(losses, dtype=x.dtype)
    return {"x": x, "target": targets.int(), **before, "losses": losses, **after}


def in_ranviers_order(tensors):
    """Dense weights as [inputs, units], filters as [rows, columns, channels, filters]."""

    def ordered(name, tensor):
        if name.endswith("weight") and tensor.dim() == 2:
            return tensor.T
        if name.endswith("weight") and tensor.dim() == 4:
            return tensor.permute(2, 3, 1, 0)
        return tensor

    return {name: ordered(name, tensor) for name, tensor in tensors.items()}


def both_precisions(steps, make_network, optimizer, x, targets):
    seed = torch.randint(2**31, ()).item()
    for dtype in (torch.float64, torch.float32):
        torch.manual_seed(seed)
        network = make_network().to(dtype)  # made in single precision, whichever it runs in
        yield in_ranviers_order(trained(steps, network, optimizer, x.to(dtype), targets))


class Lion(torch.optim.Optimizer):
    """Chen and others, 2023, algorithm 2, without weight decay; PyTorch has none."""

    def __init__(self, parameters, lr, betas=(0.9, 0.99)):
        super().__init__(parameters, {"lr": lr, "betas": betas})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            beta1, beta2 = group["betas"]
            for w in group["params"]:
                mean = self.state[w].setdefault("mean", torch.zeros_like(w))
                w -= group["lr"] * torch.sign(beta1 * mean + (1 - beta1) * w.grad)
                mean.mul_(beta2).add_(w.grad, alpha=1 - beta2)


class Lamb(torch.optim.Optimizer):
    """You and others, 2020, algorithm 2, phi(z) = z; PyTorch has none."""

    def __init__(self, parameters, lr, betas=(0.9, 0.999), eps=1e-6, weight_decay=0.01):
        settings = {"lr": lr, "betas": betas, "eps": eps, "weight_decay": weight_decay}
        super().__init__(parameters, settings)

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            beta1, beta2 = group["betas"]
            for w in group["params"]:
                state = self.state[w]
                state["t"] = t = state.get("t", 0) + 1
                m = state.setdefault("m", torch.zeros_like(w))
                v = state.setdefault("v", torch.zeros_like(w))
                m.mul_(beta1).add_(w.grad, alpha=1 - beta1)
                v.mul_(beta2).addcmul_(w.grad, w.grad, value=1 - beta2)
                r = (m / (1 - beta1**t)) / ((v / (1 - beta2**t)).sqrt() + group["eps"])
                r += group["weight_decay"] * w
                both = w.norm() > 0 and r.norm() > 0
                w -= group["lr"] * (w.norm() / r.norm() if both else 1) * r


class MuonAndAdamW:
    """Muon for matrices, AdamW for the rest; Newton and Schulz's iteration without bf16."""

    def __init__(self, parameters):
        parameters = list(parameters)
        self.parts = [
            torch.optim.Muon([p for p in parameters if p.dim() == 2], lr=0.005),
            torch.optim.AdamW([p for p in parameters if p.dim() != 2], lr=0.001),
        ]

    def zero_grad(self):
        for part in self.parts:
            part.zero_grad()

    def step(self):
        rounded = torch.Tensor.bfloat16
        torch.Tensor.bfloat16 = torch.Tensor.clone
        for part in self.parts:
            part.step()
        torch.Tensor.bfloat16 = rounded


class Clipped:
    """An optimizer after a clipping of the gradients."""

    def __init__(self, parameters, clip, optimizer):
        self.parameters = list(parameters)
        self.clip = clip
        self.optimizer = optimizer(self.parameters)

    def zero_grad(self):
        self.optimizer.zero_grad()

    def step(self):
        self.clip(self.parameters)
        self.optimizer.step()


class Averaged:
    """An optimizer, and averages of the weights beside it."""

    def __init__(self, parameters, optimizer, average, start=1, every=1):
        self.parameters = list(parameters)
        self.optimizer = optimizer(self.parameters)
        module = nn.ParameterList(self.parameters)
        self.averages = torch.optim.swa_utils.AveragedModel(module, multi_avg_fn=average)
        self.start, self.every, self.steps = start, every, 0

    def zero_grad(self):
        self.optimizer.zero_grad()

    def step(self):
        self.optimizer.step()
        self.steps += 1
        if self.steps >= self.start and (self.steps - self.start) % self.every == 0:
            self.averages.update_parameters(nn.ParameterList(self.parameters))


def each_by_norm(parameters, norm):
    for parameter in parameters:
        torch.nn.utils.clip_grad_norm_([parameter], norm)


def optimizers():
    def network():
        return nn.Sequential(nn.Linear(4, 5), nn.Tanh(), nn.Linear(5, 3))

    def sgd(p):
        return torch.optim.SGD(p, lr=0.1)

    x, targets = torch.randn(6, 4), torch.tensor([0, 1, 2, 0, 1, 2])
    rules = {
        "sgd": lambda p: torch.optim.SGD(p, lr=0.1),
        "momentum": lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9),
        "adam": lambda p: torch.optim.Adam(p, lr=0.01),
        "nesterov": lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9, nesterov=True),
        "adagrad": lambda p: torch.optim.Adagrad(p, lr=0.1, initial_accumulator_value=0.125),
        "adadelta": lambda p: torch.optim.Adadelta(p, lr=1.0),
        "rmsprop": lambda p: torch.optim.RMSprop(p, lr=0.01),
        "rmsprop centered": lambda p: torch.optim.RMSprop(p, lr=0.002, centered=True),
        "rmsprop momentum": lambda p: torch.optim.RMSprop(p, lr=0.001, alpha=0.9, momentum=0.9),
        "adamw": lambda p: torch.optim.AdamW(p, lr=0.01, weight_decay=0.1),
        "adamax": lambda p: torch.optim.Adamax(p, lr=0.01),
        "nadam": lambda p: torch.optim.NAdam(p, lr=0.01),
        "radam": lambda p: torch.optim.RAdam(p, lr=0.01),
        "amsgrad": lambda p: torch.optim.Adam(p, lr=0.01, amsgrad=True),
        "rprop": lambda p: torch.optim.Rprop(p, lr=0.01),
        "lion": lambda p: Lion(p, lr=0.001),
        "lamb": lambda p: Lamb(p, lr=0.01),
        "muon": MuonAndAdamW,
        "weight-decay": lambda p: torch.optim.Adam(p, lr=0.01, weight_decay=0.1),
        "clip-value": lambda p: Clipped(
            p, lambda all: torch.nn.utils.clip_grad_value_(all, 0.02), sgd
        ),
        "clip-norm": lambda p: Clipped(p, lambda all: each_by_norm(all, 0.05), sgd),
        "clip-global-norm": lambda p: Clipped(
            p, lambda all: torch.nn.utils.clip_grad_norm_(all, 0.1), sgd
        ),
        "ema": lambda p: Averaged(p, sgd, torch.optim.swa_utils.get_ema_multi_avg_fn(0.95)),
        "swa": lambda p: Averaged(
            p, sgd, torch.optim.swa_utils.get_swa_multi_avg_fn(), start=50, every=10
        ),
    }
    cases = {}
    for name, rule in rules.items():
        double, single = both_precisions(200, network, rule, x, targets)
        cases |= {f"{name} f64": double, f"{name} f32": single}
    return cases


def convolutional_network():
    class Network(nn.Module):
        def __init__(self):
            super().__init__()
            self.conv1 = nn.Conv2d(2, 4, 3, padding=1)
            self.norm = nn.BatchNorm2d(4)
            self.conv2 = nn.Conv2d(4, 6, 3, stride=2, padding=1)
            self.dense = nn.Linear(2 * 2 * 6, 3)

        def forward(self, x):
            y = torch.relu(self.norm(self.conv1(nchw(x))))
            y = torch.relu(self.conv2(functional.max_pool2d(y, 2)))
            y = functional.avg_pool2d(y, 2, stride=1, padding=1, count_include_pad=False)
            return self.dense(nhwc(functional.max_pool2d(y, 2, stride=1)).flatten(1))

    x, targets = torch.randn(6, 8, 8, 2), torch.tensor([0, 1, 2, 2, 1, 0])
    rule = lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9)  # noqa: E731
    double, single = both_precisions(5, Network, rule, x, targets)
    return {"cnn f64": double, "cnn f32": single}


def schedules():
    """The rates, and the momenta of one-cycle, of each of the steps of a run, from rate 0.1."""
    from torch.optim import lr_scheduler as of

    def rates(make, steps=40, metric=None):
        optimizer = torch.optim.SGD([torch.zeros(1)], lr=0.1, momentum=0.9)
        scheduler = make(optimizer)
        rates, momenta = [], []
        for i in range(steps):
            rates.append(optimizer.param_groups[0]["lr"])
            momenta.append(optimizer.param_groups[0]["momentum"])
            optimizer.step()
            scheduler.step(*([metric[i]] if metric else []))
        return {"rates": torch.tensor(rates).double(), "momenta": torch.tensor(momenta).double()}

    def exactly(make, **more):
        torch.set_default_dtype(torch.float64)
        result = rates(make, **more)
        torch.set_default_dtype(torch.float32)
        return result

    def warmed(o):
        rise = of.LinearLR(o, start_factor=0.1, total_iters=8)
        return of.SequentialLR(o, [rise, of.CosineAnnealingLR(o, 32)], milestones=[8])

    losses = [5, 4, 3, 2.9999, 3, 3.1, 2.9, 2.9, 2.9, 2.9, 2.9, 2.9, 2.9, 1, 1, 1, 1, 1, 1, 1]
    # Keras's formulas, PyTorch having none.
    t = torch.arange(40, dtype=torch.float64)
    keras = {
        "inverse": 0.1 / (1 + 0.5 * t),  # InverseTimeDecay
        "exponential": 0.1 * torch.exp(-0.05 * t),
        "piecewise": 0.1 * torch.where(t < 10, 1.0, torch.where(t < 25, 0.5, 2.0)).double(),
    }
    cyclic = {"base_lr": 0.1, "max_lr": 0.4, "step_size_up": 6, "cycle_momentum": False}
    return {
        **{name: {"rates": each} for name, each in keras.items()},
        "step": exactly(lambda o: of.StepLR(o, 7, 0.5)),
        "multi-step": exactly(lambda o: of.MultiStepLR(o, [5, 20], 0.1)),
        "geometric": exactly(lambda o: of.ExponentialLR(o, 0.9)),
        "polynomial": exactly(lambda o: of.PolynomialLR(o, 40, 2.0)),
        "linear": exactly(lambda o: of.LinearLR(o, 1.0, 0.0, 40)),
        "cosine": exactly(lambda o: of.CosineAnnealingLR(o, 40, 0.01)),
        "cosine-restarts": exactly(lambda o: of.CosineAnnealingWarmRestarts(o, 5, 2, 0.01)),
        "triangular": exactly(lambda o: of.CyclicLR(o, **cyclic)),
        "triangular2": exactly(lambda o: of.CyclicLR(o, **cyclic, mode="triangular2")),
        "exponential-range": exactly(
            lambda o: of.CyclicLR(o, **cyclic, mode="exp_range", gamma=0.97)
        ),
        "one-cycle": exactly(lambda o: of.OneCycleLR(o, 0.1, 40)),
        "warm-up": exactly(warmed),
        "reduce-on-plateau": exactly(
            lambda o: of.ReduceLROnPlateau(o, factor=0.5, patience=2, min_lr=0.02),
            steps=len(losses),
            metric=losses,
        )
        | {"losses": torch.tensor(losses).double()},
    }


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    subjects = {
        "convolution": convolutions,
        "max-pool": max_pools,
        "average-pool": average_pools,
        "batch-normalization": batch_normalizations,
        "dense-and-losses": dense_and_losses,
        "optimizers": optimizers,
        "convolutional-network": convolutional_network,
        "schedules": schedules,
    }
    numbered = [*enumerate(subjects.items()), *enumerate(catalogue.SUBJECTS.items(), 100)]
    for number, (subject, make) in numbered:
        torch.manual_seed(number)  # so that a new case in one subject leaves the others alone
        write(subject, make())


if __name__ == "__main__":
    main()
