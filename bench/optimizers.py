#!/usr/bin/env python3
"""Times updates of ten million parameters by each optimizer, in Ranvier and in PyTorch, in turn.

    ./dev build && python bench/optimizers.py [--runs 5] [--only adam]... [--json]    # needs PyTorch

Ranvier's side is the JMH benchmark OptimizerUpdate, PyTorch's is this file, in the fastest of the forms that
PyTorch has of a rule: fused, foreach, a loop over tensors, or what it does unasked (Muon has one form only). A
run is one process of each side for every rule; a process gives the median of its rounds of 0.1 s after a
warm-up, which is longer where loops are compiled while they run. Printed are the median, the smallest and the
greatest of the runs, in milliseconds, and the median over the runs of PyTorch's time divided by Ranvier's;
PyTorch has no Lion, LAMB and Lookahead, so those stand alone. Single precision but for Muon's products, on as many threads as there are CPUs.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time

import jmh

RATE = 1e-9
PYTORCH_WARM_UP_SECONDS = 0.3
ROUND_SECONDS = 0.1
ROUNDS = 5
FORMS = {"fused": {"fused": True}, "foreach": {"foreach": True}, "loop": {"foreach": False}}
ONLY = {"only": {}}  # of rules that leave no choice
# Name of the class in torch.optim, settings, what is done before and after the step.
RULES = {
    "sgd": ("SGD", {}),
    "sgd momentum": ("SGD", {"momentum": 0.9}),
    "momentum": ("SGD", {"momentum": 0.9}),
    "nesterov": ("SGD", {"momentum": 0.9, "nesterov": True}),
    "adagrad": ("Adagrad", {}),
    "adadelta": ("Adadelta", {}),
    "rmsprop": ("RMSprop", {}),
    "rmsprop momentum centered": ("RMSprop", {"momentum": 0.9, "centered": True}),
    "adam": ("Adam", {}),
    "adamw": ("AdamW", {}),
    "adamax": ("Adamax", {}),
    "nadam": ("NAdam", {}),
    "radam": ("RAdam", {}),
    "amsgrad": ("Adam", {"amsgrad": True}),
    "lion": None,
    "lamb": None,
    "rprop": ("Rprop", {}),
    "muon": ("Muon", {}),
    "weight-decay adam": ("Adam", {"weight_decay": 0.01}),
    "decoupled-decay adam": ("AdamW", {"weight_decay": 0.01}),
    "clip-value adam": ("Adam", {}, "clip-value"),
    "clip-norm adam": ("Adam", {}, "clip-norm"),
    "clip-global-norm adam": ("Adam", {}, "clip-norm"),
    "ema adam": ("Adam", {}, "ema"),
    "swa adam": ("Adam", {}, "swa"),
    "lookahead adam": None,
    "groups adamw": ("AdamW", {}),
    "accumulate adam": None,
}


def pytorch_step(name, form):
    """A function that does the work once."""
    import torch

    kind, settings, *around = RULES[name]
    around = around[0] if around else None
    torch.manual_seed(0)
    w = torch.rand(10_000, 1000, requires_grad=True)
    w.grad = torch.rand(10_000, 1000) * 2 - 1
    optimizer = getattr(torch.optim, kind)([w], lr=RATE, **settings, **(FORMS | ONLY)[form])
    module = torch.nn.Module()
    module.w = torch.nn.Parameter(w)
    averages = {
        "ema": lambda: torch.optim.swa_utils.get_ema_multi_avg_fn(0.99),
        "swa": lambda: torch.optim.swa_utils.get_swa_multi_avg_fn(),
    }
    if around in averages:
        module.w.data = w.data
        averaged = torch.optim.swa_utils.AveragedModel(module, multi_avg_fn=averages[around]())

    def step():
        if around == "clip-value":
            torch.nn.utils.clip_grad_value_([w], 1)
        elif around == "clip-norm":
            torch.nn.utils.clip_grad_norm_([w], 1)
        optimizer.step()
        if around in averages:
            averaged.update_parameters(module)

    return step


def pytorch_milliseconds(name, form):
    """The median round of this process."""
    import torch

    torch.set_num_threads(len(os.sched_getaffinity(0)))
    step = pytorch_step(name, form)

    def round_of(seconds):
        start, count = time.perf_counter(), 0
        while (passed := time.perf_counter() - start) < seconds:
            step()
            count += 1
        return passed / count * 1000

    step()
    round_of(PYTORCH_WARM_UP_SECONDS)
    return statistics.median(round_of(ROUND_SECONDS) for _ in range(ROUNDS))


def in_pytorch(name, form):
    """The time of a process of its own; none where PyTorch has no such form of the rule."""
    command = [sys.executable, __file__, "--pytorch", name, form]
    # Freed memory is kept, as in Ranvier, whose plans use their buffers again.
    keep = {"MALLOC_MMAP_THRESHOLD_": str(32 << 20), "MALLOC_TRIM_THRESHOLD_": str(8 << 30)}
    ended = subprocess.run(command, capture_output=True, text=True, env=os.environ | keep)
    if ended.returncode == 0:
        return float(ended.stdout)
    if "does not support" in ended.stderr or "unexpected keyword" in ended.stderr:
        return None
    sys.exit(f"optimizers: {' '.join(command)} failed: {ended.stderr}")


def in_ranvier(name):
    return jmh.median_round("OptimizerUpdate", {"optimizer": name}, ROUNDS, ROUND_SECONDS)


def measured(name, runs, form):
    """The times of both sides; of PyTorch's forms the given one or the fastest at first sight."""
    times = {"ranvier": [], "pytorch": [], "form": form}
    if not RULES[name]:
        times["form"] = None
    elif not form:
        tried = {form: in_pytorch(name, form) for form in FORMS}
        times["form"] = min((form for form in FORMS if tried[form]), key=tried.get, default="only")
    for _ in range(runs):
        times["ranvier"].append(in_ranvier(name))
        if times["form"]:
            times["pytorch"].append(in_pytorch(name, times["form"]))
    return times


def spread(times):
    return f"{statistics.median(times):.2f} [{min(times):.2f}, {max(times):.2f}]"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--only", action="append", choices=RULES)
    parser.add_argument("--form", choices=FORMS, help="PyTorch's; else the fastest at first sight")
    parser.add_argument("--json", action="store_true", help="the times of all runs on stdout")
    parser.add_argument("--pytorch", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.pytorch:
        print(pytorch_milliseconds(*options.pytorch))
        return
    print(f"{'':26} {'Ranvier ms':22} {'PyTorch ms':22} {'form':8} ratio", file=sys.stderr)
    for name in options.only or RULES:
        times = measured(name, options.runs, options.form)
        line = f"{name:26} {spread(times['ranvier']):22}"
        if times["form"]:
            ratio = statistics.median(b / a for a, b in zip(times["ranvier"], times["pytorch"]))
            line += f" {spread(times['pytorch']):22} {times['form']:8} {ratio:.2f}"
        print(line, file=sys.stderr, flush=True)
        if options.json:
            print(json.dumps({"rule": name, **times}), flush=True)


if __name__ == "__main__":
    main()
