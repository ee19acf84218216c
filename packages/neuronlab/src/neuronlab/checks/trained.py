"""What is required of the two trained models: the neuron and the Keras networks.

These look at the whole of MNIST, which comes with the package.
"""

from functools import cache

import numpy as np

from neuronlab.checks.compare import expect_close, expect_finite, expect_shape, number
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
    b = np.asarray(student.value("b"))
    if b.size != 1 or b.dtype.kind not in "fiu":
        raise Wrong("shape", what="b", expected=(), seen=b.shape)
    Y = (digits == 5).astype(float).reshape(1, -1)
    Y_pred = expect_shape("predict(X_test, W, b)", student.call("predict", X, W, float(b.reshape(()))), (1, len(digits)))
    seen = student.call("accuracy", Y, Y_pred)
    return float(expect_shape("accuracy(Y_test, Y_pred)", seen, ()))


@requires("measure", "trained")
def trained_neuron(student, case):
    seen = _accuracy_of_neuron(student)
    if not seen >= case["at_least"]:
        raise Wrong("undertrained", expected=case["at_least"], seen=number(seen))


@requires("measure", "measured")
def measured_accuracy(student, case):
    seen = expect_shape("test_accuracy", student.value("test_accuracy"), ())
    expected = _accuracy_of_neuron(student)
    if np.isclose(seen, 100 * expected, atol=0.05):
        raise Wrong("percent", what="test_accuracy", expected=number(expected), seen=number(seen))
    if not np.isclose(seen, expected, rtol=0, atol=case["tolerance"]):
        raise Wrong("accuracy_differs", expected=number(expected), seen=number(seen))


def _images(case):
    """Return the training images of a case as rows ``(m, 784)``, and their digits."""
    images, digits, _, _ = load_mnist()
    first, last = case["images"]
    return _columns(images[first:last]).T, digits[first:last]


def _output(model, X):
    """Return what a Keras model answers to images given as rows.

    The model is called rather than asked to ``predict``, which would compile
    a new function for every model that is checked.
    """
    return np.asarray(model(X))


def _built(student, name, argument):
    """Build and return a compiled Keras model, or say what came instead."""
    model = student.call(name, argument)
    if not hasattr(model, "get_weights") or not hasattr(model, "predict"):
        raise Wrong("not_a_model", what=f"{name}({argument})", seen=type(model).__name__)
    if getattr(model, "optimizer", None) is None:
        raise Wrong("not_compiled", what=f"{name}({argument})")
    return model


def _neuron_with_weights(student, case):
    """Return the student's Keras neuron carrying the weights of the case."""
    model = _built(student, "build_neuron", case["learning_rate"])
    model.build((None, 784))
    shapes = [weight.shape for weight in model.get_weights()]
    if shapes != [(784, 1), (1,)]:
        raise Wrong("model_weights", what="build_neuron", expected="(784, 1), (1,)", seen=shapes)
    student.call("copy_weights", model, case["W"], case["b"])
    return model


@requires("keras_neuron", "output")
def keras_neuron_output(student, case):
    X, _ = _images(case)
    model = _neuron_with_weights(student, case)
    what = "model.predict(X.T)"
    seen = expect_shape(what, _output(model, X), (len(X), 1))
    given = {"W": case["W"], "b": case["b"]}
    expect_close(what, seen, case["Y_hat"].T, given, rtol=0, atol=1e-5)


@requires("keras_neuron", "step")
def keras_neuron_step(student, case):
    X, digits = _images(case)
    model = _neuron_with_weights(student, case)
    Y = (digits == 5).astype(float).reshape(-1, 1)
    kernel_before, bias_before = model.get_weights()
    try:
        model.fit(X, Y, batch_size=len(X), epochs=1, verbose=0)
    except Exception as error:
        raise Wrong("fit_failed", what="build_neuron", error=str(error).splitlines()[0]) from None
    kernel, bias = model.get_weights()
    step = np.append(kernel - kernel_before, bias - bias_before)
    expected = np.append(case["step_W"].T, case["step_b"])
    if np.max(np.abs(step - expected)) > 1e-3 * np.max(np.abs(expected)):
        ratio = float(step @ expected / (expected @ expected))
        raise Wrong("keras_step", ratio=number(ratio))


@requires("keras_network", "model")
def keras_network_model(student, case):
    X, digits = _images(case)
    hidden = case["hidden"]
    model = _built(student, "build_network", hidden)
    model.build((None, 784))
    expected = [(784, hidden), (hidden,), (hidden, 10), (10,)]
    shapes = [weight.shape for weight in model.get_weights()]
    if shapes != expected:
        raise Wrong("model_weights", what=f"build_network({hidden})", expected=expected, seen=shapes)
    if type(model.optimizer).__name__ != "Adam":
        raise Wrong("optimizer", expected="Adam", seen=type(model.optimizer).__name__)
    V1, c1, V2, c2 = case["V1"], case["c1"], case["V2"], case["c2"]
    model.set_weights([V1, c1, V2, c2])
    seen = expect_shape("model.predict(X)", _output(model, X), (len(X), 10))
    expect_close("model.predict(X)", seen, case["probabilities"], {"hidden": hidden}, rtol=0, atol=1e-5)
    _expect_loss(model, X, digits, case["loss"])


def _expect_loss(model, X, digits, expected):
    """Accept the cross-entropy of ten classes, for digits or for one-hot labels."""
    seen = []
    for labels in (digits, np.eye(10)[digits]):
        try:
            value = model.evaluate(X, labels, batch_size=len(X), verbose=0)
        except Exception:
            continue
        seen.append(float(np.ravel(value)[0]))
    if not any(np.isclose(value, expected, rtol=1e-3) for value in seen):
        raise Wrong("network_loss", expected=number(expected), seen=", ".join(map(number, seen)) or "—")


@requires("keras_network", "trained")
def keras_network_trained(student, case):
    X, digits = _test_set()
    network = student.value("network")
    if not hasattr(network, "predict"):
        raise Wrong("not_a_model", what="network", seen=type(network).__name__)
    probabilities = expect_shape("network.predict(X_test.T)", _output(network, X.T), (len(digits), 10))
    seen = float(np.mean(np.argmax(probabilities, axis=1) == digits))
    if seen < case["at_least"]:
        raise Wrong("undertrained", expected=case["at_least"], seen=number(seen))
