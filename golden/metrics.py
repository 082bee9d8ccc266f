#!/usr/bin/env python3
"""Makes the golden values of Ranvier's metrics, each from its definition, by NumPy alone.

    python golden/metrics.py        # writes ranvier-core/src/test/resources/golden/metrics.safetensors

Definitions and averages are scikit-learn's; the area under the ROC curve is counted pair by pair.
"""

import numpy
import torch

from fixtures import write

RANDOM = numpy.random.default_rng(7)


def number(value):
    return torch.tensor(float(value), dtype=torch.float64)


def average(values):
    return sum(values) / len(values)


def area(scores, positive):
    """How often an example of the class is before one that is not; equal ones count half."""
    pairs = [
        1.0 if s > t else 0.5 if s == t else 0.0
        for s, p in zip(scores, positive)
        for t, q in zip(scores, positive)
        if p and not q
    ]
    return average(pairs) if pairs else None


def scores(predictions, targets, classes, areas):
    predicted = predictions.argmax(axis=1)
    occurring = sorted(set(targets) | set(predicted))
    parts = {"precision": {}, "recall": {}, "f1": {}}
    for c in range(classes):
        hit = sum((predicted == c) & (targets == c))
        taken, examples = sum(predicted == c), sum(targets == c)
        parts["precision"][c] = hit / taken if taken else 0.0
        parts["recall"][c] = hit / examples if examples else 0.0
        parts["f1"][c] = 2 * hit / (taken + examples) if taken + examples else 0.0
    accuracy = average(list(predicted == targets))
    result = {"accuracy": number(accuracy)}
    for name, each in parts.items():
        result[name] = number(average([each[c] for c in occurring]))
        result[name + "_micro"] = number(accuracy)
        result[name + "_weighted"] = number(average([each[c] for c in targets]))
        result[name + "_class_1"] = number(each[1])
    order = numpy.argsort(-predictions, axis=1, kind="stable")
    for k in (1, 2):
        result[f"top_{k}"] = number(average([t in o[:k] for t, o in zip(targets, order)]))
    result["auc"] = number(average([a for a in areas if a is not None]))
    return result


def classes(count, examples, targets=None, levels=8):
    """Few levels, so that there are equal predictions; rows sum to 1 as probabilities do."""
    raw = RANDOM.integers(1, levels, (examples, count)).astype(numpy.float64)
    targets = RANDOM.integers(0, count, examples) if targets is None else targets
    raw[numpy.arange(examples), targets] += 2
    predictions = (raw / raw.sum(axis=1, keepdims=True)).astype(numpy.float32)
    areas = [area(predictions[:, c], targets == c) for c in range(count)]
    if count == 2:
        areas = [areas[1]]
    return {
        "predictions": torch.tensor(predictions),
        "targets": torch.tensor(targets.astype(numpy.int32)),
        **scores(predictions, targets, count, areas),
    }


def single(examples):
    """One probability of class 1 against class 0."""
    targets = RANDOM.integers(0, 2, examples)
    chance = ((RANDOM.integers(0, 8, examples) + 3 * targets) / 11).astype(numpy.float32)
    both = numpy.stack([1 - chance.astype(numpy.float64), chance.astype(numpy.float64)], axis=1)
    return {
        "predictions": torch.tensor(chance[:, None]),
        "targets": torch.tensor(targets.astype(numpy.float32)[:, None]),
        **scores(both, targets, 2, [area(chance, targets == 1)]),
    }


def numbers(targets):
    targets = targets.astype(numpy.float32)
    predictions = (targets + 0.3 * RANDOM.standard_normal(targets.shape)).astype(numpy.float32)
    y, p = targets.astype(numpy.float64), predictions.astype(numpy.float64)
    parts = []
    for column in range(y.shape[1]):
        around = sum((y[:, column] - average(y[:, column])) ** 2)
        error = sum((y[:, column] - p[:, column]) ** 2)
        parts.append(1 - error / around if around else 1.0 if error == 0 else 0.0)
    return {
        "predictions": torch.tensor(predictions),
        "targets": torch.tensor(targets),
        "mae": number(abs(y - p).mean()),
        "mse": number(((y - p) ** 2).mean()),
        "rmse": number(numpy.sqrt(((y - p) ** 2).mean())),
        "r2": number(average(parts)),
    }


write(
    "metrics",
    {
        "classes ten": classes(10, 150),
        "classes two": classes(2, 60),
        "classes some absent": classes(5, 40, targets=RANDOM.integers(0, 3, 40), levels=3),
        "classes single probability": single(50),
        "numbers": numbers(RANDOM.standard_normal((70, 3))),
        "numbers constant target": numbers(numpy.tile([2.5, 1.0], (9, 1)) + [[0, i] for i in range(9)]),
        "numbers large mean": numbers(4096 + RANDOM.standard_normal((64, 1))),
    },
)
