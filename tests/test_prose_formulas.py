"""Every displayed formula of the lesson, and every step of a derivation, is checked by SymPy or with numbers.

A formula that stands displayed in the text and is not named here makes a test fail.
"""

import re

import numpy as np
import pytest
import sympy
from examiner import references
from lesson import LESSONS, taught
from scipy.special import expit
from sympy import Rational, diff, exp, limit, log, oo, simplify, symbols

from neuronlab.checks.formulas import symbols_of

z, u, b, y, y_hat = symbols("z u b y yhat", real=True)
x = symbols("x1:4", real=True)
w = symbols("w1:4", real=True)

SIGMA = 1 / (1 + exp(-z))
LOSS = references.formulas()["loss_formula"]["L"].subs(dict(zip(symbols_of("loss_formula"), (y, y_hat))))
SUM = sum(weight * pixel for weight, pixel in zip(w, x)) + b
# The loss of an image as the weights see it: the whole chain, link after link.
CHAIN = LOSS.subs(y_hat, SIGMA.subs(z, SUM))

rng = np.random.default_rng(5)
X, Y = rng.uniform(size=(4, 3)), np.array([[1.0, 0.0, 1.0]])
W, B = rng.normal(size=(1, 4)), 0.3
N, M = X.shape


def equal(*expressions):
    return all(simplify(one - other) == 0 for one, other in zip(expressions, expressions[1:]))


def loss_at(W, B):
    return references.cross_entropy(Y, references.forward(X, W, B))


def slopes(function, at, h=1e-6):
    """The derivatives of a function of one number, of each entry of `at`, from differences."""
    return np.array([(function(at + h * unit) - function(at - h * unit)) / (2 * h) for unit in np.eye(at.size)[:, None]])


def the_sigmoid():
    numbers = np.linspace(-5, 5, 11)
    return np.allclose(sympy.lambdify(z, SIGMA)(numbers), expit(numbers)) and np.allclose(
        taught().sigmoid(numbers), expit(numbers))


def the_matrix_form_of_the_output():
    Z = W @ X + B
    one_by_one = [sum(W[0, j] * X[j, i] for j in range(N)) + B for i in range(M)]
    given = taught().forward(X, W, B)
    return W.shape == (1, N) and Z.shape == given.shape == (1, M) and np.allclose(Z, one_by_one) and np.allclose(
        given, expit(Z))


def the_mean_of_the_losses():
    Y_hat = references.forward(X, W, B)
    one_by_one = [float(LOSS.subs({y: label, y_hat: output})) for label, output in zip(Y[0], Y_hat[0])]
    return np.isclose(taught().cross_entropy(Y, Y_hat), sum(one_by_one) / M)


def the_chain_from_pixels_to_loss():
    numbers = dict(zip((*x, *w, b, y), (0.2, 0.7, 1, -1, 0.5, 2, 0.1, 1)))
    link_by_link = LOSS.subs(y_hat, SIGMA.subs(z, SUM.subs(numbers)))
    column, row = np.array([[0.2], [0.7], [1]]), np.array([[-1, 0.5, 2]])
    expected = references.cross_entropy(np.array([[1.0]]), references.forward(column, row, 0.1))
    return np.isclose(float(link_by_link.subs(y, 1)), expected) and np.isclose(float(CHAIN.subs(numbers)), expected)


def the_chain_rule():
    links = diff(LOSS, y_hat).subs(y_hat, SIGMA) * diff(SIGMA, z)
    return all(equal(diff(CHAIN, of), links.subs(z, SUM) * diff(SUM, of)) for of in (w[0], w[2], b))


def the_steps_of_sigma_prime():
    return equal(
        diff(SIGMA, z),
        -(1 + exp(-z)) ** -2 * -exp(-z),
        exp(-z) / (1 + exp(-z)) ** 2,
        1 / (1 + exp(-z)) * (exp(-z) / (1 + exp(-z))),
        SIGMA * (1 - SIGMA))


