"""The data on which answers are judged: a fixed set that students see, other sets that they do not."""

import json
from functools import cache

import numpy as np
import sympy

from examiner import references
from neuronlab.checks.cases import encode
from neuronlab.checks.formulas import ARGUMENTS, symbols_of
from neuronlab.data import load_mnist
from neuronlab.exercises import EXERCISES

FIVE = 5


@cache
def draw(exercise_id, seed):
    """Return the cases of one exercise: part -> list of cases.

    Parameters
    ----------
    exercise_id : str
    seed : tuple of int
        The same seed always gives the same cases.
    """
    rng = np.random.default_rng([*seed, list(EXERCISES).index(exercise_id)])
    return _DRAW[exercise_id](rng)


def draw_visible(exercise_id):
    """Return the cases of the visible check."""
    return draw(exercise_id, seed=(2026,))


def write(package):
    """Write the visible cases into ``package``, the folder of ``neuronlab``: one exercise a line."""
    lines = [
        f"{json.dumps(exercise)}:{json.dumps(encode(draw_visible(exercise)), separators=(',', ':'))}"
        for exercise in EXERCISES
    ]
    (package / "cases.json").write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def _some_neuron(rng, n, m):
    """Draw images with pixels in [0, 1], labels of both classes, weights, a bias that is not 0."""
    X = rng.uniform(0, 1, (n, m)).round(3)
    Y = rng.permutation(np.arange(m) % 3 == 0).astype(float).reshape(1, m)
    W = rng.normal(0, 1, (1, n)).round(3)
    return X, Y, W, round(rng.uniform(0.2, 1), 3)


def _baseline(rng):
    _, digits_train, _, digits_test = load_mnist()
    expected = float(np.mean(digits_test != FIVE))
    case = {
        "expected": expected,
        "train": float(np.mean(digits_train != FIVE)),
        "percent": 100 * expected,
        "fives": 1 - expected,
    }
    return {"value": [case]}


def _sigmoid(rng):
    def case(z):
        return {"z": z, "expected": references.sigmoid(z)}

    scalars = [0, 2, -3, 0.0, round(rng.uniform(0.5, 3), 2), -20.0, 20.0]
    arrays = [
        rng.normal(0, 3, 5).round(2),
        rng.normal(0, 6, (2, 3)).round(2).clip(-20, 20),
        rng.integers(-9, 9, (1, 4)),
        rng.normal(0, 3, (2, 2, 2)).round(2),
    ]
    large = [
        np.array([-1000.0, -800.0, -50.0, 0.0, 50.0, 800.0, 1000.0]),
        np.array([[-1000, 25], [-30, 1000]]),
        rng.uniform(-1000, 1000, (3, 2)).round(1),
    ]
    return {"values": [case(z) for z in scalars + arrays], "large": [case(z) for z in large]}


def _forward(rng):
    cases = []
    for n, m in ((3, 2), (4, 7), (6, 1), (2, 9)):
        X, _, W, b = _some_neuron(rng, n, m)
        cases.append({"X": X, "W": W, "b": b, "expected": references.forward(X, W, b)})
    return {"values": cases}


def _cross_entropy(rng):
    values = []
    for m, kind in ((4, float), (7, float), (1, float), (9, np.int64)):
        Y = rng.permutation(np.arange(m) % 3 == 0).astype(kind).reshape(1, m)
        Y_hat = rng.uniform(0.1, 0.9, (1, m)).round(3)
        values.append({"Y": Y, "Y_hat": Y_hat, "expected": references.cross_entropy(Y, Y_hat)})
    Y = rng.permutation([0.0, 1.0, 1.0, 0.0, 0.0]).reshape(1, 5)
    saturated = [{"Y": Y, "Y_hat": Y.copy(), "expected": 0.0}, {"Y": Y, "Y_hat": 1 - Y, "at_least": 5.0}]
    return {"values": values, "saturated": saturated}


def _gradients(rng):
    values = []
    for n, m in ((3, 2), (4, 7), (6, 5), (2, 1)):
        X, Y, _, _ = _some_neuron(rng, n, m)
        Y_hat = rng.uniform(0.05, 0.95, (1, m)).round(3)
        dW, db = references.gradients(X, Y, Y_hat)
        values.append({"X": X, "Y": Y, "Y_hat": Y_hat, "dW": dW, "db": db})
    X, Y, _, _ = _some_neuron(rng, 4, 6)
    saturated = [{"X": X, "Y": Y, "Y_hat": Y.copy()}, {"X": X, "Y": Y, "Y_hat": 1 - Y}]
    return {"values": values, "saturated": saturated}


def _train(rng):
    def case(n, m, learning_rate, epochs):
        X, Y, W0, b0 = _some_neuron(rng, n, m)
        W, b, losses = references.train(X, Y, W0, b0, learning_rate, epochs)
        start = {"X": X, "Y": Y, "W0": W0, "b0": b0, "learning_rate": learning_rate, "epochs": epochs}
        return {**start, "W": W, "b": b, "losses": np.array(losses)}

    # At learning rate 1 the direction is judged alone; the rate itself is judged in "settings".
    return {
        "weights": [case(3, 5, 1.0, 3), case(4, 7, 1.0, 12)],
        "losses": [case(3, 5, 1.0, 4), case(4, 7, 1.0, 9)],
        "settings": [case(3, 5, 0.5, 3), case(4, 7, 0.25, 6)],
        "arguments": [case(4, 7, 0.5, 2)],
    }


