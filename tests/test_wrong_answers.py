"""What students really write: each mistake costs its own exercise, and no other.

The third member of every entry is what it loses, part by part. The visible
check and the hidden tests must say the same.
"""

import pytest

from model_answers import MODEL, SYMBOLS, TRAIN, changed, hidden, namespace, visible
from neuronlab.checks.judging import judge
from neuronlab.checks.cases import visible_cases
from neuronlab.checks.student import Student
from neuronlab.exercises import EXERCISES

EVERYTHING = {exercise: " ".join(EXERCISES[exercise].parts) for exercise in EXERCISES}


def formula(head, *returned):
    return f"def {head}:\n{SYMBOLS}    return {', '.join(returned)}"


def y_hat(returned):
    return formula("y_hat_formula(x1, x2, x3, w1, w2, w3, b)", returned)


def loss(returned):
    return formula("loss_formula(y, y_hat)", returned)


def derivatives(
    dL_dy_hat="(y_hat-y)/(y_hat*(1-y_hat))", dy_hat_dz="y_hat*(1-y_hat)", dz_dw1="x1", dL_dw1="(y_hat-y)*x1", dL_db="y_hat-y"
):
    return formula("derivatives(x1, y, y_hat, z)", dL_dy_hat, dy_hat_dz, dz_dw1, dL_dw1, dL_db)


def entropy(returned):
    return f"def cross_entropy(Y, Y_hat):\n    m = Y.shape[1]\n    A = np.clip(Y_hat, 1e-12, 1 - 1e-12)\n    return {returned}"


def gradients(dW="E @ X.T / m", db="np.mean(E)", E="Y_hat - Y"):
    return f"def gradients(X, Y, Y_hat):\n    n, m = X.shape\n    E = {E}\n    return {dW}, {db}"


def train(*replacements):
    return changed(TRAIN, *replacements)