def the_two_factors_make_one():
    return equal(1 / (1 + exp(-z)) + exp(-z) / (1 + exp(-z)), sympy.Integer(1))


def the_common_denominator():
    return equal(diff(LOSS, y_hat), (-y * (1 - y_hat) + (1 - y) * y_hat) / (y_hat * (1 - y_hat)))


def errors():
    """The error of each image, the derivative of its loss with respect to z, from SymPy."""
    of_z = diff(LOSS.subs(y_hat, SIGMA), z)
    return np.array([float(of_z.subs({y: label, z: number})) for label, number in zip(Y[0], (W @ X + B)[0])])


def the_sums_over_the_images():
    dW = [sum(errors()[i] * X[j, i] for i in range(M)) / M for j in range(N)]
    return np.allclose(dW, slopes(lambda W: loss_at(W, B), W)) and np.isclose(
        sum(errors()) / M, slopes(lambda B: loss_at(W, B[0, 0]), np.array([[B]]))[0])


def the_matrix_form_of_the_gradient():
    Delta = errors().reshape(1, M)
    dW = Delta @ X.T / M
    given, db = taught().gradients(X, Y, references.forward(X, W, B))
    return X.T.shape == (M, N) and dW.shape == given.shape == (1, N) and np.allclose(dW, given) and np.allclose(
        dW[0], [sum(Delta[0, i] * X[j, i] for i in range(M)) / M for j in range(N)]) and np.isclose(db, Delta.mean())


def the_finite_differences():
    """Their error is divided by four when h is halved; they cost two losses a weight."""
    exact = references.gradients(X, Y, references.forward(X, W, B))[0][0]
    far, near = (np.abs(slopes(lambda W: loss_at(W, B), W, h) - exact) for h in (0.1, 0.05))
    return bool(np.all((3.5 < far / near) & (far / near < 4.5)))


def the_step_of_gradient_descent():
    """Both W and b move at the same time, against the gradient; a small step lowers the loss by its square."""
    rate = 1e-4
    dW, dB = references.gradients(X, Y, references.forward(X, W, B))
    W_1, b_1, (before,) = taught().train(X, Y, W, B, rate, 1)
    fall = before - loss_at(W_1, b_1)
    return np.allclose(W_1, W - rate * dW) and np.isclose(b_1, B - rate * dB) and np.isclose(
        fall, rate * (np.sum(dW**2) + dB**2), rtol=1e-3)