def _predict(rng):
    cases = []
    for n, m in ((3, 4), (4, 9)):
        X, _, W, b = _some_neuron(rng, n, m)
        # Whole numbers, so that W X + b is exactly 0 for the last image: a tie.
        X, W, b = (8 * X).round(), W.round() + (W.round() == 0), round(4 * b)
        X[:, -1] = 0
        X[0, -1] = 1
        W[0, 0] = -b
        z = W @ X + b
        cases.append({"X": X, "W": W, "b": float(b), "tie": z == 0, "expected": references.predict(X, W, b)})
    X, _, W, b = _some_neuron(rng, 5, 6)
    cases.append({"X": X, "W": W, "b": b, "tie": np.zeros((1, 6), bool), "expected": references.predict(X, W, b)})
    return {"values": cases}


def _accuracy(rng):
    cases = []
    for m, kind in ((4, float), (10, np.int64), (7, float)):
        Y = (rng.uniform(size=(1, m)) < 0.4).astype(kind)
        wrong = rng.permutation(m) < max(1, m // 3)
        Y_pred = np.where(wrong, 1 - Y, Y).astype(np.int64)
        cases.append({"Y": Y, "Y_pred": Y_pred, "expected": references.accuracy(Y, Y_pred)})
    return {"values": cases}


def _measure(rng):
    return {"trained": [{"at_least": 0.96}], "measured": [{"tolerance": 5e-4}]}


def _some_images(rng):
    first = int(rng.integers(0, 50_000))
    images, digits, _, _ = load_mnist()
    taken = slice(first, first + 32)
    X = images[taken].reshape(-1, 784).T / 255
    return [first, first + 32], X, digits[taken]


def _keras_neuron(rng):
    images, X, digits = _some_images(rng)
    W, b, rate = rng.normal(0, 0.02, (1, 784)).round(4), 0.3, 0.5
    Y = (digits == FIVE).astype(float).reshape(1, -1)
    W_after, b_after, _ = references.train(X, Y, W, b, rate, 1)
    Y_hat = references.forward(X, W, b)
    after = {"loss": references.cross_entropy(Y, Y_hat), "step_W": W_after - W, "step_b": b_after - b}
    case = {"images": images, "W": W, "b": b, "learning_rate": rate, "Y_hat": Y_hat}
    return {"output": [case], "step": [{**case, **after}]}


def _keras_network(rng):
    images, X, digits = _some_images(rng)
    hidden = int(rng.integers(3, 6))
    V1, c1 = rng.normal(0, 0.05, (784, hidden)).round(3), rng.normal(0, 0.5, hidden).round(3)
    V2, c2 = rng.normal(0, 1, (hidden, 10)).round(3), rng.normal(0, 0.5, 10).round(3)
    scores = np.maximum(X.T @ V1 + c1, 0) @ V2 + c2
    probabilities = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    loss = float(-np.mean(np.log(probabilities[np.arange(len(digits)), digits])))
    case = {"images": images, "hidden": hidden, "V1": V1, "c1": c1, "V2": V2, "c2": c2}
    model = {**case, "probabilities": probabilities, "loss": loss}
    return {"model": [model], "trained": [{"at_least": 0.95}]}


def _points(rng, names):
    """Draw a dozen points where the formulas live: y is a label, y_hat = sigmoid(z)."""
    points = []
    for i in range(12):
        point = {name: round(rng.uniform(-2, 2), 3) for name in names}
        if "y" in names:
            point["y"] = i % 2
        if "y_hat" in names:
            z = round(rng.uniform(-2.9, 2.9), 3)
            point["y_hat"] = float(references.sigmoid(z))
            if "z" in names:
                point["z"] = z
        points.append(point)
    return points


def _formula(exercise_id, function):
    def drawn(rng):
        points = _points(rng, ARGUMENTS[function])
        cases = {}
        for output, expression in references.formulas()[exercise_id].items():
            values = [_value(expression, function, point) for point in points]
            cases[output] = [{"points": points, output: values}]
        return cases if exercise_id == "derivatives" else {"formula": cases[output]}

    return drawn


def _value(expression, function, point):
    """Return the value of an expression at a point, computed with thirty digits."""
    values = {symbol: sympy.Float(point[symbol.name], 30) for symbol in symbols_of(function)}
    return float(sympy.N(expression.xreplace(values), 20))


_DRAW = {
    "baseline": _baseline,
    "sigmoid": _sigmoid,
    "output_formula": _formula("output_formula", "y_hat_formula"),
    "forward": _forward,
    "loss_formula": _formula("loss_formula", "loss_formula"),
    "cross_entropy": _cross_entropy,
    "derivatives": _formula("derivatives", "derivatives"),
    "gradients": _gradients,
    "train": _train,
    "predict": _predict,
    "accuracy": _accuracy,
    "measure": _measure,
    "keras_neuron": _keras_neuron,
    "keras_network": _keras_network,
}
