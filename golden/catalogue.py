"""Golden values for entries of the catalogue, by PyTorch; see make.py.

A case is named as the entry is written in an experiment file: its name alone, or JSON. Where
PyTorch has no such function, its formula is written in PyTorch and differentiated by autograd.
"""

import json
import math

import torch
import torch.nn.functional as functional

from fixtures import differentiated, draw


def named(name, **settings):
    """The case's name: {"leaky-relu": {"alpha": 0.2}}."""
    if not settings:
        return name
    return json.dumps({name: {key.replace("_", "-"): value for key, value in settings.items()}})


def fixed(*values):
    return torch.tensor(values).double().requires_grad_()


# --- Activations ----------------------------------------------------------------------------------


def maxout(x, pieces):
    return x.unflatten(-1, (-1, pieces)).amax(-1)


ACTIVATIONS = {
    named("arctan"): torch.atan,
    named("binary-step"): lambda x: (x >= 0).double() + 0 * x,
    named("celu"): functional.celu,
    named("celu", alpha=0.5): lambda x: functional.celu(x, 0.5),
    named("elu"): functional.elu,
    named("elu", alpha=1.5): lambda x: functional.elu(x, 1.5),
    named("gelu"): functional.gelu,
    named("gelu-tanh"): lambda x: functional.gelu(x, approximate="tanh"),
    # PyTorch's own rounds 1/6 to single precision in the derivative.
    named("hard-sigmoid"): lambda x: functional.relu6(x + 3) / 6,
    named("hard-swish"): functional.hardswish,
    named("hard-tanh"): functional.hardtanh,
    named("hard-tanh", low=-0.5, high=2): lambda x: functional.hardtanh(x, -0.5, 2),
    named("leaky-relu"): functional.leaky_relu,
    named("leaky-relu", alpha=0.2): lambda x: functional.leaky_relu(x, 0.2),
    named("linear"): lambda x: x * 1,
    named("mish"): functional.mish,
    named("relu"): functional.relu,
    named("relu6"): functional.relu6,
    named("rrelu"): lambda x: functional.rrelu(x, training=False),
    named("rrelu", lower=0.1, upper=0.5): lambda x: functional.rrelu(x, 0.1, 0.5, False),
    named("scaled-tanh"): lambda x: 1.7159 * torch.tanh(0.6666 * x),
    named("scaled-tanh", amplitude=2, slope=0.5): lambda x: 2 * torch.tanh(0.5 * x),
    named("selu"): functional.selu,
    named("sigmoid"): torch.sigmoid,
    named("sign"): torch.sign,
    named("softplus"): functional.softplus,
    named("softplus", beta=3): lambda x: functional.softplus(x, 3, 1000),
    named("softsign"): functional.softsign,
    named("swish"): functional.silu,
    named("swish", beta=1.5): lambda x: x * torch.sigmoid(1.5 * x),
    named("tanh"): torch.tanh,
}

ROWS = {
    named("maxout", pieces=3): lambda x: maxout(x, 3),
    named("softmax"): lambda x: torch.softmax(x, -1),
    named("log-softmax"): lambda x: torch.log_softmax(x, -1),
}


def activations():
    cases = {
        name: differentiated(function(x), x=x)
        for name, function in (ACTIVATIONS | ROWS).items()
        for x in [(2 * draw(4, 6)).detach().requires_grad_()]
    }
    x, slope = draw(2, 3, 3, 4), draw(4)
    y = functional.prelu(x.movedim(-1, 1), slope).movedim(1, -1)
    cases[named("prelu")] = differentiated(y, x=x, slope=slope)
    x, slope = draw(4, 6), draw(1)
    y = functional.prelu(x, slope)
    cases[named("prelu", shared=True)] = differentiated(y, x=x, slope=slope)
    return cases


def activation_kinks():
    """Where pieces meet: the derivative chosen there."""
    kinks = (-6.0, -3.0, -1.0, -0.5, 0.0, 1.0, 2.0, 3.0, 6.0)
    return {
        name: differentiated(function(x), x=x)
        for name, function in ACTIVATIONS.items()
        for x in [fixed(*kinks)]
    }


def activation_extremes():
    """Where a careless formula overflows."""
    extremes = (-1e10, -1e4, -100.0, -89.0, -30.0, -0.5, 0.5, 30.0, 89.0, 100.0, 1e4, 1e10)
    return {
        name: differentiated(function(x), x=x)
        for name, function in ACTIVATIONS.items()
        for x in [fixed(*extremes)]
    }


