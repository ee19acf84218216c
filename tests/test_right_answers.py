"""Unusual answers are right answers: the visible check and the hidden tests give them everything."""

import pytest

from model_answers import MODEL, SYMBOLS, TRAIN, changed, hidden, namespace, visible

CLIPPED = """
def cross_entropy(Y, Y_hat):
    A = np.clip(Y_hat, {least}, 1 - {least})
    return -np.mean(Y * np.log(A) + (1 - Y) * np.log(1 - A))
"""


def derivatives(*returned):
    return "def derivatives(x1, y, y_hat, z):\n" + SYMBOLS + "    return " + ", ".join(returned)


def loss(formula):
    return "def loss_formula(y, y_hat):\n" + SYMBOLS + f"    return {formula}"


def output(formula):
    return "def y_hat_formula(x1, x2, x3, w1, w2, w3, b):\n" + SYMBOLS + f"    return {formula}"


RIGHT = {
    "baseline": {
        "counted": "baseline_accuracy = np.sum(Y_test == 0) / Y_test.size",
        "one minus the fives": "baseline_accuracy = 1 - Y_test.mean()",
        "from the digits": "baseline_accuracy = (y_test != 5).mean()",
        "rounded as one reads it": "baseline_accuracy = 0.911",
        "a 0-d array": "baseline_accuracy = np.array(np.mean(Y_test == 0))",
    },
    "sigmoid": {
        "expit of SciPy": "def sigmoid(z):\n    from scipy.special import expit\n    return expit(z)",
        "hyperbolic tangent": "def sigmoid(z): return 0.5 * (1 + np.tanh(z / 2))",
        "np.where by sign, with warnings": "def sigmoid(z): return np.where(z >= 0, 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z)))",
        "np.e to a power": "def sigmoid(z): return 1 / (1 + np.e**-z)",
        "logaddexp": "def sigmoid(z): return np.exp(-np.logaddexp(0, -z))",
        "clipped at 20": "def sigmoid(z): return 1 / (1 + np.exp(-np.clip(z, -20, 20)))",
        "clipped at 500": "def sigmoid(z): return 1 / (1 + np.exp(-np.clip(z, -500, 500)))",
        "float32 inside": "def sigmoid(z): return 1 / (1 + np.exp(-np.asarray(z, dtype=np.float32)))",
        "masks after asarray": """
def sigmoid(z):
    z = np.asarray(z, dtype=float)
    out, positive = np.empty_like(z), z >= 0
    out[positive] = 1 / (1 + np.exp(-z[positive]))
    e = np.exp(z[~positive])
    out[~positive] = e / (1 + e)
    return out
""",
        "masks on arrays, math on numbers": """
def sigmoid(z):
    if not isinstance(z, np.ndarray):
        return 1 / (1 + math.exp(-z))
    out = np.zeros(z.shape)
    out[z >= 0] = 1 / (1 + np.exp(-z[z >= 0]))
    out[z < 0] = np.exp(z[z < 0]) / (1 + np.exp(z[z < 0]))
    return out
""",
        "changes a copy, and prints": "def sigmoid(z):\n    z = np.array(z, dtype=float)\n    z *= -1\n    print(z)\n    return 1 / (1 + np.exp(z))",
    },
    "output_formula": {
        "other order": output("sigma(b + x1*w1 + x2*w2 + x3*w3)"),
        "written out": output("1 / (1 + exp(-(w1*x1 + w2*x2 + w3*x3 + b)))"),
        "the other exponential": output("exp(w1*x1 + w2*x2 + w3*x3 + b) / (1 + exp(w1*x1 + w2*x2 + w3*x3 + b))"),
        "one minus sigma": output("1 - sigma(-w1*x1 - w2*x2 - w3*x3 - b)"),
        "by way of z": "def y_hat_formula(x1, x2, x3, w1, w2, w3, b):\n" + SYMBOLS + "    z = sum(w * x for w, x in zip((w1, w2, w3), (x1, x2, x3))) + b\n    return sigma(z)",
    },
    "forward": {
        "np.dot": "def forward(X, W, b): return sigmoid(np.dot(W, X) + b)",
        "np.matmul": "def forward(X, W, b): return sigmoid(np.matmul(W, X) + b)",
        "einsum": "def forward(X, W, b): return sigmoid(np.einsum('in,nm->im', W, X) + b)",
        "tensordot": "def forward(X, W, b): return sigmoid(np.tensordot(W, X, axes=1) + b)",
        "loops": """
def forward(X, W, b):
    n, m = X.shape
    Y_hat = np.zeros((1, m))
    for i in range(m):
        z = b
        for j in range(n):
            z += W[0, j] * X[j, i]
        Y_hat[0, i] = sigmoid(z)
    return Y_hat
""",
        "b as a 0-d array": "def forward(X, W, b): return sigmoid(W @ X + np.array(b))",
        "b of shape (1,)": "def forward(X, W, b): return sigmoid(W @ X + np.array([b]))",
        "b of shape (1, 1)": "def forward(X, W, b): return sigmoid(W @ X + np.reshape(b, (1, 1)))",
        "by transposes": "def forward(X, W, b): return sigmoid(X.T @ W.T + b).T",
    },
    "loss_formula": {
        "ln": loss("-y*ln(y_hat) - (1-y)*ln(1-y_hat)"),
        "one logarithm, by powers": loss("-log(y_hat**y * (1-y_hat)**(1-y))"),
        "logarithms of the inverses": loss("y*log(1/y_hat) + (1-y)*log(1/(1-y_hat))"),
        "by way of the log-odds": loss("-log(1-y_hat) - y*log(y_hat/(1-y_hat))"),
        "|1 - y - y_hat|, right for labels": loss("-log(abs(1 - y - y_hat))"),
    },
    "cross_entropy": {
        "np.where after clipping": "def cross_entropy(Y, Y_hat):\n    A = np.clip(Y_hat, 1e-9, 1-1e-9)\n    return np.mean(np.where(Y == 1, -np.log(A), -np.log(1 - A)))",
        "dot product reduced to a number": "def cross_entropy(Y, Y_hat):\n    A = np.clip(Y_hat, 1e-9, 1-1e-9)\n    return -(np.dot(Y, np.log(A).T) + np.dot(1-Y, np.log(1-A).T)).item() / Y.shape[1]",
        "np.average": changed(CLIPPED.format(least=1e-10), ("np.mean", "np.average")),
        "sum over m": changed(CLIPPED.format(least=1e-10), ("np.mean", "1 / Y.size * np.sum")),
        **{f"clipped at {least}": CLIPPED.format(least=least) for least in (1e-15, 1e-12, 1e-7)},
        "1e-8 inside the logarithms": "def cross_entropy(Y, Y_hat): return -np.mean(Y * np.log(Y_hat + 1e-8) + (1 - Y) * np.log(1 - Y_hat + 1e-8))",
        "a Python float, by a loop": """
def cross_entropy(Y, Y_hat):
    total = 0.0
    for y, a in zip(Y.ravel(), Y_hat.ravel()):
        a = min(max(a, 1e-12), 1 - 1e-12)
        total -= math.log(a) if y == 1 else math.log(1 - a)
    return total / Y.size
""",
        "a 0-d array": changed(CLIPPED.format(least=1e-10), ("-np.mean(", "np.array(-1.0) * np.mean(")),
    },
    "derivatives": {
        "two fractions": derivatives("-y/y_hat + (1-y)/(1-y_hat)", "y_hat*(1-y_hat)", "x1", "(y_hat-y)*x1", "y_hat-y"),
        "exponentials": derivatives("(y_hat-y)/(y_hat-y_hat**2)", "exp(-z)/(1+exp(-z))**2", "x1", "x1*(sigma(z)-y)", "sigma(z)-y"),
        "products of the chain": derivatives(
            "-y/y_hat + (1-y)/(1-y_hat)", "sigma(z)*(1-sigma(z))", "x1",
            "(-y/y_hat + (1-y)/(1-y_hat)) * sigma(z)*(1-sigma(z)) * x1",
            "(-y/y_hat + (1-y)/(1-y_hat)) * sigma(z)*(1-sigma(z))",
        ),
        "sigma differentiated by SymPy": "def derivatives(x1, y, y_hat, z):\n" + SYMBOLS + "    return (y_hat-y)/(y_hat*(1-y_hat)), sigma(z).diff(z), x1, (y_hat-y)*x1, y_hat-y",
        "a list": "def derivatives(x1, y, y_hat, z): return [(y_hat-y)/(y_hat*(1-y_hat)), y_hat*(1-y_hat), x1, x1*y_hat - x1*y, -(y-y_hat)]",
    },
    "gradients": {
        "einsum": "def gradients(X, Y, Y_hat): return np.einsum('im,nm->in', Y_hat - Y, X) / X.shape[1], (Y_hat - Y).mean()",
        "loops": """
def gradients(X, Y, Y_hat):
    n, m = X.shape
    dW, db = np.zeros((1, n)), 0.0
    for i in range(m):
        for j in range(n):
            dW[0, j] += (Y_hat[0, i] - Y[0, i]) * X[j, i] / m
        db += (Y_hat[0, i] - Y[0, i]) / m
    return dW, db
""",
        "guarded chain rule": """
def gradients(X, Y, Y_hat):
    A = np.clip(Y_hat, 1e-10, 1 - 1e-10)
    dZ = (-Y / A + (1 - Y) / (1 - A)) * A * (1 - A)
    return dZ @ X.T / X.shape[1], dZ.mean()
""",
        "divided early": "def gradients(X, Y, Y_hat):\n    e = (Y_hat - Y) / Y.shape[1]\n    return np.dot(e, X.T), np.sum(e)",
        "a list, db a 0-d array": "def gradients(X, Y, Y_hat): return [(Y_hat - Y) @ X.T / Y.size, np.array(np.mean(Y_hat - Y))]",
    },
    "train": {
        "in place on a copy": changed(TRAIN, ("W = W - ", "W -= "), ("b = b - ", "b -= ")),
        "float32": changed(TRAIN, ("W0.copy(), b0", "W0.astype(np.float32), np.float32(b0)"), ("forward(X,", "forward(X.astype(np.float32),")),
        "an array of losses": changed(TRAIN, ("return W, b, losses", "return W, b, np.array(losses)")),
        "prints, and has defaults": changed(TRAIN, ("learning_rate, epochs):", "learning_rate=1.0, epochs=100):"), ("        dW", "        print(losses[-1])\n        dW")),
        "a class and helpers of its own": """
class Neuron:
    def __init__(self, W, b):
        self.W, self.b = np.array(W), b
    def step(self, X, Y, rate):
        error = own_sigmoid(self.W @ X + self.b) - Y
        self.W = self.W - rate * error @ X.T / Y.size
        self.b = self.b - rate * error.mean()
def own_sigmoid(z): return 1 / (1 + np.exp(-z))
def train(X, Y, W0, b0, learning_rate, epochs):
    neuron, losses = Neuron(W0, b0), []
    for epoch in range(epochs):
        losses.append(cross_entropy(Y, own_sigmoid(neuron.W @ X + neuron.b)))
        neuron.step(X, Y, learning_rate)
    return neuron.W, neuron.b, losses
""",
        "with the course's progress bar": changed(TRAIN, ("in range(epochs)", "in progress(range(epochs))"), ("def train", "from neuronlab import progress\ndef train")),
        "b as a (1, 1) array": changed(TRAIN, ("W0.copy(), b0", "W0.copy(), np.array([[b0]])")),
    },
    "predict": {
        "booleans": "def predict(X, W, b): return forward(X, W, b) >= 0.5",
        "floats": "def predict(X, W, b): return 1.0 * (forward(X, W, b) >= 0.5)",
        "the sign of z": "def predict(X, W, b): return (W @ X + b >= 0).astype(int)",
        "np.where": "def predict(X, W, b): return np.where(forward(X, W, b) < 0.5, 0, 1)",
        "floor": "def predict(X, W, b): return np.floor(forward(X, W, b) + 0.5)",
    },
    "accuracy": {
        "counted": "def accuracy(Y, Y_pred): return np.sum(Y == Y_pred) / Y.shape[1]",
        "one minus the mean difference": "def accuracy(Y, Y_pred): return 1 - np.mean(np.abs(Y_pred - Y))",
        "accuracy_score of scikit-learn": "def accuracy(Y, Y_pred):\n    from sklearn.metrics import accuracy_score\n    return accuracy_score(Y.ravel(), Y_pred.ravel())",
        "ravelled": "def accuracy(Y, Y_pred): return float((Y.ravel() == Y_pred.ravel()).mean())",
        "a loop": "def accuracy(Y, Y_pred):\n    right = 0\n    for y, p in zip(Y[0], Y_pred[0]):\n        if y == p: right += 1\n    return right / len(Y[0])",
    },
}


