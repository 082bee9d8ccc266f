#!/usr/bin/env python3
"""Times PyTorch's updates of ten million parameters, in every form that PyTorch has of each rule.

    python bench/optimizers.py [--threads 2]     # needs PyTorch

The counterpart of Ranvier's JMH benchmark OptimizerUpdate. Prints one line per rule: the forms'
times in milliseconds, the median of the rounds, fastest first.
"""

import argparse
import statistics
import time

import torch

optim = torch.optim
RATE = 1e-9
RULES = {
    "sgd": (optim.SGD, {}),
    "sgd momentum": (optim.SGD, {"momentum": 0.9}),
    "nesterov": (optim.SGD, {"momentum": 0.9, "nesterov": True}),
    "adagrad": (optim.Adagrad, {}),
    "adadelta": (optim.Adadelta, {}),
    "rmsprop": (optim.RMSprop, {}),
    "rmsprop momentum centered": (optim.RMSprop, {"momentum": 0.9, "centered": True}),
    "adam": (optim.Adam, {}),
    "adamw": (optim.AdamW, {}),
    "adamax": (optim.Adamax, {}),
    "nadam": (optim.NAdam, {}),
    "radam": (optim.RAdam, {}),
    "amsgrad": (optim.Adam, {"amsgrad": True}),
    "rprop": (optim.Rprop, {}),
    "weight-decay adam": (optim.Adam, {"weight_decay": 0.01}),
    "clip-value adam": (optim.Adam, {"clip": "value"}),
    "clip-global-norm adam": (optim.Adam, {"clip": "norm"}),
}
FORMS = {"fused": {"fused": True}, "foreach": {"foreach": True}, "loop": {"foreach": False}}


def milliseconds(rule, settings, form):
    settings = dict(settings)
    clip = settings.pop("clip", None)
    torch.manual_seed(0)
    w = torch.rand(10_000, 1000, requires_grad=True)
    w.grad = torch.rand(10_000, 1000) * 2 - 1
    optimizer = rule([w], lr=RATE, **settings, **form)

    def step():
        if clip == "value":
            torch.nn.utils.clip_grad_value_([w], 1)
        elif clip == "norm":
            torch.nn.utils.clip_grad_norm_([w], 1)
        optimizer.step()

    for _ in range(3):
        step()
    rounds = []
    for _ in range(3):
        start, count = time.perf_counter(), 0
        while time.perf_counter() - start < 0.3:
            step()
            count += 1
        rounds.append((time.perf_counter() - start) / count * 1000)
    return statistics.median(rounds)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--threads", type=int, default=2)
    torch.set_num_threads(parser.parse_args().threads)
    for name, (rule, settings) in RULES.items():
        times = {}
        for form, switch in FORMS.items():
            try:
                times[form] = milliseconds(rule, settings, switch)
            except (TypeError, RuntimeError):
                pass  # PyTorch has no such form of the rule
        ordered = sorted(times.items(), key=lambda each: each[1])
        print(f"{name:26}", "  ".join(f"{form} {ms:.1f}" for form, ms in ordered), flush=True)


if __name__ == "__main__":
    main()
