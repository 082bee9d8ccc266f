#!/usr/bin/env python3
"""Exports networks of `ranvier bench` from PyTorch to ONNX files, for bench/OnnxRuntime.java.

    python bench/export_onnx.py DIR [--workload resnet18 --workload mlp]

Writes DIR/<network>-b<batch>.onnx for batches of 1 and 64. Batch sizes are fixed in the files, so
that ONNX Runtime can prepare for them as Ranvier does; weights are PyTorch's first ones, in eval
mode. Needs PyTorch, onnx and onnxscript.
"""

import argparse
import pathlib
import sys

import pytorch

BATCHES = (1, 64)
NETWORKS = {
    "mlp": (pytorch.mlp, (784,)),
    "lenet": (pytorch.lenet, (1, 28, 28)),
    "resnet18": (pytorch.resnet18, (3, 32, 32)),
    "vgg16": (pytorch.vgg16, (3, 32, 32)),
}


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--workload", action="append", choices=NETWORKS, help="repeatable")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    import torch

    for name in options.workload or NETWORKS:
        network, example = NETWORKS[name]
        torch.manual_seed(0)
        model = network().eval()
        for batch in BATCHES:
            file = options.folder / f"{name}-b{batch}.onnx"
            torch.onnx.export(
                model,
                (torch.rand(batch, *example),),
                file,
                input_names=["input"],
                output_names=["output"],
                dynamo=True,
                external_data=False,
                verbose=False,
            )
            print(file, file=sys.stderr)


if __name__ == "__main__":
    main()