# cell -> the displayed formulas in their order, each with what shows that it is right
DISPLAYED = {
    "sigmoid-question": [(r"\sigma(z) = \frac{1}{1 + e^{-z}}", the_sigmoid)],
    "forward-question": [(
        r"\underbrace{Z}_{(1,\, m)} = \underbrace{W}_{(1,\, n)} \; \underbrace{X}_{(n,\, m)} + \; b , "
        r"\qquad \underbrace{\hat Y}_{(1,\, m)} = \sigma(Z)", the_matrix_form_of_the_output)],
    "cross-entropy-question": [(
        r"\mathcal{L} = \frac{1}{m} \sum_{i=1}^{m} \mathcal{L}\big(y^{(i)}, \hat y^{(i)}\big)", the_mean_of_the_losses)],
    "gradient-idea": [
        (r"x_1, \dots, x_n \;\xrightarrow{\; w_1, \dots, w_n,\ b \;}\; z = w_1 x_1 + \dots + w_n x_n + b "
         r"\;\xrightarrow{\;\sigma\;}\; \hat y \;\xrightarrow{\;y\;}\; \mathcal{L}", the_chain_from_pixels_to_loss)],
    "chain-rule": [
        (r"\frac{\partial \mathcal{L}}{\partial w_j} = \frac{\partial \mathcal{L}}{\partial \hat y} \cdot "
         r"\frac{\partial \hat y}{\partial z} \cdot \frac{\partial z}{\partial w_j} , \qquad "
         r"\frac{\partial \mathcal{L}}{\partial b} = \frac{\partial \mathcal{L}}{\partial \hat y} \cdot "
         r"\frac{\partial \hat y}{\partial z} \cdot \frac{\partial z}{\partial b}", the_chain_rule)],
    "chain-sigmoid": [
        (r"\sigma'(z) = -(1 + e^{-z})^{-2} \cdot (-e^{-z}) = \frac{e^{-z}}{(1 + e^{-z})^2} = "
         r"\frac{1}{1 + e^{-z}} \cdot \frac{e^{-z}}{1 + e^{-z}}", the_steps_of_sigma_prime),
        (r"\frac{1}{1 + e^{-z}} + \frac{e^{-z}}{1 + e^{-z}} = 1", the_two_factors_make_one)],
    "derivatives-seen": [(
        r"\frac{\partial \mathcal{L}}{\partial \hat y} = \frac{-y\,(1 - \hat y) + (1 - y)\,\hat y}{\hat y\,(1 - \hat y)}",
        the_common_denominator)],
    "gradients-idea": [
        (r"\frac{\partial \mathcal{L}}{\partial w_j} = \frac{1}{m} \sum_{i=1}^{m} \delta^{(i)} X_{ji} , \qquad "
         r"\frac{\partial \mathcal{L}}{\partial b} = \frac{1}{m} \sum_{i=1}^{m} \delta^{(i)}", the_sums_over_the_images),
        (r"\underbrace{\frac{\partial \mathcal{L}}{\partial W}}_{(1,\, n)} = \frac{1}{m} \; "
         r"\underbrace{\Delta}_{(1,\, m)} \; \underbrace{X^{\top}}_{(m,\, n)}", the_matrix_form_of_the_gradient)],
    "finite-differences": [(
        r"\frac{\partial \mathcal{L}}{\partial w_j} \approx \frac{\mathcal{L}(w_j + h) - \mathcal{L}(w_j - h)}{2h}",
        the_finite_differences)],
    "train-idea": [(
        r"W \leftarrow W - \alpha \, \frac{\partial \mathcal{L}}{\partial W} , \qquad "
        r"b \leftarrow b - \alpha \, \frac{\partial \mathcal{L}}{\partial b}", the_step_of_gradient_descent)],
}

ERROR = diff(LOSS.subs(y_hat, SIGMA), z)
SQUARE = diff((y - SIGMA) ** 2, z)


def votes_and_bias_make_z():
    lab, image = taught(), 7
    pixels = lab.X_test[:, image]
    z_7 = (lab.W @ lab.X_test[:, [image]] + lab.b).item()
    return np.isclose(sum(lab.W[0] * pixels) + lab.b, z_7)