WRONG = {
    "baseline": [
        ("on the training set", "baseline_accuracy = np.mean(Y_train == 0)", "value"),
        ("in percent", "baseline_accuracy = 100 * np.mean(Y_test == 0)", "value"),
        ("the fraction of fives", "baseline_accuracy = np.mean(Y_test)", "value"),
        ("a count", "baseline_accuracy = np.sum(Y_test == 0)", "value"),
        ("a string", "baseline_accuracy = '0.9108'", "value"),
        ("nine digits of ten", "baseline_accuracy = 0.9", "value"),
    ],
    "sigmoid": [
        ("brackets forgotten", "def sigmoid(z): return 1/1+np.exp(-z)", "values large"),
        ("the 1 forgotten", "def sigmoid(z): return 1 / np.exp(-z)", "values large"),
        ("the minus forgotten", "def sigmoid(z): return 1 / (1 + np.exp(z))", "values large"),
        ("math.exp", "def sigmoid(z): return 1 / (1 + math.exp(-z))", "values large"),
        ("arrays only", "def sigmoid(z):\n    out = np.zeros(z.shape)\n    out[...] = 1 / (1 + np.exp(-z))\n    return out", "values"),
        ("e^z / (1 + e^z)", "def sigmoid(z): return np.exp(z) / (1 + np.exp(z))", "large"),
        ("math.exp, number by number", "def sigmoid(z): return np.vectorize(lambda t: 1 / (1 + math.exp(-t)))(z)", "large"),
        ("clipped at 10", "def sigmoid(z): return 1 / (1 + np.exp(-np.clip(z, -10, 10)))", "values large"),
        ("its derivative", "def sigmoid(z):\n    s = 1 / (1 + np.exp(-z))\n    return s * (1 - s)", "values large"),
        ("tanh", "def sigmoid(z): return np.tanh(z)", "values large"),
        ("a step", "def sigmoid(z): return np.where(z >= 0, 1.0, 0.0)", "values large"),
        ("changes z", "def sigmoid(z):\n    z *= -1\n    return 1 / (1 + np.exp(z))", "values large"),
        ("prints", "def sigmoid(z): print(1 / (1 + np.exp(-z)))", "values large"),
        ("abs(z)", "def sigmoid(z): return 1 / (1 + np.exp(-abs(z)))", "values large"),
        ("one number of an array", "def sigmoid(z): return 1 / (1 + np.exp(-np.ravel(z)[0]))", "values large"),
        ("waits for input()", "def sigmoid(z): return 1 / (1 + np.exp(-float(input())))", "values large"),
    ],
    "output_formula": [
        ("sigma forgotten", y_hat("w1*x1 + w2*x2 + w3*x3 + b"), "formula"),
        ("b forgotten", y_hat("sigma(w1*x1 + w2*x2 + w3*x3)"), "formula"),
        ("b outside", y_hat("sigma(w1*x1 + w2*x2 + w3*x3) + b"), "formula"),
        ("b three times", y_hat("sigma(w1*(x1+b) + w2*(x2+b) + w3*(x3+b))"), "formula"),
        ("one product missing", y_hat("sigma(w1*x1 + w2*x2 + b)"), "formula"),
        ("a sum of sigmas", y_hat("sigma(w1*x1) + sigma(w2*x2) + sigma(w3*x3) + b"), "formula"),
        ("the minus forgotten", y_hat("1 / (1 + exp(w1*x1 + w2*x2 + w3*x3 + b))"), "formula"),
        ("sigmoid for sigma", y_hat("sigmoid(w1*x1 + w2*x2 + w3*x3 + b)"), "formula"),
        ("np.exp", y_hat("1 / (1 + np.exp(-(w1*x1 + w2*x2 + w3*x3 + b)))"), "formula"),
        ("z left in", y_hat("sigma(z)"), "formula"),
        ("a string", y_hat("'sigma(w1*x1 + w2*x2 + w3*x3 + b)'"), "formula"),
        ("nothing returned", "def y_hat_formula(x1, x2, x3, w1, w2, w3, b): pass", "formula"),
        ("a list", y_hat("[w1*x1, w2*x2, w3*x3, b]"), "formula"),
        ("sigma of an array", y_hat("sigma(np.array([w1, w2, w3]) @ np.array([[x1], [x2], [x3]]) + b)"), "formula"),
    ],
    "forward": [
        ("element by element", "def forward(X, W, b): return sigmoid(W.T * X + b)", "values"),
        ("b forgotten", "def forward(X, W, b): return sigmoid(W @ X)", "values"),
        ("b after sigmoid", "def forward(X, W, b): return sigmoid(W @ X) + b", "values"),
        ("b added to X", "def forward(X, W, b): return sigmoid(W @ (X + b))", "values"),
        ("sigmoid forgotten", "def forward(X, W, b): return W @ X + b", "values"),
        ("the other orientation", "def forward(X, W, b): return sigmoid(X.T @ W.T + b)", "values"),
        ("X W", "def forward(X, W, b): return sigmoid(X @ W + b)", "values"),
        ("784 hard-coded", "def forward(X, W, b): return sigmoid(W.reshape(1, 784) @ X + b)", "values"),
        ("60000 hard-coded", "def forward(X, W, b):\n    Y_hat = np.zeros((1, 60000))\n    Y_hat[:] = sigmoid(W @ X + b)\n    return Y_hat", "values"),
        ("a global X", "X = np.ones((4, 7))\ndef forward(_, W, b): return sigmoid(W @ X + b)", "values"),
        ("a global W", "W_learnt = np.ones((1, 4))\ndef forward(X, W, b): return sigmoid(W_learnt @ X + b)", "values"),
        ("a global m", "m = 7\ndef forward(X, W, b): return sigmoid(W @ X + b)[:, :m].reshape(1, m)", "values"),
        ("reshape where a transpose was meant", "def forward(X, W, b): return sigmoid(X.reshape(X.shape[1], -1) @ W.T + b).T", "values"),
        ("the first image only", "def forward(X, W, b): return sigmoid(W @ X[:, :1] + b) * np.ones((1, X.shape[1]))", "values"),
        ("a vector", "def forward(X, W, b): return sigmoid(W @ X + b).ravel()", "values"),
    ],
    "loss_formula": [
        ("sign forgotten", loss("y*log(y_hat) + (1-y)*log(1-y_hat)"), "formula"),
        ("first term only", loss("-y*log(y_hat)"), "formula"),
        ("second term only", loss("-(1-y)*log(1-y_hat)"), "formula"),
        ("arguments swapped", loss("-(y_hat*log(y+1e-9) + (1-y_hat)*log(1-y+1e-9))"), "formula"),
        ("log(1) - y_hat", loss("-(y*log(y_hat) + (1-y)*(log(1)-y_hat))"), "formula"),
        ("1 - log(y_hat)", loss("-(y*log(y_hat) + (1-y)*(1-log(y_hat)))"), "formula"),
        ("a minus between the terms", loss("-(y*log(y_hat) - (1-y)*log(1-y_hat))"), "formula"),
        ("base 10", loss("-(y*log(y_hat, 10) + (1-y)*log(1-y_hat, 10))"), "formula"),
        ("squared error", loss("(y - y_hat)**2"), "formula"),
        ("absolute error", loss("abs(y - y_hat)"), "formula"),
        ("halved", loss("-(y*log(y_hat) + (1-y)*log(1-y_hat)) / 2"), "formula"),
        ("np.log", loss("-(y*np.log(y_hat) + (1-y)*np.log(1-y_hat))"), "formula"),
        ("math.log", loss("-(y*math.log(y_hat) + (1-y)*math.log(1-y_hat))"), "formula"),
        ("a caret", loss("(y - y_hat)^2"), "formula"),
        ("a caret between symbols", loss("-log(y_hat^y * (1-y_hat)^(1-y))"), "formula"),
        ("an integral left", "import sympy\n" + loss("sympy.Integral(1/y_hat, y_hat)"), "formula"),
    ],
    "cross_entropy": [
        ("sum for mean", entropy("-np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A))"), "values"),
        ("a global m", "m = 7\n" + entropy("-np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / globals()['m']"), "values"),
        ("sign forgotten", entropy("np.mean(Y * np.log(A) + (1 - Y) * np.log(1 - A))"), "values saturated"),
        ("first term only", entropy("-np.mean(Y * np.log(A))"), "values"),
        ("second term only", entropy("-np.mean((1 - Y) * np.log(1 - A))"), "values"),
        ("an (m, m) matrix", entropy("-np.sum(Y.T @ np.log(A) + (1 - Y).T @ np.log(1 - A)) / m"), "values saturated"),
        ("Y * log(A).T", entropy("-np.sum(Y * np.log(A).T + (1 - Y) * np.log(1 - A).T) / m"), "values saturated"),
        ("arguments swapped", entropy("-np.mean(A * np.log(np.clip(Y, 1e-12, 1)) + (1 - A) * np.log(np.clip(1 - Y, 1e-12, 1)))"), "values"),
        ("log10", entropy("-np.mean(Y * np.log10(A) + (1 - Y) * np.log10(1 - A))"), "values"),
        ("log2", entropy("-np.mean(Y * np.log2(A) + (1 - Y) * np.log2(1 - A))"), "values"),
        ("log(1) - A", entropy("-np.mean(Y * np.log(A) + (1 - Y) * (np.log(1) - A))"), "values"),
        ("1 - log(A)", entropy("-np.mean(Y * np.log(A) + (1 - Y) * (1 - np.log(A)))"), "values saturated"),
        ("squared error", entropy("np.mean((Y - A) ** 2)"), "values saturated"),
        ("absolute error", entropy("np.mean(np.abs(Y - A))"), "values saturated"),
        ("of the rounded predictions", entropy("-np.mean(Y * np.log(np.round(A) + 1e-12) + (1 - Y) * np.log(1 - np.round(A) + 1e-12))"), "values"),
        ("divided twice", entropy("-np.mean(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / m"), "values"),
        ("halved", entropy("-np.mean(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / 2"), "values"),
        ("one loss an image", entropy("-(Y * np.log(A) + (1 - Y) * np.log(1 - A))"), "values saturated"),
        ("of shape (1, 1)", entropy("-(Y @ np.log(A).T + (1 - Y) @ np.log(1 - A).T) / m"), "values saturated"),
        ("a formatted string", entropy("f'{-np.mean(Y * np.log(A) + (1 - Y) * np.log(1 - A)):.6f}'"), "values saturated"),
        ("prints", entropy("print(-np.mean(Y * np.log(A) + (1 - Y) * np.log(1 - A)))"), "values saturated"),
        ("clips Y_hat in place", entropy("np.clip(Y_hat, 1e-12, 1 - 1e-12, out=Y_hat) is None or -np.mean(Y * np.log(A) + (1 - Y) * np.log(1 - A))"), "saturated"),
        ("NaN where Y_hat is 0 or 1", "def cross_entropy(Y, Y_hat): return -np.mean(Y * np.log(Y_hat) + (1 - Y) * np.log(1 - Y_hat))", "saturated"),
        ("xlogy, infinite for a certain and wrong image", "def cross_entropy(Y, Y_hat):\n    from scipy.special import xlogy\n    return -np.mean(xlogy(Y, Y_hat) + xlogy(1 - Y, 1 - Y_hat))", "saturated"),
        ("bare np.where", "def cross_entropy(Y, Y_hat): return -np.mean(np.where(Y == 1, np.log(Y_hat), np.log(1 - Y_hat)))", "saturated"),
        ("nan_to_num around an infinite sum", "def cross_entropy(Y, Y_hat): return np.mean(np.nan_to_num(-Y * np.log(Y_hat) - (1 - Y) * np.log(1 - Y_hat)))", "saturated"),
        ("clipped at 0.01", "def cross_entropy(Y, Y_hat):\n    A = np.clip(Y_hat, 0.01, 0.99)\n    return -np.mean(Y * np.log(A) + (1 - Y) * np.log(1 - A))", "saturated"),
    ],
    "derivatives": [
        ("wrong sign of dL/dy_hat", derivatives(dL_dy_hat="(y-y_hat)/(y_hat*(1-y_hat))"), "dL_dy_hat"),
        ("a term of dL/dy_hat missing", derivatives(dL_dy_hat="-y/y_hat"), "dL_dy_hat"),
        ("inner derivative of 1 - y_hat forgotten", derivatives(dL_dy_hat="-y/y_hat - (1-y)/(1-y_hat)"), "dL_dy_hat"),
        ("squared error's dL/dy_hat", derivatives(dL_dy_hat="2*(y_hat-y)"), "dL_dy_hat"),
        ("derivative of tanh", derivatives(dy_hat_dz="1 - y_hat**2"), "dy_hat_dz"),
        ("sigma of y_hat", derivatives(dy_hat_dz="sigma(y_hat)*(1-sigma(y_hat))"), "dy_hat_dz"),
        ("z(1 - z)", derivatives(dy_hat_dz="z*(1-z)"), "dy_hat_dz"),
        ("left to be differentiated", "import sympy\n" + derivatives(dy_hat_dz="sympy.Derivative(sigma(z), z)"), "dy_hat_dz"),
        ("w1 for x1", derivatives(dz_dw1="z/x1"), "dz_dw1"),
        ("1 for x1", derivatives(dz_dw1="1"), "dz_dw1"),
        ("y - y_hat", derivatives(dL_dw1="(y-y_hat)*x1"), "dL_dw1"),
        ("x1 forgotten", derivatives(dL_dw1="y_hat-y"), "dL_dw1"),
        ("an extra y_hat(1 - y_hat)", derivatives(dL_dw1="(y_hat-y)*y_hat*(1-y_hat)*x1", dL_db="(y_hat-y)*y_hat*(1-y_hat)"), "dL_dw1 dL_db"),
        ("x1 kept for b", derivatives(dL_db="(y_hat-y)*x1"), "dL_db"),
        ("dL_db as a string", derivatives(dL_db="'y_hat - y'"), "dL_db"),
        ("four of five", formula("derivatives(x1, y, y_hat, z)", "y_hat", "z", "x1", "y"), EVERYTHING["derivatives"]),
    ],
    "gradients": [
        ("sum for mean in dW", gradients(dW="E @ X.T"), "values"),
        ("divided twice", gradients(dW="E @ X.T / m / m"), "values"),
        ("y - y_hat", gradients(E="Y - Y_hat"), "values"),
        ("squared error's gradient", gradients(E="(Y_hat - Y) * Y_hat * (1 - Y_hat)"), "values"),
        ("tanh's derivative", gradients(E="(Y_hat - Y) * (1 - Y_hat**2)"), "values"),
        ("mean error times X", gradients(dW="np.mean(E) * X"), "values saturated"),
        ("mean error times mean X", gradients(dW="np.mean(E) * X.mean(axis=1).reshape(1, -1)"), "values"),
        ("no product", gradients(dW="X * E"), "values saturated"),
        ("a loop with = for +=", "def gradients(X, Y, Y_hat):\n    for i in range(X.shape[1]):\n        dW = (Y_hat[:, i:i+1] - Y[:, i:i+1]) @ X[:, i:i+1].T\n    return dW, np.mean(Y_hat - Y)", "values"),
        ("db as a vector", gradients(db="E / m"), "values saturated"),
        ("db of shape (1, 1)", gradients(db="np.mean(E, keepdims=True)"), "values saturated"),
        ("db summed", gradients(db="np.sum(E)"), "values"),
        ("db with the wrong sign", gradients(db="-np.mean(E)"), "values"),
        ("broadcast to (m, m)", gradients(E="Y_hat - Y.reshape(-1, 1)"), "values saturated"),
        ("unguarded division", gradients(E="(-Y / Y_hat + (1 - Y) / (1 - Y_hat)) * Y_hat * (1 - Y_hat)"), "saturated"),
        ("dW of shape (n, 1)", gradients(dW="X @ E.T / m"), "values saturated"),
        ("dW of shape (n,)", gradients(dW="(E @ X.T / m).ravel()"), "values saturated"),
        ("dW alone", "def gradients(X, Y, Y_hat): return (Y_hat - Y) @ X.T / X.shape[1]", "values saturated"),
        ("the two in the other order", gradients(dW="np.mean(E)", db="E @ X.T / m"), "values saturated"),
        ("a global m", "m = 7\ndef gradients(X, Y, Y_hat): return (Y_hat - Y) @ X.T / m, np.sum(Y_hat - Y) / m", "values"),
    ],
    "train": [
        ("uphill", train(("W - ", "W + "), ("b - ", "b + ")), "weights losses"),
        ("learning rate ignored", train(("learning_rate * ", "")), "settings"),
        ("a learning rate of its own", train(("learning_rate * ", "0.1 * ")), "weights losses settings"),
        ("epochs ignored", train(("range(epochs)", "range(5)")), "weights losses settings"),
        ("an epoch too many", train(("range(epochs)", "range(epochs + 1)")), "weights losses settings"),
        ("an epoch too few", train(("range(epochs)", "range(1, epochs)")), "weights losses settings"),
        ("starts again each epoch", train(("        Y_hat", "        W, b = W0.copy(), b0\n        Y_hat")), "weights losses settings"),
        ("return inside the loop", train(("    return", "        return")), EVERYTHING["train"]),
        ("Y_hat computed once", train(("    for _ in range(epochs):\n        Y_hat = forward(X, W, b)", "    Y_hat = forward(X, W, b)\n    for _ in range(epochs):")), "weights losses settings"),
        ("bias frozen", train(("b = b - learning_rate * db", "pass")), "weights losses"),
        ("bias with the wrong sign", train(("b - ", "b + ")), "weights losses"),
        ("changes W0", train(("W0.copy()", "W0"), ("W = W - ", "W -= ")), "arguments"),
        ("returns W0 itself for no epochs", train(("W0.copy()", "W0")), "arguments"),
        ("a history of one array", train(("b0, []", "b0, []\n    loss = np.zeros(())"), ("losses.append(cross_entropy(Y, Y_hat))", "loss[...] = cross_entropy(Y, Y_hat)\n        losses.append(loss)")), "losses"),
        ("a global W", "W = np.ones((1, 784))\n" + train(("forward(X, W, b)", "forward(X, globals()['W'], b)")), EVERYTHING["train"]),
        ("returns the history alone", train(("return W, b, losses", "return losses")), EVERYTHING["train"]),
        ("prints instead of recording", train(("losses.append(cross_entropy(Y, Y_hat))", "print(cross_entropy(Y, Y_hat))")), "losses"),
        ("history is None", train(("return W, b, losses", "return W, b, None")), "losses"),
        ("losses after the update", train(("        losses.append(cross_entropy(Y, Y_hat))\n", ""), ("learning_rate * db", "learning_rate * db\n        losses.append(cross_entropy(Y, forward(X, W, b)))")), "losses"),
        ("the last loss alone", train(("losses.append(cross_entropy(Y, Y_hat))", "losses = [cross_entropy(Y, Y_hat)]")), "losses"),
        ("b updated with the new W", train(("        b = b", "        _, db = gradients(X, Y, forward(X, W, b))\n        b = b")), "weights losses"),
        ("starts from zeros", train(("W0.copy(), b0", "np.zeros(W0.shape), 0.0")), "weights losses settings"),
    ],
    "predict": [
        ("z >= 0.5", "def predict(X, W, b): return (W @ X + b >= 0.5).astype(int)", "values"),
        ("> at the tie", "def predict(X, W, b): return (forward(X, W, b) > 0.5).astype(int)", "values"),
        ("np.round at the tie", "def predict(X, W, b): return np.round(forward(X, W, b))", "values"),
        ("probabilities", "def predict(X, W, b): return forward(X, W, b)", "values"),
        ("always 1", "def predict(X, W, b): return np.ones((1, X.shape[1]))", "values"),
        ("argmax over the wrong axis", "def predict(X, W, b): return np.argmax(forward(X, W, b), axis=0).reshape(1, -1)", "values"),
        ("a global Y_hat", "Y_hat = np.ones((1, 7))\ndef predict(X, W, b): return (Y_hat >= 0.5).astype(int)", "values"),
        ("a vector", "def predict(X, W, b): return (forward(X, W, b) >= 0.5).astype(int).ravel()", "values"),
        ("words", "def predict(X, W, b): return ['5' if p >= 0.5 else 'other' for p in forward(X, W, b)[0]]", "values"),
    ],
    "accuracy": [
        ("one minus the loss", "def accuracy(Y, Y_pred): return 1 - cross_entropy(Y, Y_pred)", "values"),
        ("(1, m) == (m, 1)", "def accuracy(Y, Y_pred): return np.mean(Y == Y_pred.T)", "values"),
        ("in percent", "def accuracy(Y, Y_pred): return 100 * np.mean(Y == Y_pred)", "values"),
        ("a count", "def accuracy(Y, Y_pred): return np.sum(Y == Y_pred)", "values"),
        ("divided by len(Y)", "def accuracy(Y, Y_pred): return np.sum(Y == Y_pred) / len(Y)", "values"),
        ("a global Y_test", "def accuracy(Y, Y_pred): return np.mean(Y_test == Y_pred)", "values"),
        ("10000 hard-coded", "def accuracy(Y, Y_pred): return np.sum(Y == Y_pred) / 10000", "values"),
        ("fives found alone", "def accuracy(Y, Y_pred): return np.mean(Y * Y_pred)", "values"),
        ("fraction of ones", "def accuracy(Y, Y_pred): return np.mean(Y_pred)", "values"),
        ("the error rate", "def accuracy(Y, Y_pred): return np.mean(Y != Y_pred)", "values"),
        ("one truth value an image", "def accuracy(Y, Y_pred): return Y == Y_pred", "values"),
    ],
}

