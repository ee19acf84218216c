"""What is required of the two trained models: the neuron and the Keras networks.

These look at the whole of MNIST, which comes with the package.
"""

import contextlib
from functools import cache

import numpy as np

from neuronlab.checks.compare import expect_close, expect_finite, expect_shape, number, numbers
from neuronlab.checks.requirements import requires
from neuronlab.checks.student import Wrong
from neuronlab.data import load_mnist


def _columns(images):
    """Return images as the course writes them: ``(784, m)``, pixels in [0, 1]."""
    return images.reshape(len(images), 784).T / 255


@cache
def _test_set():
    _, _, images, digits = load_mnist()
    return _columns(images), digits


def _accuracy_of_neuron(student):
    """Return the test accuracy of the student's ``W`` and ``b``, by ``predict`` and ``accuracy``."""
    X, digits = _test_set()
    W = expect_shape("W", student.value("W"), (1, 784)).astype(float)
    expect_finite("W", W)
    b = numbers("b", student.value("b"))
    if b.size != 1:
        raise Wrong("one_number", what="b", seen=b.shape)
    Y = (digits == 5).astype(float).reshape(1, -1)
    Y_pred = expect_shape("predict(X_test, W, b)", student.call("predict", X, W, float(b.reshape(()))), (1, len(digits)))
    seen = student.call("accuracy", Y, Y_pred)
    return float(expect_shape("accuracy(Y_test, Y_pred)", seen, ()))


@requires("measure", "trained")
def trained_neuron(student, case):
    seen = _accuracy_of_neuron(student)
    if not seen >= case["at_least"]:
        raise Wrong("neuron_undertrained", expected=case["at_least"], seen=number(seen))


@requires("measure", "measured")
def measured_accuracy(student, case):
    seen = expect_shape("test_accuracy", student.value("test_accuracy"), ())
    expected = _accuracy_of_neuron(student)
    if np.isclose(seen, 100 * expected, atol=0.05):
        raise Wrong("percent", what="test_accuracy", expected=number(expected), seen=number(seen))
    if not np.isclose(seen, expected, rtol=0, atol=case["tolerance"]):
        raise Wrong("accuracy_differs", seen=number(seen))


@cache
def _images(first, last):
    """Return some training images as rows ``(m, 784)``, and their digits."""
    images, digits, _, _ = load_mnist()
    return _columns(images[first:last]).T, digits[first:last].copy()


@contextlib.contextmanager
def _errors_named(key, what):
    """Turn whatever Keras raises into a sentence."""
    try:
        yield
    except Exception as error:
        reason = str(error).strip() or type(error).__name__
        raise Wrong(key, what=what, error=reason.splitlines()[0]) from None


def _fed(model, X):
    """Return rows of pixels in the shape that the model takes: some begin by flattening 28 x 28."""
    return X.reshape(len(X), *model.input_shape[1:])


def _output(what, model, X):
    """Return what a Keras model answers to images given as rows.

    The model is called rather than asked to ``predict``, which would compile
    a new function for every model that is checked.
    """
    with _errors_named("model_failed", what):
        return np.asarray(model(_fed(model, X)))


def _built(student, name, argument, shapes):
    """Build and return a compiled Keras model with weights of these shapes, or say what came instead."""
    what = f"{name}({argument})"
    model = student.call(name, argument)
    _expect_model(what, model)
    if getattr(model, "optimizer", None) is None:
        raise Wrong("not_compiled", what=what)
    with _errors_named("model_failed", what):
        if not model.built:
            model.build((None, 784))
        seen = [tuple(weight.shape) for weight in model.get_weights()]
    if seen != shapes:
        raise Wrong("model_weights", what=what, expected=_listed(shapes), seen=_listed(seen))
    return model


def _expect_model(what, model):
    if model is None:
        raise Wrong("none", what=what)
    if not hasattr(model, "get_weights") or not hasattr(model, "predict"):
        raise Wrong("not_a_model", what=what, seen=type(model).__name__)


def _listed(shapes):
    return ", ".join(map(str, shapes)) or "—"


