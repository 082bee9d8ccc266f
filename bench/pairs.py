#!/usr/bin/env python3
"""Times a workload in Ranvier and in PyTorch in turn, and compares neighbours in time.

    python bench/pairs.py --workload resnet18-b64 [--pairs 5] [--precision bf16] [--layout channels-last]
        [--mode compile]    # needs PyTorch

On a machine that is shared, speed changes within minutes, and at times within seconds: two series, one after the
other, say little then, and single pairs not much more. A pair is
one process of `ranvier bench` and one of bench/pytorch.py, in the variant of PyTorch's that is asked for (find the
fastest with `bench/pytorch.py --best`). Printed are, for training, inference and inference of one example, the
median, the smallest and the greatest of the pairs' times in milliseconds, and of the ratios within the pairs
(PyTorch's time divided by Ranvier's). With --json, all of them.
"""

import argparse
import json
import pathlib
import statistics
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
MEASURES = {"train_ms": "training", "infer_ms": "inference", "infer_b1_ms": "one example"}


def output_of(command):
    ended = subprocess.run(command, capture_output=True, text=True)
    if ended.returncode != 0:
        sys.exit(f"pairs: {' '.join(map(str, command))} failed: {ended.stdout}{ended.stderr}")
    return json.loads(ended.stdout)[0]


def common(options):
    return [
        *("--workload", options.workload, "--threads", str(options.threads)),
        *("--runs", str(options.runs), "--seconds", str(options.seconds)),
    ]


def in_ranvier(options):
    precision = ("--precision", options.ranvier_precision or options.precision)
    result = output_of([str(ROOT / "ranvier"), "bench", *common(options), *precision, "--json"])
    return {measure: result[measure] for measure in MEASURES}


def in_pytorch(options):
    variant = ("--precision", options.precision, "--layout", options.layout, "--mode", options.mode)
    script = str(ROOT / "bench" / "pytorch.py")
    result = output_of([sys.executable, script, *common(options), *variant])
    return {measure: result[measure]["median"] for measure in MEASURES}


def spread(values):
    return f"{statistics.median(values):.3f} [{min(values):.3f}, {max(values):.3f}]"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--workload", required=True)
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--precision", default="bf16", help="PyTorch's, and Ranvier's unless told otherwise")
    parser.add_argument("--ranvier-precision", help="where Ranvier is fastest in another")
    parser.add_argument("--layout", default="nchw")
    parser.add_argument("--mode", default="eager")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--runs", type=int, default=5, help="rounds of a process, which gives their median")
    parser.add_argument("--seconds", type=float, default=0.8, help="least length of a round")
    parser.add_argument("--json", action="store_true", help="all times on stdout")
    options = parser.parse_args()
    pairs = [(in_ranvier(options), in_pytorch(options)) for _ in range(options.pairs)]
    print(f"{options.workload}: {'Ranvier ms':26} {'PyTorch ms':26} ratio", file=sys.stderr)
    for measure, title in MEASURES.items():
        ours, theirs = ([side[measure] for side in sides] for sides in zip(*pairs))
        ratios = [b / a for a, b in zip(ours, theirs)]
        print(f"{title:13} {spread(ours):26} {spread(theirs):26} {spread(ratios)}", file=sys.stderr)
    if options.json:
        print(json.dumps([{"ranvier": ours, "pytorch": theirs} for ours, theirs in pairs]))


if __name__ == "__main__":
    main()