MISTAKES = [
    pytest.param(exercise, source, set(lost.split()), id=f"{exercise}: {name}")
    for exercise, mistakes in WRONG.items()
    for name, source, lost in mistakes
]
# The baseline reads a number that the others never look at, and all of MNIST to judge it.
OTHERS = [exercise for exercise in MODEL if exercise != "baseline"]


@pytest.mark.parametrize("exercise, source, lost", MISTAKES)
def test_a_mistake_costs_its_own_exercise_and_no_other(exercise, source, lost):
    names = namespace(**{exercise: source})
    assert hidden(exercise, names) == lost
    assert visible(exercise, names) == lost
    assert {other: hidden(other, names) for other in OTHERS if other != exercise and hidden(other, names)} == {}


@pytest.mark.parametrize("exercise", MODEL)
def test_an_exercise_left_blank_earns_nothing_and_costs_no_other(exercise):
    names = namespace(**{exercise: changed_into_a_stub(exercise)})
    assert hidden(exercise, names) == visible(exercise, names) == set(EXERCISES[exercise].parts)
    assert {other: hidden(other, names) for other in OTHERS if other != exercise and hidden(other, names)} == {}


def changed_into_a_stub(exercise):
    (name,) = EXERCISES[exercise].names
    return f"{name} = None" if exercise == "baseline" else f"def {name}(*arguments): raise NotImplementedError"


