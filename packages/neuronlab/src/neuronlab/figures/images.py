"""Figures made of images: digits, weights, evidence."""

import numpy as np

from neuronlab.figures.canvas import BLUE, RED, axes, draw_image, grid_of_images, show
from neuronlab.language import message

SIGNED = "RdBu_r"  # red above zero, blue below, white at zero


def digits(images, labels, rows=3, columns=10):
    """Draw the first images, each under the digit that it shows.

    Parameters
    ----------
    images : array, shape ``(m, 28, 28)``
    labels : array, shape ``(m,)``, digits 0 to 9
    """
    count = rows * columns
    figure, grid = grid_of_images(rows, columns, 0.95 * rows)
    for place, image, label in zip(grid.flat, images[:count], labels[:count]):
        draw_image(place, image, str(label))
    show(figure, message("alternative.digits", count=count, labels=", ".join(map(str, labels[:count]))))


def balance(labels):
    """Draw how many images there are of each digit.

    Parameters
    ----------
    labels : array, shape ``(m,)``, digits 0 to 9
    """
    counts = np.bincount(labels, minlength=10)
    figure, plot = axes(2.8, x=message("figure.digit"), y=message("figure.images"))
    bars = plot.bar(range(10), counts, color=[RED if digit == 5 else BLUE for digit in range(10)])
    plot.bar_label(bars, fontsize=9)
    plot.set_xticks(range(10))
    plot.grid(visible=False)
    plot.set_ylim(0, 1.12 * counts.max())
    show(
        figure,
        message("alternative.balance", fives=counts[5], total=counts.sum(), share=counts[5] / counts.sum()),
    )


def weights(W):
    """Draw the weights as an image: red speaks for a five, blue against.

    Parameters
    ----------
    W : array, shape ``(1, 784)``
    """
    picture = np.reshape(W, (28, 28))
    largest = np.abs(picture).max() or 1.0
    figure, grid = grid_of_images(1, 1, 3.6, width=4.6)
    place = grid[0, 0]
    draw_image(place, picture, cmap=SIGNED, vmin=-largest, vmax=largest)
    figure.colorbar(place.images[0], ax=place, label=message("figure.weight"))
    high = np.unravel_index(np.argmax(picture), picture.shape)
    low = np.unravel_index(np.argmin(picture), picture.shape)
    text = message(
        "alternative.weights",
        largest=picture[high],
        high_row=high[0] + 1,
        high_column=high[1] + 1,
        smallest=picture[low],
        low_row=low[0] + 1,
        low_column=low[1] + 1,
    )
    show(figure, text)


def filmstrip(history, epochs):
    """Draw the weights at several moments of the training, on one scale.

    Parameters
    ----------
    history : list of arrays, shape ``(1, 784)``
        ``history[k]`` holds the weights after ``k`` epochs.
    epochs : sequence of int
        The moments to show.
    """
    largest = max(np.abs(history[epoch]).max() for epoch in epochs) or 1.0
    figure, grid = grid_of_images(1, len(epochs), 1.55)
    for place, epoch in zip(grid.flat, epochs):
        picture = np.reshape(history[epoch], (28, 28))
        title = message("figure.after_epochs", epochs=epoch)
        draw_image(place, picture, title, cmap=SIGNED, vmin=-largest, vmax=largest)
    spread = ", ".join(f"{epoch} ({np.abs(history[epoch]).max():.2f})" for epoch in epochs)
    show(figure, message("alternative.filmstrip", spread=spread))


def evidence(images, labels, W, b, chosen):
    """Draw images beside the votes of their pixels, weight times ink.

    Parameters
    ----------
    images : array, shape ``(m, 28, 28)``, grey levels 0 to 255
    labels : array, shape ``(m,)``, digits 0 to 9
    W : array, shape ``(1, 784)``
    b : float
    chosen : sequence of int
        Which images to show.
    """
    votes = [np.reshape(W, (28, 28)) * images[i] / 255 for i in chosen]
    largest = max(np.abs(vote).max() for vote in votes) or 1.0
    figure, grid = grid_of_images(2, len(chosen), 3.1)
    sums = [float(vote.sum() + b) for vote in votes]
    for column, (i, vote, z) in enumerate(zip(chosen, votes, sums)):
        draw_image(grid[0, column], images[i], str(labels[i]))
        draw_image(grid[1, column], vote, f"z = {z:+.2f}", cmap=SIGNED, vmin=-largest, vmax=largest)
    pairs = ", ".join(f"{labels[i]} (z = {z:+.2f})" for i, z in zip(chosen, sums))
    show(figure, message("alternative.evidence", pairs=pairs))


def mistakes(images, labels, Y_hat, count=8):
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
    rows = (missed[np.argsort(y_hat[missed])][:count], false[np.argsort(-y_hat[false])][:count])
    figure, grid = grid_of_images(2, count, 2.9)
    for place in grid.flat:
        place.set_axis_off()
    for row, chosen, title in zip(grid, rows, (message("figure.missed"), message("figure.false_alarms"))):
        row[0].text(-0.25, 0.5, title, rotation=90, ha="center", va="center", transform=row[0].transAxes)
        for place, i in zip(row, chosen):
            draw_image(place, images[i], f"{labels[i]}\n$\\hat y$ = {y_hat[i]:.4f}")
    show(
        figure,
        message(
            "alternative.mistakes",
            missed=len(missed),
            false=len(false),
            digits=", ".join(str(labels[i]) for i in rows[1]) or "—",
        ),
    )
