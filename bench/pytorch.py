#!/usr/bin/env python3
"""Times the networks of `ranvier bench` in PyTorch: the same layers, batches and method.

    python bench/pytorch.py                                   # every workload: eager, fp32, NCHW
    python bench/pytorch.py --workload lenet-b64 --best       # the best of all variants
    python bench/pytorch.py --best --precision fp32           # the best fp32 variant of each

Needs PyTorch, and for --mode compile and --best also a C++ compiler. Prints one JSON value on
stdout, a table on stderr. Milliseconds are per step (or per inference call): the median, the
smallest and the greatest of the rounds.

Method. Every variant runs in a process of its own on a fixed synthetic batch: warm-up for at least
four seconds (or 20 rounds' time, if that is less) and until two windows of half a round agree within 5%, then rounds of at least --seconds (or --steps steps, whichever
comes first). A training step is zero_grad(set_to_none), forward, loss, backward, update; inference
runs under inference_mode in eval mode, at the workload's batch and at batch 1. Optimizers take
their fused form. Compiled inference also has its weights frozen (constant folding, prepacking).
bf16 is autocast. The learning rate is tiny: the arithmetic of an update does not depend on its
value, and a network that stays at its first values meets neither denormal numbers nor dead units,
which would change the time of later steps.
"""

import argparse
import contextlib
import itertools
import json
import multiprocessing
import platform
import resource
import statistics
import sys
import time
from concurrent.futures import ProcessPoolExecutor

LEARNING_RATE = 1e-9
PRECISIONS = ("fp32", "bf16")
LAYOUTS = ("nchw", "channels-last")
MODES = ("eager", "compile")


# --- The networks ---------------------------------------------------------------------------------


def mlp():
    from torch import nn

    return nn.Sequential(
        nn.Linear(784, 300), nn.ReLU(), nn.Linear(300, 100), nn.ReLU(), nn.Linear(100, 10)
    )


