"""The course's own answers, independent of the source notebooks.

Shapes: ``X`` is ``(n, m)``, one column per image; ``Y``, ``Y_hat`` are
``(1, m)``; ``W`` is ``(1, n)``; ``b`` is a float.
"""

import numpy as np
import sympy
from scipy.special import expit, xlogy

from neuronlab.checks.formulas import symbols_of
from neuronlab.formulas import sigma as sigma_symbol

SMALLEST = 1e-15


def sigmoid(z):
    """Return 1 / (1 + exp(-z)), for numbers and arrays of any shape."""
    return expit(np.asarray(z, dtype=float))[()]


def forward(X, W, b):
    """Return the neuron's outputs sigmoid(W X + b), of shape ``(1, m)``."""
    return expit(np.einsum("in,nm->im", W, X) + b)


def cross_entropy(Y, Y_hat):
    """Return the mean binary cross-entropy, finite also where ``Y_hat`` is 0 or 1."""
    Y_hat = np.clip(Y_hat, SMALLEST, 1 - SMALLEST)
    return float(-np.mean(xlogy(Y, Y_hat) + xlogy(1 - Y, 1 - Y_hat)))


def gradients(X, Y, Y_hat):
    """Return the gradients of the mean cross-entropy: ``dW`` of shape ``(1, n)`` and ``db``."""
    error = Y_hat - Y
    return np.einsum("im,nm->in", error, X) / X.shape[1], float(error.mean())


def train(X, Y, W0, b0, learning_rate, epochs):
    """Return ``W``, ``b`` and the loss before each epoch of full-batch gradient descent."""
    W, b, losses = np.array(W0, dtype=float), float(b0), []
    for _ in range(epochs):
        Y_hat = forward(X, W, b)
        losses.append(cross_entropy(Y, Y_hat))
        dW, db = gradients(X, Y, Y_hat)
        W, b = W - learning_rate * dW, b - learning_rate * db
    return W, b, losses


def predict(X, W, b):
    """Return 1 where the probability is at least 0.5, else 0, of shape ``(1, m)``."""
    return (np.einsum("in,nm->im", W, X) + b >= 0).astype(int)


def accuracy(Y, Y_pred):
    """Return the fraction of equal labels."""
    return float(np.mean(np.asarray(Y) == np.asarray(Y_pred)))


def formulas():
    """Return the expected expressions: exercise id -> output -> SymPy expression."""
    x1, x2, x3, w1, w2, w3, b = symbols_of("y_hat_formula")
    y, y_hat = symbols_of("loss_formula")
    return {
        "output_formula": {"y_hat": sigma_symbol(w1 * x1 + w2 * x2 + w3 * x3 + b)},
        "loss_formula": {"L": -(y * sympy.log(y_hat) + (1 - y) * sympy.log(1 - y_hat))},
        "derivatives": {
            "dL_dy_hat": (y_hat - y) / (y_hat * (1 - y_hat)),
            "dy_hat_dz": y_hat * (1 - y_hat),
            "dz_dw1": x1,
            "dL_dw1": (y_hat - y) * x1,
            "dL_db": y_hat - y,
        },
    }
