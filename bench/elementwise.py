#!/usr/bin/env python3
"""Times loops over memory in Ranvier and in PyTorch, in turn: GELU, softmax and dropout on 4096 rows
of 1024 numbers, forward and with the gradient, and Adam on ten million parameters.

    ./dev build && python bench/elementwise.py [--runs 5] [--json]    # needs PyTorch

Ranvier's side are the JMH benchmarks FourMillionElements and OptimizerUpdate, PyTorch's is this file.
A run is one process of each side for every benchmark; a process gives the median of its rounds of
0.1 s after a warm-up, which is longer where loops are compiled while they run. Printed are the median, the smallest and the greatest of the runs,
in milliseconds, and PyTorch's time divided by Ranvier's. All is single precision, on as many threads
as there are CPUs (taskset gives it fewer). PyTorch runs eagerly, Adam in its fused form; its allocator is told to keep what it frees, so that it does not wait
for fresh pages where Ranvier uses its buffers again.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time

import jmh

LAYERS = [
    (kind, phase)
    for kind in ("gelu", "softmax", "dropout")
    for phase in ("forward", "forward-and-backward")
]
BENCHMARKS = [*LAYERS, ("adam", "update")]
PYTORCH_WARM_UP_SECONDS = 0.5
ROUND_SECONDS = 0.1
ROUNDS = 5
# What glibc takes: blocks up to the first stay in the heap, which is not given back below the second.
KEEP_MEMORY = {"MALLOC_MMAP_THRESHOLD_": str(32 << 20), "MALLOC_TRIM_THRESHOLD_": str(8 << 30)}


def pytorch_step(kind, phase):
    """A function that does the work once."""
    import torch

    torch.manual_seed(0)
    if kind == "adam":
        w = torch.rand(10_000, 1000, requires_grad=True)
        w.grad = torch.rand(10_000, 1000) * 2 - 1
        return torch.optim.Adam([w], lr=1e-9, fused=True).step
    layer = {
        "gelu": torch.nn.functional.gelu,
        "softmax": lambda x: torch.nn.functional.softmax(x, dim=-1),
        "dropout": lambda x: torch.nn.functional.dropout(x, 0.5, training=True),
    }[kind]
    x = torch.rand(4096, 1024) * 2 - 1
    if phase == "forward":

        def forward():
            with torch.inference_mode():
                layer(x)

        return forward
    x.requires_grad_()
    upstream = torch.rand(4096, 1024) * 2 - 1

    def both():
        x.grad = None
        layer(x).backward(upstream)

    return both


def pytorch_milliseconds(kind, phase):
    """The median round of this process."""
    import torch

    torch.set_num_threads(len(os.sched_getaffinity(0)))
    step = pytorch_step(kind, phase)

    def round_of(seconds):
        start, count = time.perf_counter(), 0
        while (passed := time.perf_counter() - start) < seconds:
            step()
            count += 1
        return passed / count * 1000

    round_of(PYTORCH_WARM_UP_SECONDS)
    return statistics.median(round_of(ROUND_SECONDS) for _ in range(ROUNDS))


def in_pytorch(kind, phase):
    command = [sys.executable, __file__, "--pytorch", kind, phase]
    environment = os.environ | KEEP_MEMORY
    output = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    return float(output.stdout)


def in_ranvier(kind, phase):
    if kind == "adam":
        return jmh.median_round("OptimizerUpdate", {"optimizer": "adam"}, ROUNDS, ROUND_SECONDS)
    parameters = {"kind": kind.upper(), "pass": phase.upper().replace("-", "_")}
    return jmh.median_round("FourMillionElements", parameters, ROUNDS, ROUND_SECONDS)


def spread(times):
    return f"{statistics.median(times):.2f} [{min(times):.2f}, {max(times):.2f}]"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--only", action="append", choices=sorted({kind for kind, _ in BENCHMARKS}))
    parser.add_argument("--json", action="store_true", help="the times of all runs on stdout")
    parser.add_argument("--pytorch", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.pytorch:
        print(pytorch_milliseconds(*options.pytorch))
        return
    chosen = [each for each in BENCHMARKS if not options.only or each[0] in options.only]
    times = {each: {"ranvier": [], "pytorch": []} for each in chosen}
    for _ in range(options.runs):
        for each in chosen:
            times[each]["ranvier"].append(in_ranvier(*each))
            times[each]["pytorch"].append(in_pytorch(*each))
    print(f"{'':30} {'Ranvier ms':22} {'PyTorch ms':22} ratio", file=sys.stderr)
    for (kind, phase), both in times.items():
        ratio = statistics.median(both["pytorch"]) / statistics.median(both["ranvier"])
        line = f"{kind + ' ' + phase:30} {spread(both['ranvier']):22} {spread(both['pytorch']):22} {ratio:.2f}"
        print(line, file=sys.stderr)
    if options.json:
        records = [{"benchmark": kind, "pass": phase, **both} for (kind, phase), both in times.items()]
        print(json.dumps(records))


if __name__ == "__main__":
    main()