# --- Layers ---------------------------------------------------------------------------------------


def layers_in_use():
    """Layers that in training are random or a learning rule, and those around others; see layers.py."""

    def case(function, *shape, **parameters):
        """Two underscores in a parameter's name stand for the slash after an inner layer's."""
        x = draw(*shape)
        inputs = {"x": x, **{key.replace("__", "/"): value for key, value in parameters.items()}}
        return differentiated(function(x, **parameters), **inputs)

    def convolve(x, weights, bias):
        y = functional.conv2d(x.permute(0, 3, 1, 2), weights.permute(3, 2, 0, 1), bias)
        return y.permute(0, 2, 3, 1)

    def normalize(x, scale, shift):
        mean, variance = norm.values()
        return functional.batch_norm(x, mean, variance, scale, shift, False, eps=1e-5)

    def dense(x, weights, bias):
        return x @ weights + bias

    def perceptron(x, weights, bias):
        z = dense(x, weights, bias)
        return z + (torch.where(z < 0, -1, 1) - z).detach()

    def residual(x, dense1__weights, dense1__bias):
        return x + dense(x, dense1__weights, dense1__bias)

    def two(x, dense1__weights, dense1__bias, dense2__weights, dense2__bias):
        hidden = torch.tanh(dense(x, dense1__weights, dense1__bias))
        return dense(hidden, dense2__weights, dense2__bias)

    def passed(x):
        return x * 1

    norm = {"mean": draw(3).detach(), "variance": draw(3).detach().square().float().double()}
    five = {"dense": {"units": 5}}
    weights, bias = draw(3, 5), draw(5)
    first = {"dense1__weights": weights, "dense1__bias": bias}
    second = {"dense2__weights": draw(5, 2), "dense2__bias": draw(2)}
    square = {"dense1__weights": draw(3, 3), "dense1__bias": draw(3)}
    return {
        named("activity-penalty", l1=0.1, l2=0.2): case(passed, 4, 3),
        named("alpha-dropout", rate=0.5): case(passed, 4, 3),
        named("batch-norm"): case(normalize, 6, 3, scale=draw(3), shift=draw(3)) | norm,
        named("conv2d", filters=4, kernel=[3, 2]): case(
            convolve, 2, 5, 4, 3, weights=draw(3, 2, 3, 4), bias=draw(4)
        ),
        named("drop-connect", layer=five, rate=0.5): case(
            dense, 4, 3, weights=weights, bias=bias
        ),
        named("dropout", rate=0.5): case(passed, 4, 3),
        named("flatten"): case(lambda x: x.flatten(1), 2, 3, 2, 2),
        named("gaussian-noise", deviation=0.5): case(passed, 4, 3),
        named("perceptron", units=5): case(perceptron, 4, 3, weights=weights, bias=bias),
        named("residual", body={"dense": {"units": 3}}): case(residual, 4, 3, **square),
        named("sequential", layers=[five, "tanh", {"dense": {"units": 2}}]): case(
            two, 4, 3, **first, **second
        ),
        named("spatial-dropout", rate=0.5): case(passed, 2, 3, 3, 2),
    }


# --- Losses ---------------------------------------------------------------------------------------


def by_example(each):
    """The mean over all axes but the first."""
    return each.flatten(1).mean(1)


def elementwise(function):
    return lambda x, y: by_example(function(x, y))


def binary(x, y, **settings):
    return functional.binary_cross_entropy_with_logits(x, y, reduction="none", **settings)


def asymmetric(x, y, positive, negative):
    return negative * y * functional.softplus(-x, 1, 1000) + positive * (
        1 - y
    ) * functional.softplus(x, 1, 1000)


NUMBERS = {
    named("absolute-error"): elementwise(lambda x, y: functional.l1_loss(x, y, reduction="none")),
    named("huber"): elementwise(lambda x, y: functional.huber_loss(x, y, reduction="none")),
    named("huber", delta=0.5): elementwise(
        lambda x, y: functional.huber_loss(x, y, reduction="none", delta=0.5)
    ),
    named("log-cosh"): elementwise(lambda x, y: torch.log(torch.cosh(x - y))),
    named("squared-error"): elementwise(lambda x, y: functional.mse_loss(x, y, reduction="none")),
    named("squared-error", reduction="half-mean"): elementwise(lambda x, y: (x - y) ** 2 / 2),
    named("squared-error", reduction="sum"): lambda x, y: len(x)
    * functional.mse_loss(x, y, reduction="none").flatten(1).sum(1),
    named("squared-error", reduction="half-sum"): lambda x, y: len(x)
    * ((x - y) ** 2 / 2).flatten(1).sum(1),
    named("cosine-distance"): lambda x, y: 1 - functional.cosine_similarity(x, y, -1),
}

