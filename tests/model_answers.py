"""One right answer to every NumPy and formula exercise, and how an answer is judged in the tests."""

from functools import cache


from examiner.scoring import grade
from neuronlab.checks.cases import visible_cases
from neuronlab.checks.judging import judge
from neuronlab.checks.student import Student
from neuronlab.data import load_mnist

SYMBOLS = "    from neuronlab.formulas import sigma, exp, log, ln\n"

TRAIN = """
def train(X, Y, W0, b0, learning_rate, epochs):
    W, b, losses = W0.copy(), b0, []
    for _ in range(epochs):
        Y_hat = forward(X, W, b)
        losses.append(cross_entropy(Y, Y_hat))
        dW, db = gradients(X, Y, Y_hat)
        W = W - learning_rate * dW
        b = b - learning_rate * db
    return W, b, losses
"""

MODEL = {
    "baseline": "baseline_accuracy = np.mean(Y_test == 0)",
    "sigmoid": "def sigmoid(z): return 1 / (1 + np.exp(-z))",
    "output_formula": "def y_hat_formula(x1, x2, x3, w1, w2, w3, b):\n"
    + SYMBOLS
    + "    return sigma(w1 * x1 + w2 * x2 + w3 * x3 + b)",
    "forward": "def forward(X, W, b): return sigmoid(W @ X + b)",
    "loss_formula": "def loss_formula(y, y_hat):\n"
    + SYMBOLS
    + "    return -(y * log(y_hat) + (1 - y) * log(1 - y_hat))",
    "cross_entropy": """
def cross_entropy(Y, Y_hat):
    Y_hat = np.clip(Y_hat, 1e-12, 1 - 1e-12)
    return -np.mean(Y * np.log(Y_hat) + (1 - Y) * np.log(1 - Y_hat))
""",
    "derivatives": "def derivatives(x1, y, y_hat, z):\n"
    + SYMBOLS
    + "    return (y_hat - y) / (y_hat * (1 - y_hat)), sigma(z) * (1 - sigma(z)), x1, (y_hat - y) * x1, y_hat - y",
    "gradients": """
def gradients(X, Y, Y_hat):
    m = X.shape[1]
    return (Y_hat - Y) @ X.T / m, np.mean(Y_hat - Y)
""",
    "train": TRAIN,
    "predict": "def predict(X, W, b): return (forward(X, W, b) >= 0.5).astype(int)",
    "accuracy": "def accuracy(Y, Y_pred): return np.mean(Y == Y_pred)",
}


@cache
def labels():
    """Return the given arrays of labels, in the notebook's names."""
    _, y_train, _, y_test = load_mnist()
    fives = {name: (y == 5).astype(float).reshape(1, -1) for name, y in (("Y_train", y_train), ("Y_test", y_test))}
    return {"y_train": y_train, "y_test": y_test, **fives}


def namespace(**answers):
    """Run the model answers, with some exercises answered otherwise, and return the globals."""
    names = {**labels()}
    exec("import math\nimport numpy as np", names)
    for exercise, source in {**MODEL, **answers}.items():
        exec(source, names)
    return names


def hidden(exercise, names):
    """Return the parts of an exercise that the hidden tests refuse."""
    return _refused(grade(exercise, names))


def visible(exercise, names):
    """Return the parts of an exercise that the visible check refuses."""
    return _refused(judge(Student(names), exercise, visible_cases()[exercise]))


def _refused(results):
    return {result.part for result in results if result.wrong}


def changed(source, *replacements):
    """Return ``source`` with every (old, new) pair replaced; each ``old`` must be there."""
    for old, new in replacements:
        assert old in source, old
        source = source.replace(old, new)
    return source
