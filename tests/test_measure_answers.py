"""The trained neuron and its measured accuracy, on the real test images."""

from functools import cache

import numpy as np
import pytest

from model_answers import hidden, namespace, visible
from neuronlab.data import load_mnist


@cache
def pixels():
    images_train, _, images_test, _ = load_mnist()
    return images_train[:20000].reshape(-1, 784).T / 255, images_test.reshape(-1, 784).T / 255


@cache
def trained():
    """Train the model answer on a third of MNIST: enough to pass, in seconds."""
    names = namespace()
    return names["train"](pixels()[0], names["Y_train"][:, :20000], np.zeros((1, 784)), 0.0, 1.0, 120)


def measured(source="test_accuracy = accuracy(Y_test, predict(X_test, W, b))", **answers):
    """Return a notebook's names after the neuron was trained and ``source`` was run."""
    names = namespace(**answers)
    names["W"], names["b"], names["losses"] = (np.copy(value) for value in trained())
    names["X_train"], names["X_test"] = pixels()
    exec(source, names)
    return names


RIGHT = {
    "as asked": "test_accuracy = accuracy(Y_test, predict(X_test, W, b))",
    "rounded as one reads it": "test_accuracy = round(accuracy(Y_test, predict(X_test, W, b)), 3)",
    "by hand, from z": "test_accuracy = np.mean((W @ X_test + b >= 0) == Y_test)",
    "float32 weights, b as an array": "W, b = W.astype('float32'), np.reshape(b, (1, 1))\ntest_accuracy = accuracy(Y_test, predict(X_test, W, b))",
}
WRONG = {
    "in percent": ("test_accuracy = 100 * accuracy(Y_test, predict(X_test, W, b))", {"measured"}),
    "on the training images": ("test_accuracy = accuracy(Y_train[:, :20000], predict(X_train, W, b))", {"measured"}),
    "probabilities compared with labels": ("test_accuracy = accuracy(Y_test, forward(X_test, W, b))", {"measured"}),
    "training answers against test labels": ("test_accuracy = accuracy(Y_test, predict(X_train[:, :10000], W, b))", {"measured"}),
    "one minus the loss": ("test_accuracy = 1 - losses[-1]", {"measured"}),
    "not measured": ("test_accuracy = None", {"measured"}),
    "measured before training": ("test_accuracy = accuracy(Y_test, predict(X_test, 0 * W, 0.0))", {"measured"}),
    "not trained": ("W, b = 0 * W, 0.0\ntest_accuracy = accuracy(Y_test, predict(X_test, W, b))", {"trained"}),
    "W on its side": ("W = W.T\ntest_accuracy = 0.96", {"trained", "measured"}),
    "NaN weights": ("W = W * np.nan\ntest_accuracy = 0.9108", {"trained", "measured"}),
    "cell not run": ("del W, b, losses", {"trained", "measured"}),
}
EARLIER = {
    "sigmoid missing": {"sigmoid": ""},
    "forward without b": {"forward": "def forward(X, W, b): return sigmoid(W @ X)"},
    "z >= 0.5": {"predict": "def predict(X, W, b): return (W @ X + b >= 0.5).astype(int)"},
    "predict as a vector": {"predict": "def predict(X, W, b): return (W @ X + b >= 0).ravel()", "accuracy": "def accuracy(Y, Y_pred): return np.mean(Y.ravel() == Y_pred)"},
    "accuracy in percent": {"accuracy": "def accuracy(Y, Y_pred): return 100 * np.mean(Y == Y_pred)"},
}


@pytest.mark.parametrize("source", RIGHT.values(), ids=RIGHT)
def test_a_right_measure_gets_everything(source):
    names = measured(source)
    assert hidden("measure", names) == visible("measure", names) == set()


@pytest.mark.parametrize("source, lost", WRONG.values(), ids=WRONG)
def test_a_wrong_measure_loses_what_is_wrong(source, lost):
    names = measured(source)
    assert hidden("measure", names) == visible("measure", names) == lost


@pytest.mark.parametrize("answers", EARLIER.values(), ids=EARLIER)
def test_a_mistake_in_an_earlier_function_costs_the_measure_nothing(answers):
    names = measured("test_accuracy = 0", **answers)
    try:
        exec(RIGHT["as asked"], names)
    except NameError:
        exec(RIGHT["by hand, from z"], names)
    assert hidden("measure", names) == set()