ZERO_OR_ONE = {
    named("binary-cross-entropy"): elementwise(binary),
    named("asymmetric-cross-entropy", false_positive=1, false_negative=3): elementwise(
        lambda x, y: binary(x, y, pos_weight=torch.tensor(3.0).double())
    ),
    named("asymmetric-cross-entropy", false_positive=2, false_negative=0.5): elementwise(
        lambda x, y: asymmetric(x, y, 2, 0.5)
    ),
}

SIGNS = {
    named("logistic"): elementwise(lambda x, y: -functional.logsigmoid(x * y)),
    named("hinge"): elementwise(lambda x, y: functional.relu(1 - x * y)),
    named("squared-hinge"): elementwise(lambda x, y: functional.relu(1 - x * y) ** 2),
    named("perceptron-criterion"): elementwise(lambda x, y: functional.relu(-x * y)),
}

PROBABILITIES = {
    named("binary-cross-entropy", logits=False): elementwise(
        lambda x, y: functional.binary_cross_entropy(x, y, reduction="none")
    ),
    named("logistic", logits=False): elementwise(
        lambda x, y: -torch.log(torch.abs((2 * y - 1) / 2 - 0.5 + x))
    ),
}

COUNTS = {
    named("poisson"): elementwise(
        lambda x, y: functional.poisson_nll_loss(x, y, reduction="none")
    ),
    named("poisson", logarithmic=False): elementwise(
        lambda x, y: functional.poisson_nll_loss(x, y, log_input=False, reduction="none")
    ),
}

WEIGHTS = [0.5, 1, 2, 0, 3]


def cross_entropy(x, y, **settings):
    """The mean over an example's positions that count."""
    each = functional.cross_entropy(
        x.movedim(-1, 1) if x.dim() > 2 else x, y, reduction="none", **settings
    )
    if x.dim() == 2:
        return each
    counted = (y != settings.get("ignore_index", -1)).double()
    return (each * counted).sum(1) / counted.sum(1).clamp(min=1)


WEIGHTED = {"weight": torch.tensor(WEIGHTS).double()}
INDICES = {
    named("softmax-cross-entropy"): cross_entropy,
    named("softmax-cross-entropy", label_smoothing=0.1): lambda x, y: cross_entropy(
        x, y, label_smoothing=0.1
    ),
    named("softmax-cross-entropy", class_weights=WEIGHTS): lambda x, y: cross_entropy(
        x, y, **WEIGHTED
    ),
    named("softmax-cross-entropy", ignored_index=2): lambda x, y: cross_entropy(
        x, y, ignore_index=2
    ),
    named(
        "softmax-cross-entropy", label_smoothing=0.2, class_weights=WEIGHTS, ignored_index=1
    ): lambda x, y: cross_entropy(x, y, label_smoothing=0.2, ignore_index=1, **WEIGHTED),
    named("negative-log-likelihood"): lambda x, y: functional.nll_loss(x, y, reduction="none"),
}


def triplet(x, y, margin):
    """PyTorch's loss with, for each anchor, the farthest of its class and the nearest other."""
    distances = torch.cdist(x, x).detach()
    same = y[:, None] == y[None, :]
    farthest = torch.where(same, distances, -1).argmax(1)
    nearest = torch.where(same, math.inf, distances).argmin(1)
    return functional.triplet_margin_loss(
        x, x[farthest], x[nearest], margin=margin, eps=0, reduction="none"
    )


def case(function, x, y):
    each = function(x, y)
    (gradient,) = torch.autograd.grad(each.mean(), x)
    target = y if y.is_floating_point() else y.int()
    return {"x": x, "target": target, "each": each, "dx": gradient}