@pytest.mark.parametrize("exercise", MODEL)
def test_a_renamed_answer_earns_nothing_and_costs_no_other(exercise):
    names = namespace(**{exercise: ""})
    assert hidden(exercise, names) == visible(exercise, names) == set(EXERCISES[exercise].parts)
    assert {other: hidden(other, names) for other in OTHERS if other != exercise and hidden(other, names)} == {}


def test_with_nothing_answered_every_exercise_earns_nothing():
    names = namespace(**{exercise: changed_into_a_stub(exercise) for exercise in MODEL})
    assert {exercise: hidden(exercise, names) for exercise in MODEL} == {
        exercise: set(EXERCISES[exercise].parts) for exercise in MODEL
    }


ODD = {
    "None": None, "text": "0.5", "a set": {1}, "an empty list": [], "an empty tuple": (), "a ragged list": [[1, 2], [3]],
    "a function": len, "a dict": {}, "objects": [None, None], "complex": 1j, "NaN": float("nan"), "infinity": float("inf"),
    "a truth value": True, "a huge number": 10**400, "three texts": ("a", "b", "c"), "three lists": ([], [], []),
}


@pytest.mark.parametrize("returned", ODD.values(), ids=ODD.keys())
@pytest.mark.parametrize("exercise", MODEL)
def test_whatever_a_function_returns_the_check_ends_in_a_sentence(exercise, returned):
    names = namespace()
    (name,) = EXERCISES[exercise].names
    names[name] = returned if exercise == "baseline" else lambda *arguments: returned
    results = judge(Student(names), exercise, visible_cases()[exercise])
    assert [result.part for result in results if not result.wrong] == []
    assert all(result.wrong.sentence() for result in results)


