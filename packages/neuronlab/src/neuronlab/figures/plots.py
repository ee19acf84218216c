"""Figures made of curves and counts."""

import numpy as np
from matplotlib.ticker import MaxNLocator, NullFormatter
from scipy.stats import entropy

from neuronlab.figures.canvas import BLUE, GREEN, GREY, ORANGE, RED, axes, show
from neuronlab.language import message


def sigmoid(function):
    """Draw the student's own sigmoid between -8 and 8."""
    z = np.linspace(-8, 8, 321)
    values = function(z)
    figure, plot = axes(3, x="$z$", y=r"$\sigma(z)$")
    plot.plot(z, values, color=BLUE)
    plot.axhline(0.5, color=GREY, linestyle=":", linewidth=1.2)
    plot.axvline(0, color=GREY, linestyle=":", linewidth=1.2)
    show(figure, message("alternative.sigmoid", low=values[0], middle=values[160], high=values[-1]))


def two_losses():
    """Draw the cross-entropy and the squared error of an image whose label is 1."""
    y_hat = np.linspace(0.002, 1, 500)
    figure, plot = axes(3.2, x=message("figure.y_hat_of_five"), y=message("figure.loss_of_image"))
    plot.plot(y_hat, -np.log(y_hat), color=RED, label=message("figure.cross_entropy"))
    plot.plot(y_hat, (1 - y_hat) ** 2, color=BLUE, linestyle="--", label=message("figure.squared_error"))
    plot.legend()
    show(
        figure, message("alternative.two_losses", at=0.01, cross_entropy=-np.log(0.01), squared_error=0.99**2)
    )


def one_step(rates, values):
    """Draw the loss after one step from zero, for several learning rates.

    Parameters
    ----------
    rates, values : sequences of float
        The learning rates, and the loss after one step with each; the first rate is 0.
    """
    best = int(np.argmin(values))
    figure, plot = axes(3, x=message("figure.learning_rate"), y=message("figure.loss_after_step"))
    plot.plot(rates, values, color=BLUE)
    plot.axhline(values[0], color=GREY, linestyle=":", linewidth=1.2, label=message("figure.loss_before"))
    plot.plot(rates[best], values[best], "o", color=RED, label=message("figure.lowest", rate=rates[best]))
    plot.legend()
    show(
        figure,
        message(
            "alternative.one_step",
            before=values[0],
            best=rates[best],
            lowest=values[best],
            last=rates[-1],
            end=values[-1],
        ),
    )


def learning_rates(curves):
    """Draw the loss of several trainings side by side.

    Parameters
    ----------
    curves : dict of float to sequence of float
        The losses of each epoch, for each learning rate.
    """
    figure, plot = axes(3.4, x=message("figure.epoch"), y=message("figure.loss_log"))
    styles = zip(curves.items(), (GREEN, BLUE, ORANGE, RED, GREY), ("-", "--", "-.", ":", "-"))
    for (rate, values), color, line in styles:
        plot.plot(values, color=color, linestyle=line, label=f"{rate:g}")
    plot.set_yscale("log")
    plot.set_yticks([0.1, 0.2, 0.5, 1, 2], ["0.1", "0.2", "0.5", "1", "2"])
    plot.yaxis.set_minor_formatter(NullFormatter())
    plot.legend(title=message("figure.learning_rate"), ncols=len(curves))
    finals = ", ".join(f"{rate:g} ({values[-1]:.3f})" for rate, values in curves.items())
    show(figure, message("alternative.learning_rates", finals=finals))


def zigzag(accuracies, baseline):
    """Draw the accuracy after every epoch, against the accuracy of always saying no.

    Parameters
    ----------
    accuracies : sequence of float
        ``accuracies[k]`` is the accuracy after ``k`` epochs.
    baseline : float
    """
    figure, plot = axes(3, x=message("figure.epoch"), y=message("figure.accuracy_validation"))
    plot.plot(accuracies, color=BLUE, marker="o", markersize=3, linewidth=1.2, label=message("figure.neuron"))
    plot.axhline(baseline, color=RED, linestyle="--", label=message("figure.always_no", value=baseline))
    plot.xaxis.set_major_locator(MaxNLocator(integer=True))
    plot.set_ylim(max(0, min(accuracies[1:]) - 0.02), 1)
    plot.legend(loc="lower right")
    falls = int(np.sum(np.diff(accuracies) < 0))
    show(
        figure,
        message(
            "alternative.zigzag",
            epochs=len(accuracies) - 1,
            falls=falls,
            last=accuracies[-1],
            baseline=baseline,
        ),
    )


def losses(values, Y):
    """Draw the loss of every epoch against the loss of the best constant answer.

    Parameters
    ----------
    values : sequence of float, one an epoch
    Y : array of 0 and 1
        The training labels; the best constant answer is their mean.
    """
    share = np.mean(Y)
    constant = entropy([share, 1 - share])
    figure, plot = axes(3, x=message("figure.epoch"), y=message("figure.loss"))
    plot.plot(values, color=BLUE, label=message("figure.neuron"))
    plot.axhline(constant, color=RED, linestyle="--", label=message("figure.best_constant", value=constant))
    plot.xaxis.set_major_locator(MaxNLocator(integer=True))
    plot.set_ylim(bottom=0)
    plot.legend()
    show(
        figure,
        message(
            "alternative.losses", first=values[0], last=values[-1], epochs=len(values), constant=constant
        ),
    )


def confusion(Y, Y_pred):
    """Draw how many images of each class got each answer, with precision and recall.

    Parameters
    ----------
    Y, Y_pred : arrays of 0 and 1, shape ``(1, m)``
    """
    counts = np.array([[np.sum((Y == y) & (Y_pred == answer)) for answer in (1, 0)] for y in (1, 0)])
    precision = counts[0, 0] / max(counts[:, 0].sum(), 1)
    recall = counts[0, 0] / max(counts[0].sum(), 1)
    figure, plot = axes(3.2)
    plot.imshow(counts / counts.sum(axis=1, keepdims=True), cmap="Blues", vmin=0, vmax=1.6)
    for (row, column), count in np.ndenumerate(counts):
        plot.text(column, row, f"{count}", ha="center", va="center", fontsize=15)
    answers = message("figure.answer_five", precision=precision), message("figure.answer_other")
    truths = message("figure.is_five", recall=recall), message("figure.is_other")
    plot.set_xticks([0, 1], answers)
    plot.set_yticks([0, 1], truths)
    plot.tick_params(length=0)
    plot.grid(visible=False)
    plot.spines[:].set_visible(False)
    (hits, misses), (alarms, rest) = counts
    show(
        figure,
        message(
            "alternative.confusion",
            hits=hits,
            misses=misses,
            alarms=alarms,
            rest=rest,
            precision=precision,
            recall=recall,
        ),
    )