def losses():
    cases = {}

    def add(functions, make_inputs):
        for name, function in functions.items():
            cases[name] = case(function, *make_inputs())

    add(NUMBERS, lambda: (draw(4, 3), draw(4, 3).detach()))
    bits = lambda: torch.randint(2, (4, 3)).double()  # noqa: E731
    add(ZERO_OR_ONE, lambda: (draw(4, 3), bits()))
    add(SIGNS, lambda: (draw(4, 3), 2 * bits() - 1))
    probabilities = lambda: (  # noqa: E731
        torch.rand(4, 3).double().mul(0.9).add(0.05).float().double().requires_grad_()
    )
    add(PROBABILITIES, lambda: (probabilities(), bits()))
    # The targets of the other form are signs.
    name = named("logistic", logits=False)
    cases[name]["target"] = 2 * cases[name]["target"] - 1
    add(COUNTS, lambda: (probabilities(), torch.randint(6, (4, 3)).double()))
    add(INDICES, lambda: (draw(6, 5), torch.tensor([0, 1, 2, 3, 4, 1])))
    soft = lambda: torch.softmax(draw(6, 5).detach(), 1).float().double()  # noqa: E731
    one_hot = named("softmax-cross-entropy", one_hot=True)
    cases[one_hot] = case(
        lambda x, y: functional.cross_entropy(x, y, reduction="none"), draw(6, 5), soft()
    )
    smooth = named("softmax-cross-entropy", one_hot=True, label_smoothing=0.1, class_weights=WEIGHTS)
    cases[smooth] = case(
        lambda x, y: functional.cross_entropy(
            x, y, reduction="none", label_smoothing=0.1, **WEIGHTED
        ),
        draw(6, 5),
        functional.one_hot(torch.tensor([0, 1, 2, 3, 4, 1])).double(),
    )
    wanted = soft()
    wanted[0] = torch.tensor([0, 1, 0, 0, 0])
    cases[named("kl-divergence")] = case(
        lambda x, y: functional.kl_div(x, y, reduction="none").sum(1), draw(6, 5), wanted
    )
    classes = torch.tensor([0, 1, 2, 0, 1, 1])
    cases[named("triplet")] = case(lambda x, y: triplet(x, y, 1), draw(6, 4), classes)
    cases[named("triplet", margin=0.2)] = case(
        lambda x, y: triplet(x, y, 0.2), draw(6, 4), classes
    )
    tasks = [
        {"name": "kind", "loss": "softmax-cross-entropy", "outputs": 3},
        {"name": "place", "loss": "squared-error", "outputs": 2, "weight": 0.5},
    ]
    cases[named("multi-task", tasks=tasks)] = case(
        lambda x, y: functional.cross_entropy(x[:, :3], y[:, 0].long(), reduction="none")
        + 0.5 * by_example((x[:, 3:] - y[:, 1:]) ** 2),
        draw(6, 5),
        torch.cat([classes[:, None].double(), draw(6, 2).detach()], 1),
    )
    return cases


def losses_of_sequences():
    """Losses over several positions an example, some of them ignored."""
    targets = torch.tensor([[0, 1, 2], [3, 4, -1], [-1, -1, -1], [2, 2, 1]])
    cases = {
        named("softmax-cross-entropy"): case(
            lambda x, y: cross_entropy(x, y, ignore_index=-1), draw(4, 3, 5), targets
        ),
        named("softmax-cross-entropy", label_smoothing=0.1): case(
            lambda x, y: cross_entropy(x, y, ignore_index=-1, label_smoothing=0.1),
            draw(4, 3, 5),
            targets,
        ),
    }
    targets = torch.tensor([[0, 1, 2], [3, 4, 2], [2, 2, 2], [2, 0, 1]])
    cases[named("softmax-cross-entropy", ignored_index=2, class_weights=WEIGHTS)] = case(
        lambda x, y: cross_entropy(x, y, ignore_index=2, **WEIGHTED), draw(4, 3, 5), targets
    )
    return cases


def loss_extremes():
    """Where a careless formula overflows, and at kinks."""
    x = (-1e4, -100.0, -89.0, -1.0, 0.0, 1.0, 89.0, 100.0, 1e4)
    cases = {}
    for functions, low in ((ZERO_OR_ONE, 0.0), (SIGNS, -1.0)):
        for name, function in functions.items():
            inputs = fixed(*x, *x).detach().reshape(-1, 1).requires_grad_()
            targets = torch.tensor([low] * len(x) + [1.0] * len(x)).double().reshape(-1, 1)
            cases[name] = case(function, inputs, targets)
    # PyTorch's rectifier chooses 0 at the kink; a perceptron that starts at zero would not learn.
    perceptron = cases[named("perceptron-criterion")]
    at_kink = perceptron["x"] == 0
    perceptron["dx"] = torch.where(at_kink, -perceptron["target"] / len(at_kink), perceptron["dx"])
    inputs = fixed(*x).detach().reshape(-1, 1).requires_grad_()
    cases[named("huber")] = case(NUMBERS[named("huber")], inputs, torch.zeros_like(inputs))
    return cases


# --- Initializers, regularizers and constraints ---------------------------------------------------


