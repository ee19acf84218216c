"""What each exercise requires, part by part.

A requirement is a function of the student's names and of one case: arguments,
and the numbers expected for them. It returns None, or the key of a remark, and
raises :class:`Wrong`. It knows no formula: the numbers come with the case. The
visible check and the hidden tests judge with the same requirements, on other
data.

The tolerances separate float32 and other orders of summation (errors below
1e-6 relative) from the smallest known mistake of each exercise.
"""

import numpy as np

from neuronlab.checks.compare import (
    expect_close,
    expect_finite,
    expect_shape,
    number,
    numbers,
)
from neuronlab.checks.student import Wrong

REQUIREMENTS = {}


def requires(exercise, *parts):
    """Register a function as the requirement of these parts of an exercise."""

    def register(function):
        for part in parts:
            REQUIREMENTS[exercise, part] = function
        return function

    return register


def _unpack(what, result, names):
    """Return the members of a returned tuple, or say how many there should be."""
    if result is None:
        raise Wrong("none", what=what)
    if not isinstance(result, (tuple, list)) or len(result) != len(names):
        seen = len(result) if isinstance(result, (tuple, list)) else type(result).__name__
        raise Wrong("tuple", what=what, names=", ".join(names), count=len(names), seen=seen)
    return result


@requires("baseline", "value")
def baseline(student, case):
    seen = expect_shape("baseline_accuracy", student.value("baseline_accuracy"), ())
    for key in ("train", "percent", "fives"):
        if np.isclose(seen, case[key], atol=5e-5 * (100 if key == "percent" else 1)):
            raise Wrong(f"baseline_{key}", seen=number(seen))
    if not np.isclose(seen, case["expected"], rtol=0, atol=5e-4):
        raise Wrong("baseline", seen=number(seen))


@requires("sigmoid", "values", "large")
def sigmoid(student, case):
    z = case["z"]
    seen = expect_shape("sigmoid(z)", student.call("sigmoid", z), np.shape(z))
    expect_close("sigmoid(z)", seen, case["expected"], {"z": z}, rtol=0, atol=1e-6)
    if np.any(seen < 0) or np.any(seen > 1):
        raise Wrong("not_a_probability", what="sigmoid(z)")


@requires("forward", "values")
def forward(student, case):
    X, W, b = case["X"], case["W"], case["b"]
    result = student.call("forward", X, W, b)
    seen = expect_shape("forward(X, W, b)", result, (1, X.shape[1]))
    given = {"X": X, "W": W, "b": b}
    expect_close("forward(X, W, b)", seen, case["expected"], given, rtol=0, atol=1e-6)


@requires("cross_entropy", "values", "saturated")
def cross_entropy(student, case):
    Y, Y_hat = case["Y"], case["Y_hat"]
    what = "cross_entropy(Y, Y_hat)"
    seen = expect_shape(what, student.call("cross_entropy", Y, Y_hat), ())
    expect_finite(what, seen)
    if "at_least" in case:
        if seen < case["at_least"]:
            raise Wrong("too_small", what=what, least=number(case["at_least"]), seen=number(seen))
    else:
        tolerance = {"rtol": 1e-3, "atol": 1e-6}
        expect_close(what, seen, case["expected"], {"Y": Y, "Y_hat": Y_hat}, **tolerance)


@requires("gradients", "values", "saturated")
def gradients(student, case):
    X, Y, Y_hat = case["X"], case["Y"], case["Y_hat"]
    result = student.call("gradients", X, Y, Y_hat)
    dW, db = _unpack("gradients(X, Y, Y_hat)", result, ("dW", "db"))
    dW = expect_shape("dW", dW, (1, X.shape[0]))
    db = expect_shape("db", db, ())
    given = {"X": X, "Y": Y, "Y_hat": Y_hat}
    for what, seen in (("dW", dW), ("db", db)):
        expect_finite(what, seen)
        if what in case:
            expect_close(what, seen, case[what], given, rtol=1e-4, atol=1e-6)


def _train(student, case, epochs=None, learning_rate=None, **strictness):
    """Call ``train`` on a case and return ``W``, ``b`` (0-d) and ``losses`` as they come.

    What each part does not judge is let through: an argument that is changed
    costs "arguments" only, a missing history costs "losses" only.
    """
    epochs = case["epochs"] if epochs is None else epochs
    rate = case["learning_rate"] if learning_rate is None else learning_rate
    X, Y, W0, b0 = (case[name] for name in ("X", "Y", "W0", "b0"))
    result = student.call("train", X, Y, W0, b0, rate, epochs, **{"untouched": False, **strictness})
    W, b, losses = _unpack("train(…)", result, ("W", "b", "losses"))
    W = expect_shape("W", W, W0.shape)
    b = numbers("b", b)
    if b.size != 1:
        raise Wrong("one_number", what="b", seen=b.shape)
    return W, b.reshape(()), losses