HINTS = {
    ("baseline", "on the training set"): "baseline_train",
    ("baseline", "in percent"): "baseline_percent",
    ("baseline", "the fraction of fives"): "baseline_fives",
    ("sigmoid", "prints"): "none",
    ("sigmoid", "changes z"): "argument_changed",
    ("output_formula", "sigmoid for sigma"): "formula_sigmoid",
    ("output_formula", "np.exp"): "formula_numpy",
    ("output_formula", "z left in"): "formula_z",
    ("output_formula", "a string"): "formula_string",
    ("output_formula", "sigma of an array"): "formula_not_a_number",
    ("cross_entropy", "sum for mean"): "value_ratio",
    ("gradients", "y - y_hat"): "value_opposite",
    ("derivatives", "inner derivative of 1 - y_hat forgotten"): "formula_one_label",
    ("derivatives", "wrong sign of dL/dy_hat"): "formula_value",
    ("loss_formula", "a caret"): "formula_caret",
    ("loss_formula", "a caret between symbols"): "formula_caret",
    ("loss_formula", "math.log"): "formula_numpy",
    ("loss_formula", "an integral left"): "formula_unevaluated",
    ("cross_entropy", "NaN where Y_hat is 0 or 1"): "not_finite",
    ("cross_entropy", "clipped at 0.01"): "value",
    ("cross_entropy", "of shape (1, 1)"): "one_number",
    ("cross_entropy", "squared error"): "value",
    ("gradients", "dW alone"): "tuple",
    ("train", "learning rate ignored"): "rate_ignored",
    ("train", "epochs ignored"): "zero_epochs_moved",
    ("train", "starts again each epoch"): "epochs_ignored",
    ("train", "an epoch too few"): "no_step",
    ("train", "returns W0 itself for no epochs"): "aliases_start",
    ("train", "losses after the update"): "losses_late",
    ("train", "the last loss alone"): "losses_count",
    ("predict", "> at the tie"): "tie",
    ("predict", "probabilities"): "not_a_decision",
    ("accuracy", "in percent"): "percent",
}