def initializers():
    """First values that are not random, and the deviations of those that are.

    Weights are [inputs, outputs], or [rows, columns, inputs, outputs]; PyTorch's the other way round.
    """
    init = torch.nn.init

    def case(fill, *shape):
        values = torch.empty(*reversed(shape)).double()
        fill(values)
        return {"values": values.permute(*reversed(range(values.dim())))}

    def deviation(fill, *shape):
        values = torch.empty(*reversed(shape)).double()
        fill(values)
        large = torch.zeros(shape)
        return {"shape": list(large.shape), "deviation": values.std(), "greatest": values.abs().max()}

    wide = (300, 400)
    return {
        named("zeros"): case(init.zeros_, 3, 4),
        named("ones"): case(init.ones_, 3, 4),
        named("constant", value=0.5): case(lambda w: init.constant_(w, 0.5), 3, 4),
        named("identity"): case(init.eye_, 3, 4),
        named("identity", gain=2): case(lambda w: w.copy_(2 * torch.eye(2, 5)), 5, 2),
        named("dirac"): case(init.dirac_, 3, 4, 2, 3),
        named("from-array", values=[1, 2, 3, 4, 5, 6]): {
            "values": torch.tensor([[1, 2, 3], [4, 5, 6]]).double()
        },
        named("normal", deviation=0.01): deviation(lambda w: init.normal_(w, 0, 0.01), *wide),
        named("truncated-normal", deviation=0.5): deviation(
            lambda w: init.trunc_normal_(w, 0, 0.5, -1, 1), *wide
        ),
        named("uniform", low=-0.2, high=0.2): deviation(
            lambda w: init.uniform_(w, -0.2, 0.2), *wide
        ),
        named("glorot-normal"): deviation(init.xavier_normal_, *wide),
        named("glorot-uniform"): deviation(init.xavier_uniform_, *wide),
        named("he-normal"): deviation(init.kaiming_normal_, *wide),
        named("he-uniform"): deviation(init.kaiming_uniform_, *wide),
        named("he-normal", fan="out"): deviation(
            lambda w: init.kaiming_normal_(w, mode="fan_out"), *wide
        ),
        named("he-uniform", fan="out"): deviation(
            lambda w: init.kaiming_uniform_(w, mode="fan_out"), *wide
        ),
        named("lecun-normal"): deviation(
            lambda w: init.kaiming_normal_(w, nonlinearity="linear"), *wide
        ),
        named("lecun-uniform"): deviation(
            lambda w: init.kaiming_uniform_(w, nonlinearity="linear"), *wide
        ),
        named("orthogonal"): deviation(init.orthogonal_, *wide),
        named("orthogonal", gain=3): deviation(lambda w: init.orthogonal_(w, 3), *wide),
    }


def regularizers():
    def case(penalty):
        w = draw(3, 2, 4)
        y = penalty(w)
        (gradient,) = torch.autograd.grad(y, w)
        return {"w": w, "y": y, "dw": gradient}

    return {
        named("l1", rate=0.01): case(lambda w: 0.01 * torch.linalg.vector_norm(w, 1)),
        named("l2", rate=0.02): case(lambda w: 0.02 * w.square().sum()),
        named("l1-l2", l1=0.3, l2=0.1): case(
            lambda w: 0.3 * torch.linalg.vector_norm(w, 1) + 0.1 * w.square().sum()
        ),
        named("group-lasso", rate=0.1): case(
            lambda w: 0.1 * math.sqrt(6) * torch.linalg.vector_norm(w, dim=(0, 1)).sum()
        ),
    }


def constraints():
    def case(constrain):
        w = draw(3, 2, 4)
        w.data[..., 0] /= 8  # one unit shorter than the limit
        return differentiated(constrain(w), w=w)

    def max_norm(w, limit):
        length = torch.linalg.vector_norm(w, dim=(0, 1), keepdim=True)
        return w * (limit / length).clamp(max=1)

    return {
        named("max-norm", limit=1.5): case(lambda w: max_norm(w, 1.5)),
        named("unit-norm"): case(lambda w: functional.normalize(w, dim=(0, 1))),
        named("non-negative"): case(functional.relu),
    }


SUBJECTS = {
    "activations": activations,
    "activation-kinks": activation_kinks,
    "activation-extremes": activation_extremes,
    "losses": losses,
    "losses-of-sequences": losses_of_sequences,
    "loss-extremes": loss_extremes,
    "initializers": initializers,
    "regularizers": regularizers,
    "constraints": constraints,
    "layers-in-use": layers_in_use,
}