# cell, what stands in its text, what shows that it is right
IN_THE_TEXT = [
    ("sigmoid-seen", r"$\sigma(0) = \frac12$", lambda: SIGMA.subs(z, 0) == Rational(1, 2)),
    ("sigmoid-seen", r"$z$", lambda: diff(SIGMA, z).is_positive),  # so that the sign of z decides
    ("sigmoid-overflow", r"$1 / \infty = 0$", lambda: 1 / np.inf == 0),
    ("forward-question", r"$z = Wx + b$", lambda: np.allclose((W @ X[:, [1]] + B).item(), sum(W[0] * X[:, 1]) + B)),
    ("loss-idea", r"($y = 1$)", lambda: equal(LOSS.subs(y, 1), -log(y_hat))),
    ("loss-idea", r"$-\ln \hat y$", lambda: equal(LOSS.subs(y, 1), -log(y_hat))),
    ("loss-idea", r"$-\ln(1 - \hat y)$", lambda: equal(LOSS.subs(y, 0), -log(1 - y_hat))),
    ("loss-why", r"$(y - \hat y)^2$", lambda: equal(((y - y_hat) ** 2).subs(y, 1), (1 - y_hat) ** 2)),
    # The cross-entropy goes to infinity near the wrong answer, and so does its slope.
    ("loss-seen", r"$\hat y$", lambda: limit(-log(y_hat), y_hat, 0, "+") == oo and limit(diff(-log(y_hat), y_hat), y_hat, 0, "+") == -oo),
    ("cross-entropy-question", r"$\ln 0 = -\infty$", lambda: limit(log(u), u, 0, "+") == -oo),
    ("cross-entropy-seen", r"$\ln 2$", lambda: all(equal(LOSS.subs({y_hat: Rational(1, 2), y: label}), log(2)) for label in (0, 1))),
    ("chain-first", r"$\frac{1}{u}$", lambda: equal(diff(log(u), u), 1 / u)),
    ("chain-first", r"$-\frac{1}{1 - u}$", lambda: equal(diff(log(1 - u), u), -1 / (1 - u))),
    ("chain-first", r"$-u^{-2}$", lambda: equal(diff(u**-1, u), -(u**-2))),
    ("chain-first", r"$-e^{-z}$", lambda: equal(diff(exp(-z), z), -exp(-z))),
    ("chain-first", r"$\partial z / \partial b = 1$", lambda: diff(SUM, b) == 1),
    ("chain-sigmoid", r"$\sigma(z) = (1 + e^{-z})^{-1}$", lambda: equal(SIGMA, (1 + exp(-z)) ** -1)),
    # Only two terms are left of the numerator.
    ("derivatives-seen", r"$\delta = \partial \mathcal{L} / \partial z$", lambda: equal(ERROR, SIGMA - y)
     and len(sympy.expand(-y * (1 - y_hat) + (1 - y) * y_hat).args) == 2),
    # With the square of the error the factor stays, and it is almost 0 for certain answers, wrong ones too.
    # The slopes make up for each other: an answer that is sure and wrong has an error of full size.
    ("derivatives-why", r"$\delta$", lambda: limit(ERROR.subs(y, 1), z, -oo) == -1 and limit(ERROR.subs(y, 0), z, oo) == 1
     and limit(diff(SIGMA, z), z, -oo) == 0),
    ("derivatives-why", r"$\hat y\,(1 - \hat y)$", lambda: equal(SQUARE, 2 * (SIGMA - y) * SIGMA * (1 - SIGMA))
     and abs(SQUARE.subs({y: 1, z: -12})) < 1e-4 < abs(ERROR.subs({y: 1, z: -12}))),
    ("suspects-seen", r"$\hat y\,(1 - \hat y)$", lambda: equal(SQUARE, 2 * ERROR * SIGMA * (1 - SIGMA))),
    ("weights-seen", r"$w_j x_j$", votes_and_bias_make_z),
]


@pytest.fixture(params=LESSONS.values(), ids=LESSONS.keys())
def lesson(request):
    return request.param


def test_the_displayed_formulas_are_those_that_are_checked_here(lesson):
    displayed = {id: re.findall(r"\$\$\s*(.*?)\s*\$\$", text) for id, text in lesson.prose.items()}
    checked = {id: [formula for formula, _ in formulas] for id, formulas in DISPLAYED.items()}
    assert {id: formulas for id, formulas in displayed.items() if formulas} == checked


@pytest.mark.parametrize("holds", [
    pytest.param(holds, id=f"{id}: {holds.__name__}") for id, formulas in DISPLAYED.items() for _, holds in formulas])
def test_a_displayed_formula_is_right(holds):
    assert holds()


@pytest.mark.parametrize("id, formula, holds", IN_THE_TEXT, ids=[f"{id}: {formula}" for id, formula, _ in IN_THE_TEXT])
def test_a_formula_within_the_text_stands_there_and_is_right(id, formula, holds):
    assert all(formula in lesson.prose[id] for lesson in LESSONS.values())
    assert holds()
