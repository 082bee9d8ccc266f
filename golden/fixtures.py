"""What the golden scripts share: random inputs, gradients by autograd, and files."""

import json
import pathlib
import struct

import numpy
import torch

FOLDER = pathlib.Path(__file__).parent.parent / "ranvier-core/src/test/resources/golden"
TYPES = {"float64": "F64", "float32": "F32", "int32": "I32"}


def write(subject, cases):
    """Writes {case: {name: tensor}} in the safetensors format: a JSON header, then the bytes."""
    header, data = {}, bytearray()
    for case, tensors in cases.items():
        for name, tensor in tensors.items():
            array = tensor.detach().numpy() if torch.is_tensor(tensor) else numpy.int32(tensor)
            start = len(data)
            data += numpy.ascontiguousarray(array).tobytes()
            header[f"{case}/{name}"] = {
                "dtype": TYPES[str(array.dtype)],
                "shape": list(array.shape),
                "data_offsets": [start, len(data)],
            }
    text = json.dumps({"__metadata__": {"made_with": f"PyTorch {torch.__version__}"}, **header})
    text += " " * (-len(text) % 8)
    (FOLDER / f"{subject}.safetensors").write_bytes(
        struct.pack("<Q", len(text)) + text.encode() + data
    )
    print(f"{subject}: {len(cases)} cases, {8 + len(text) + len(data)} bytes")


def draw(*shape):
    """Normally distributed doubles that single precision can hold, wanting a gradient."""
    return torch.randn(*shape).double().requires_grad_()


def differentiated(y, **inputs):
    """The result, a gradient that arrives at it, and what it makes of the inputs' gradients."""
    dy = draw(*y.shape).detach()
    gradients = torch.autograd.grad(y, inputs.values(), dy)
    return {
        **inputs,
        "y": y,
        "dy": dy,
        **{f"d{name}": gradient for name, gradient in zip(inputs, gradients)},
    }