def _neuron(student, case):
    return _built(student, "build_neuron", case["learning_rate"], [(784, 1), (1,)])


@requires("keras_neuron", "output")
def keras_neuron_output(student, case):
    X, _ = _images(*case["images"])
    model = _neuron(student, case)
    student.call("copy_weights", model, case["W"], case["b"])
    what = "model.predict(X.T)"
    seen = expect_shape(what, _output(what, model, X), (len(X), 1))
    given = {"W": case["W"], "b": case["b"]}
    expect_close(what, seen, case["Y_hat"].T, given, rtol=0, atol=1e-5, key="keras_value")


@requires("keras_neuron", "step")
def keras_neuron_step(student, case):
    X, digits = _images(*case["images"])
    model = _neuron(student, case)
    # Not by copy_weights, which "output" judges.
    model.set_weights([case["W"].T, np.array([case["b"]])])
    Y = (digits == 5).astype(float).reshape(-1, 1)
    kernel_before, bias_before = model.get_weights()
    if not np.isclose(seen := _loss(model, Y, case["Y_hat"].T), case["loss"], rtol=1e-3):
        raise Wrong("neuron_loss", expected=number(case["loss"]), seen=number(seen))
    model.run_eagerly = True  # compiling a graph for a single step takes seconds
    with _errors_named("fit_failed", f"build_neuron({case['learning_rate']})"):
        model.train_on_batch(_fed(model, X), Y)
    kernel, bias = model.get_weights()
    step = np.append(kernel - kernel_before, bias - bias_before)
    expected = np.append(case["step_W"].T, case["step_b"])
    if not np.max(np.abs(step - expected)) <= 1e-3 * np.max(np.abs(expected)):
        ratio = float(step @ expected / (expected @ expected))
        raise Wrong("keras_step", ratio=number(ratio))


@requires("keras_network", "model")
def keras_network_model(student, case):
    X, digits = _images(*case["images"])
    hidden = case["hidden"]
    model = _built(student, "build_network", hidden, [(784, hidden), (hidden,), (hidden, 10), (10,)])
    if type(model.optimizer).__name__ != "Adam":
        raise Wrong("optimizer", expected="Adam", seen=type(model.optimizer).__name__)
    V1, c1, V2, c2 = case["V1"], case["c1"], case["V2"], case["c2"]
    model.set_weights([V1, c1, V2, c2])
    what = "model.predict(X.T)"
    seen = expect_shape(what, _output(what, model, X), (len(X), 10))
    expect_close(what, seen, case["probabilities"], {"hidden": hidden}, rtol=0, atol=1e-5, key="keras_value")
    seen = [_loss(model, labels, seen) for labels in (digits.reshape(-1, 1), np.eye(10)[digits])]
    if not np.any(np.isclose(seen, case["loss"], rtol=1e-3)):
        raise Wrong("network_loss", expected=number(case["loss"]), seen=", ".join(map(number, seen)))


def _loss(model, labels, probabilities):
    """Return the loss that a Keras model was compiled with, on given probabilities; NaN if they do not suit it.

    The probabilities are plain numbers: from its own output Keras would find
    the logits again, and mend a ``from_logits=True`` that is wrong.
    """
    import keras

    try:
        tensors = (keras.ops.convert_to_tensor(array.astype("float32")) for array in (labels, probabilities))
        return float(model.compute_loss(None, *tensors))
    except Exception:
        return np.nan


@requires("keras_network", "trained")
def keras_network_trained(student, case):
    X, digits = _test_set()
    network = student.value("network")
    _expect_model("network", network)
    what = "network.predict(X_test.T)"
    probabilities = expect_shape(what, _output(what, network, X.T), (len(digits), 10))
    seen = float(np.mean(np.argmax(probabilities, axis=1) == digits))
    if seen < 0.2:  # labels 0 and 1 teach only two of the ten outputs: about 0.1
        raise Wrong("network_chance", seen=number(seen))
    if seen < case["at_least"]:
        raise Wrong("undertrained", expected=case["at_least"], seen=number(seen))