@pytest.mark.parametrize("exercise", MODEL)
def test_the_model_answer_gets_everything(exercise):
    names = namespace()
    assert hidden(exercise, names) == visible(exercise, names) == set()


@pytest.mark.parametrize(
    "exercise, source",
    [pytest.param(exercise, source, id=f"{exercise}: {name}") for exercise, answers in RIGHT.items() for name, source in answers.items()],
)
def test_an_unusual_right_answer_gets_everything(exercise, source):
    names = namespace(**{exercise: source})
    assert hidden(exercise, names) == visible(exercise, names) == set()


@pytest.mark.parametrize(
    "source", [pytest.param(source, id=name) for name, source in RIGHT["sigmoid"].items()]
)
def test_any_right_sigmoid_carries_the_exercises_after_it(source):
    names = namespace(sigmoid=source)
    assert {exercise: visible(exercise, names) for exercise in ("forward", "train", "predict")} == {
        "forward": set(), "train": set(), "predict": set()
    }


def test_a_product_of_the_chain_is_right_and_asks_what_cancels():
    from examiner.scoring import grade

    remarks = {result.part: result.remark for result in grade("derivatives", namespace(derivatives=RIGHT["derivatives"]["products of the chain"]))}
    assert remarks["dL_dw1"] == remarks["dL_db"] == "cancels"
    assert {result.remark for result in grade("derivatives", namespace())} == {None}


def test_judging_puts_back_the_functions_that_it_mended():
    names = namespace(sigmoid="def sigmoid(z): return z")
    before = dict(names)
    hidden("train", names)
    assert names == before
