"""The figures of the lab, each with one message, labelled in the notebook's language."""

import matplotlib.pyplot as plt
import numpy as np

from neuronlab.language import message

# Blue and vermillion of the Okabe-Ito palette: told apart by every reader.
BLUE, RED, GREY = "#0072B2", "#D55E00", "#7F7F7F"
PLT_STYLE = {"font.size": 11, "axes.spines.top": False, "axes.spines.right": False, "axes.grid": True, "grid.alpha": 0.3}


def _image(axes, image, title):
    axes.imshow(image, cmap="gray_r")
    axes.set_title(title, fontsize=9)
    axes.axis("off")


def digits(images, labels, rows=3, columns=10):
    """Draw the first images, each under the digit that it shows.

    Parameters
    ----------
    images : array, shape ``(m, 28, 28)``
    labels : array, shape ``(m,)``
    """
    _, grid = plt.subplots(rows, columns, figsize=(8, 3), layout="constrained")
    for axes, image, label in zip(grid.flat, images, labels):
        _image(axes, image, str(label))
    plt.show()


def sigmoid(function):
    """Draw the student's own sigmoid between -8 and 8."""
    z = np.linspace(-8, 8, 321)
    values = function(z)
    with plt.rc_context(PLT_STYLE):
        _, axes = plt.subplots(figsize=(7, 3.2), layout="constrained")
        axes.plot(z, values, color=BLUE, linewidth=2)
        axes.axhline(0.5, color=GREY, linestyle=":")
        axes.axvline(0, color=GREY, linestyle=":")
        axes.set_xlabel("$z$")
        axes.set_ylabel(r"$\sigma(z)$")
        plt.show()


def two_losses():
    """Draw the cross-entropy and the squared error of an image whose label is 1."""
    y_hat = np.linspace(0.002, 1, 500)
    with plt.rc_context(PLT_STYLE):
        _, axes = plt.subplots(figsize=(7, 3.2), layout="constrained")
        axes.plot(y_hat, -np.log(y_hat), color=RED, linewidth=2, label=message("figure.cross_entropy"))
        axes.plot(y_hat, (1 - y_hat) ** 2, color=BLUE, linewidth=2, linestyle="--", label=message("figure.squared_error"))
        axes.set_xlabel(message("figure.y_hat_of_five"))
        axes.set_ylabel(message("figure.loss_of_image"))
        axes.legend()
        plt.show()


def losses(values, Y):
    """Draw the loss of every epoch against the loss of the best constant answer.

    Parameters
    ----------
    values : sequence of float, one an epoch
    Y : array of 0 and 1
        The training labels; the best constant answer is their mean.
    """
    share = np.mean(Y)
    constant = -(share * np.log(share) + (1 - share) * np.log(1 - share))
    with plt.rc_context(PLT_STYLE):
        _, axes = plt.subplots(figsize=(7, 3.2), layout="constrained")
        axes.plot(values, color=BLUE, linewidth=2, label=message("figure.loss_of_neuron"))
        axes.axhline(constant, color=RED, linestyle="--", label=message("figure.best_constant", value=constant))
        axes.set_xlabel(message("figure.epoch"))
        axes.set_ylabel(message("figure.loss"))
        axes.set_ylim(bottom=0)
        axes.legend()
        plt.show()


def weights(W):
    """Draw the 784 weights as an image: red speaks for a five, blue against, white is 0.

    Parameters
    ----------
    W : array, shape ``(1, 784)``
    """
    largest = np.abs(W).max() or 1.0
    figure, axes = plt.subplots(figsize=(4.6, 3.8), layout="constrained")
    picture = axes.imshow(np.reshape(W, (28, 28)), cmap="RdBu_r", vmin=-largest, vmax=largest)
    axes.axis("off")
    figure.colorbar(picture, ax=axes, label=message("figure.weight"))
    plt.show()


def confusion(Y, Y_pred):
    """Draw how many images of each class got each answer, with precision and recall.

    Parameters
    ----------
    Y, Y_pred : arrays of 0 and 1, shape ``(1, m)``
    """
    counts = np.array([[np.sum((Y == y) & (Y_pred == answer)) for answer in (1, 0)] for y in (1, 0)])
    precision, recall = counts[0, 0] / max(counts[:, 0].sum(), 1), counts[0, 0] / max(counts[0].sum(), 1)
    _, axes = plt.subplots(figsize=(4.6, 3.4), layout="constrained")
    axes.imshow(counts / counts.sum(axis=1, keepdims=True), cmap="Blues", vmin=0, vmax=1.4)
    for (row, column), count in np.ndenumerate(counts):
        axes.text(column, row, f"{count}", ha="center", va="center", fontsize=14)
    axes.set_xticks([0, 1], [message("figure.answer_five"), message("figure.answer_other")])
    axes.set_yticks([0, 1], [message("figure.is_five"), message("figure.is_other")])
    axes.tick_params(length=0)
    axes.set_title(message("figure.precision_recall", precision=precision, recall=recall), fontsize=11)
    plt.show()


def mistakes(images, labels, Y_hat, count=10):
    """Draw the images on which the neuron is most confidently wrong.

    The first row holds fives taken for something else, the second row other
    digits taken for a five.

    Parameters
    ----------
    images : array, shape ``(m, 28, 28)``
    labels : array, shape ``(m,)``, digits 0 to 9
    Y_hat : array, shape ``(1, m)``, the neuron's probabilities
    """
    y_hat = np.ravel(Y_hat)
    missed = np.flatnonzero((labels == 5) & (y_hat < 0.5))
    false = np.flatnonzero((labels != 5) & (y_hat >= 0.5))
    rows = (missed[np.argsort(y_hat[missed])], false[np.argsort(-y_hat[false])])
    figure, grid = plt.subplots(2, count, figsize=(8.4, 2.8), layout="constrained")
    for axes in grid.flat:
        axes.axis("off")
    for row, chosen in zip(grid, rows):
        for axes, i in zip(row, chosen):
            _image(axes, images[i], f"{labels[i]}\n$\\hat y$ = {y_hat[i]:.3f}")
    plt.show()