@pytest.mark.parametrize(
    "exercise, mistake, key",
    [pytest.param(exercise, mistake, key, id=f"{exercise}: {mistake}") for (exercise, mistake), key in HINTS.items()],
)
def test_the_usual_mistakes_have_their_own_sentence(exercise, mistake, key):
    (source,) = [source for name, source, _ in WRONG[exercise] if name == mistake]
    results = judge(Student(namespace(**{exercise: source})), exercise, visible_cases()[exercise])
    assert key in {result.wrong.key for result in results if result.wrong}


@pytest.mark.parametrize(
    "exercise, source, sentence",
    [
        ("forward", "def forward(X, W, b): return sigmoid(X @ W + b)", "number of columns of A must be the number of rows"),
        ("forward", "def forward(X, W, b): return sigmoid(W * X + b)", "product is written"),
        ("predict", "def predict(X, W, b): return 1 if forward(X, W, b) >= 0.5 else 0", "Compare the whole array"),
        ("sigmoid", "def sigmoid(z): return 1 / (1 + math.exp(-z))", "take a whole array"),
        ("derivatives", "def derivatives(x1, y, y_hat, z): return y_hat(1 - y_hat), z, z, z, z", "missing before a bracket"),
        ("forward", "def forward(X, W, b): return (W @ X + b)[0]", "neither row nor column"),
        ("cross_entropy", "def cross_entropy(Y, Y_hat): return -np.sum(Y * np.log(Y_hat) + (1 - Y) * np.log(1 - Y_hat)) / len(Y)", "Everything is multiplied by 4"),
        ("accuracy", "def accuracy(Y, Y_pred): return np.sum(Y == Y_pred) / len(Y)", "Everything is multiplied by 4"),
        ("gradients", "def gradients(X, Y, Y_hat): return (Y_hat - Y) @ X.T / len(X), np.mean(Y_hat - Y)", "Everything is multiplied by 0.666667"),
        ("derivatives", "def derivatives(x1, y, y_hat, z):\n    a, b = y / y_hat, y_hat * (1 - y_hat)\n    return a, b, x1, a * b * x1, a * b", "product of your links"),
        ("train", "def train(X, Y, W0, b0, learning_rate, epochs): return W0 - learning_rate @ W0, b0, []", "One of the two is a number"),
        ("output_formula", "def y_hat_formula(x1, x2, x3, w1, w2, w3, b): return w1 @ x1", "symbols stand for numbers"),
        ("gradients", "def gradients(X, Y, Y_hat): return (X @ (Y_hat - Y).T) / Y.size, np.mean(Y_hat - Y)", "its transpose"),
        ("train", "def train(X, Y, W0, b0, learning_rate, epochs): return forward(W0, X, b0)", "Received: X (3, 5), Y (1, 5), W0 (1, 3), b0 a number"),
        ("train", "def train(X, Y, *rest):\n    rest[0][:] = 1\n    return rest[0], rest[1], []", "changes its argument 3"),
        ("train", "def train(X, Y, W0, b0, learning_rate, epochs):\n    W0 -= 1\n    return W0, b0, []", "changes its argument W0"),
    ],
)
def test_a_sentence_says_what_an_error_usually_means(exercise, source, sentence):
    results = judge(Student(namespace(**{exercise: source})), exercise, visible_cases()[exercise])
    assert any(sentence in result.wrong.sentence() for result in results if result.wrong)