def lenet():
    from torch import nn

    return nn.Sequential(
        nn.Conv2d(1, 32, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(7 * 7 * 64, 512), nn.ReLU(), nn.Linear(512, 10),
    )  # fmt: skip


def resnet18():
    """ResNet-18 for 32x32 images: a 3x3 stem, no pooling after it; 11,173,962 parameters."""
    import torch
    from torch import nn

    def conv(inputs, outputs, window, stride):
        return nn.Sequential(
            nn.Conv2d(inputs, outputs, window, stride, window // 2, bias=False),
            nn.BatchNorm2d(outputs),
        )

    class Block(nn.Module):
        def __init__(self, inputs, outputs, stride):
            super().__init__()
            self.first = conv(inputs, outputs, 3, stride)
            self.second = conv(outputs, outputs, 3, 1)
            same = stride == 1 and inputs == outputs
            self.shortcut = nn.Identity() if same else conv(inputs, outputs, 1, stride)

        def forward(self, x):
            y = self.second(torch.relu(self.first(x)))
            return torch.relu(y + self.shortcut(x))

    blocks, inputs = [], 64
    for outputs, stride in ((64, 1), (128, 2), (256, 2), (512, 2)):
        blocks += [Block(inputs, outputs, stride), Block(outputs, outputs, 1)]
        inputs = outputs
    return nn.Sequential(
        conv(3, 64, 3, 1), nn.ReLU(), *blocks,
        nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(512, 10),
    )  # fmt: skip


def vgg16():
    """VGG-16 for 32x32 images: batch norm after each convolution, one dense layer."""
    from torch import nn

    layers, inputs = [], 3
    for outputs, count in ((64, 2), (128, 2), (256, 3), (512, 3), (512, 3)):
        for _ in range(count):
            layers += [
                nn.Conv2d(inputs, outputs, 3, padding=1, bias=False),
                nn.BatchNorm2d(outputs),
                nn.ReLU(),
            ]
            inputs = outputs
        layers.append(nn.MaxPool2d(2))
    return nn.Sequential(*layers, nn.Flatten(), nn.Linear(512, 10))


def cifarfull():
    """Caffe's cifar10_full; its response norms are within channels."""
    import torch
    from torch import nn

    class ResponseNorm(nn.Module):
        def forward(self, x):
            means = torch.nn.functional.avg_pool2d(x * x, 3, 1, 1)
            return x * (1 + 5e-5 * means) ** -0.75

    def average():
        return nn.AvgPool2d(3, 2, ceil_mode=True)

    return nn.Sequential(
        nn.Conv2d(3, 32, 5, padding=2), nn.MaxPool2d(3, 2, ceil_mode=True), nn.ReLU(), ResponseNorm(),
        nn.Conv2d(32, 32, 5, padding=2), nn.ReLU(), average(), ResponseNorm(),
        nn.Conv2d(32, 64, 5, padding=2), nn.ReLU(), average(),
        nn.Flatten(), nn.Linear(1024, 10),
    )  # fmt: skip


def lstm():
    """An LSTM that reads an image row by row; its last output is classified."""
    from torch import nn

    class Reader(nn.Module):
        def __init__(self):
            super().__init__()
            self.lstm = nn.LSTM(28, 128, batch_first=True)
            self.classes = nn.Linear(128, 10)

        def forward(self, x):
            outputs, _ = self.lstm(x)
            return self.classes(outputs[:, -1])

    return Reader()


def transformer():
    """Four causal blocks, norms first; attention by PyTorch's fused function."""
    import torch
    from torch import nn

    class Block(nn.Module):
        def __init__(self, features, heads):
            super().__init__()
            self.heads = heads
            self.first_norm = nn.LayerNorm(features)
            self.all = nn.Linear(features, 3 * features)
            self.out = nn.Linear(features, features)
            self.second_norm = nn.LayerNorm(features)
            self.network = nn.Sequential(
                nn.Linear(features, 4 * features), nn.ReLU(), nn.Linear(4 * features, features)
            )

        def forward(self, x):
            batch, steps, features = x.shape
            all = self.all(self.first_norm(x)).view(batch, steps, 3, self.heads, -1)
            query, key, value = all.permute(2, 0, 3, 1, 4)
            attended = torch.nn.functional.scaled_dot_product_attention(
                query, key, value, is_causal=True
            )
            x = x + self.out(attended.transpose(1, 2).reshape(batch, steps, features))
            return x + self.network(self.second_norm(x))

    class Transformer(nn.Module):
        def __init__(self):
            super().__init__()
            self.characters = nn.Embedding(65, 128)
            self.positions = nn.Parameter(torch.zeros(128, 128))
            self.blocks = nn.Sequential(*(Block(128, 4) for _ in range(4)))
            self.norm = nn.LayerNorm(128)
            self.next = nn.Linear(128, 65)

        def forward(self, x):
            return self.next(self.norm(self.blocks(self.characters(x) + self.positions)))

    return Transformer()


def adam(parameters):
    import torch

    return torch.optim.Adam(parameters, lr=LEARNING_RATE, fused=True)


def momentum(parameters):
    import torch

    return torch.optim.SGD(parameters, lr=LEARNING_RATE, momentum=0.9, fused=True)


# name: (network, shape of one example, optimizer, batch); characters are of shape (steps,)
WORKLOADS = {
    "mlp-b1": (mlp, (784,), adam, 1),
    "mlp-b32": (mlp, (784,), adam, 32),
    "mlp-b128": (mlp, (784,), adam, 128),
    "lenet-b64": (lenet, (1, 28, 28), adam, 64),
    "cifarfull-b100": (cifarfull, (3, 32, 32), momentum, 100),
    "resnet18-b64": (resnet18, (3, 32, 32), momentum, 64),
    "vgg16-b64": (vgg16, (3, 32, 32), momentum, 64),
    "lstm-b64": (lstm, (28, 28), adam, 64),
    "chartf-b16": (transformer, (128,), adam, 16),
}


# --- Timing ---------------------------------------------------------------------------------------


def run_for(step, seconds, steps):
    """Milliseconds per step over at least so many seconds or steps."""
    start = time.perf_counter()
    done = 0
    while True:
        step()
        done += 1
        elapsed = time.perf_counter() - start
        if elapsed >= seconds or done >= steps:
            return 1000 * elapsed / done


def measure(step, options):
    """Warms up until steady, then takes the rounds."""
    window = options.seconds / 2
    start = time.perf_counter()
    most = 20 * options.seconds
    least = min(4, most)
    before = now = float("inf")
    windows = 0
    warm = 0
    while windows < 4 or warm < least or (abs(now - before) > 0.05 * now and warm < most):
        before, now = now, run_for(step, window, options.steps)
        windows += 1
        warm = time.perf_counter() - start
    rounds = [run_for(step, options.seconds, options.steps) for _ in range(options.runs)]
    return {
        "median": round(statistics.median(rounds), 5),
        "min": round(min(rounds), 5),
        "max": round(max(rounds), 5),
    }


def peak_rss_bytes():
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def measure_variant(workload, precision, layout, mode, options):
    """One variant of one workload; runs in a process of its own."""
    import torch
    import torch.nn.functional as functional

    torch.set_num_threads(options.threads)
    torch.manual_seed(0)
    network, example, make_optimizer, batch = WORKLOADS[workload]
    model = network()
    if network is transformer:
        inputs = torch.randint(65, (batch, *example))
        labels = torch.randint(65, (batch, *example))
    else:
        inputs = torch.rand(batch, *example)
        labels = torch.randint(10, (batch,))
    if layout == "channels-last":
        model = model.to(memory_format=torch.channels_last)
        inputs = inputs.contiguous(memory_format=torch.channels_last)

    def precision_scope():
        if precision == "bf16":
            return torch.autocast("cpu", dtype=torch.bfloat16)
        return contextlib.nullcontext()

    def loss_of(inputs, targets):
        # One row of logits for each target: of an example, or of each character in it.
        return functional.cross_entropy(model(inputs).float().flatten(0, -2), targets.flatten())

    compiled = mode == "compile"
    loss_function = torch.compile(loss_of, dynamic=False) if compiled else loss_of
    optimizer = make_optimizer(model.parameters())

    def train():
        optimizer.zero_grad(set_to_none=True)
        with precision_scope():
            loss = loss_function(inputs, labels)
        loss.backward()
        optimizer.step()

    result = {
        "workload": workload,
        "precision": precision,
        "layout": layout,
        "mode": mode,
        "batch": batch,
        "threads": options.threads,
        "parameters": sum(p.numel() for p in model.parameters()),
    }
    model.train()
    result["train_ms"] = measure(train, options)
    result["peak_rss_bytes"] = peak_rss_bytes()

    model.eval()
    optimizer.zero_grad(set_to_none=True)
    if compiled:
        import torch._inductor.config

        torch._inductor.config.freezing = True
    for key, examples in (("infer_ms", inputs), ("infer_b1_ms", inputs[:1].clone())):
        forward = torch.compile(model, dynamic=False) if compiled else model

        def infer(examples=examples, forward=forward):
            with torch.inference_mode(), precision_scope():
                forward(examples)

        result[key] = measure(infer, options)
    return result


# --- Variants and reports -------------------------------------------------------------------------


def variants(workload, options):
    precisions = options.precision or (PRECISIONS if options.best else PRECISIONS[:1])
    layouts = options.layout or (LAYOUTS if options.best else LAYOUTS[:1])
    modes = options.mode or (MODES if options.best else MODES[:1])
    if len(WORKLOADS[workload][1]) < 3:
        layouts = LAYOUTS[:1]  # only images have channels
    return list(itertools.product(precisions, layouts, modes))


def best_of(results):
    """For each precision, every measure of the variant that does best in it."""
    best = []
    for precision in dict.fromkeys(r["precision"] for r in results):
        of_it = [r for r in results if r["precision"] == precision]
        entry = {k: of_it[0][k] for k in ("workload", "precision", "batch", "threads", "parameters")}
        for key in ("train_ms", "infer_ms", "infer_b1_ms"):
            winner = min(of_it, key=lambda r: r[key]["median"])
            entry[key] = {**winner[key], "layout": winner["layout"], "mode": winner["mode"]}
        winner = min(of_it, key=lambda r: r["peak_rss_bytes"])
        entry["peak_rss_bytes"] = winner["peak_rss_bytes"]
        best.append(entry)
    return best


def table_row(result):
    def cell(measure):
        spread = f"{measure['median']:9.3f} [{measure['min']:.3f}, {measure['max']:.3f}]"
        by = f" {measure['mode']} {measure['layout']}" if "mode" in measure else ""
        return f"{spread + by:<52}" if by else f"{spread:<32}"

    how = " ".join(result[k] for k in ("precision", "layout", "mode") if k in result)
    cells = " ".join(cell(result[k]) for k in ("train_ms", "infer_ms", "infer_b1_ms"))
    return f"{result['workload']:<13} {how:<26} {cells} {result['peak_rss_bytes'] / 2**20:6.0f} MiB"


def say(text):
    print(text, file=sys.stderr, flush=True)


def parse_options():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--workload", action="append", choices=WORKLOADS, help="repeatable")
    parser.add_argument("--precision", action="append", choices=PRECISIONS, help="repeatable")
    parser.add_argument("--layout", action="append", choices=LAYOUTS, help="repeatable")
    parser.add_argument("--mode", action="append", choices=MODES, help="repeatable")
    parser.add_argument(
        "--best", action="store_true",
        help="try all variants (not otherwise restricted), report the best of each precision",
    )  # fmt: skip
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--runs", type=int, default=7, help="rounds that are measured")
    parser.add_argument("--seconds", type=float, default=1.0, help="least length of a round")
    parser.add_argument("--steps", type=int, default=10**9, help="a round's greatest number of steps")
    return parser.parse_args()


def main():
    options = parse_options()
    import torch

    say(
        f"PyTorch {torch.__version__}, {torch.backends.cpu.get_cpu_capability()},"
        f" {platform.machine()}, {options.threads} threads,"
        f" {options.runs} rounds of {options.seconds} s"
    )
    say("median [min, max] in ms of training, of inference, of inference at batch 1; peak memory")
    reported = []
    for workload in options.workload or WORKLOADS:
        results = []
        for variant in variants(workload, options):
            # A process of its own: peak memory is per process, and compiled code piles up.
            with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as process:
                job = process.submit(measure_variant, workload, *variant, options)
                results.append(job.result())
            say(table_row(results[-1]))
        if options.best:
            results = best_of(results)
            for result in results:
                say("best: " + table_row(result))
        reported += results
    json.dump(reported, sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main()