def _history(losses, epochs):
    """Return the losses as a 1-D array with one entry an epoch."""
    losses = numbers("losses", list(losses) if hasattr(losses, "__iter__") else losses)
    if losses.size != epochs:
        raise Wrong("losses_count", expected=epochs, seen=losses.size)
    return losses.reshape(-1)


def _given(case):
    return {name: case[name] for name in ("W0", "b0", "learning_rate", "epochs")}


@requires("train", "weights")
def train_weights(student, case):
    W, b, _ = _train(student, case)
    tolerance = {"rtol": 1e-3, "atol": 1e-5}
    expect_close("W", W, case["W"], _given(case), **tolerance, key="train_value")
    expect_close("b", b, case["b"], _given(case), **tolerance, key="train_value")


@requires("train", "losses")
def train_losses(student, case):
    _history(_train(student, case, epochs=0)[2], 0)
    losses = _history(_train(student, case)[2], case["epochs"])
    first = case["losses"][0]
    if not np.isclose(losses[0], first, rtol=1e-3) and np.isclose(losses[0], case["losses"][1], rtol=1e-3):
        raise Wrong("losses_late", expected=number(first), seen=number(losses[0]))
    expect_close("losses", losses, case["losses"], _given(case), rtol=1e-3, atol=1e-6, key="train_value")


@requires("train", "settings")
def train_settings(student, case):
    """No epoch moves nothing, one moves in proportion to the learning rate, and epochs add up.

    All hold whatever the gradients are worth, so a wrong direction costs the
    weights and not these.
    """
    rate, epochs = case["learning_rate"], case["epochs"]
    start, start_b, _ = _train(student, case, epochs=0)
    if not np.allclose(start, case["W0"]) or not np.allclose(start_b, case["b0"]):
        raise Wrong("zero_epochs_moved")
    once, _, _ = _train(student, case, epochs=1)
    half, _, _ = _train(student, case, epochs=1, learning_rate=rate / 2)
    step, half_step = once - case["W0"], half - case["W0"]
    if not np.any(step):
        raise Wrong("no_step")
    middle_W, middle_b, _ = _train(student, case, epochs=epochs - 1)
    resumed = {**case, "W0": np.asarray(middle_W, float), "b0": float(middle_b)}
    W, _, _ = _train(student, resumed, epochs=1)
    whole, _, _ = _train(student, case)
    if not np.allclose(W, whole, rtol=1e-3, atol=1e-5):
        raise Wrong("epochs_ignored", epochs=epochs, before=epochs - 1)
    if not np.allclose(step, 2 * half_step, rtol=1e-3, atol=1e-6):
        raise Wrong("rate_ignored", rate=rate, half=rate / 2)


@requires("train", "arguments")
def train_arguments(student, case):
    """Nothing given is changed, and zero epochs return a copy of the start."""
    _train(student, case, untouched=True)
    _train(student, case, epochs=0, untouched=True, fresh=True)


@requires("predict", "values")
def predict(student, case):
    X, W, b = case["X"], case["W"], case["b"]
    what = "predict(X, W, b)"
    seen = expect_shape(what, student.call("predict", X, W, b), (1, X.shape[1]))
    if not np.all((seen == 0) | (seen == 1)):
        raise Wrong("not_a_decision", what=what)
    wrong = seen != case["expected"]
    if np.any(wrong) and not np.any(wrong & ~case["tie"]):
        raise Wrong("tie", what=what)
    expect_close(what, seen, case["expected"], {"X": X, "W": W, "b": b}, rtol=0, atol=1e-6)


@requires("accuracy", "values")
def accuracy(student, case):
    Y, Y_pred = case["Y"], case["Y_pred"]
    what = "accuracy(Y, Y_pred)"
    seen = expect_shape(what, student.call("accuracy", Y, Y_pred), ())
    expect_finite(what, seen)
    if np.isclose(seen, 100 * case["expected"]) and case["expected"] > 0:
        raise Wrong("percent", what=what, expected=number(case["expected"]), seen=number(seen))
    expect_close(what, seen, case["expected"], {"Y": Y, "Y_pred": Y_pred}, rtol=0, atol=1e-6)
