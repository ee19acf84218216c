"""The drawing of a network, and of our single neuron."""

from matplotlib.patches import FancyBboxPatch

from neuronlab.figures.canvas import BLUE, GREY, ORANGE, RED, grid_of_images, show
from neuronlab.language import message


def networks():
    """Draw a network with one hidden layer, and beside it the single neuron of the lab."""
    figure, grid = grid_of_images(1, 2, 3.2)
    deep, single = grid[0]
    _layers(deep, (4, 5, 3))
    layers = message("figure.input_layer"), message("figure.hidden_layer"), message("figure.output_layer")
    for x, layer in enumerate(layers):
        deep.text(x, -0.62, layer, ha="center", va="top", fontsize=9)
    deep.set_title(message("figure.some_network"), fontsize=10)
    _neuron(single)
    single.set_title(message("figure.our_network"), fontsize=10)
    show(figure, message("alternative.networks"))


def _height(rank, size):
    """Return where the neuron ``rank`` of a layer stands, between 0 and 4."""
    return 2 + (size - 1) / 2 - rank


def _layers(place, sizes):
    """Draw fully connected layers from left to right."""
    for x, (left, right) in enumerate(zip(sizes, sizes[1:])):
        for i in range(left):
            for j in range(right):
                place.plot(
                    [x, x + 1], [_height(i, left), _height(j, right)], color=GREY, linewidth=0.6, zorder=1
                )
    for x, (size, color) in enumerate(zip(sizes, (BLUE, ORANGE, RED))):
        heights = [_height(i, size) for i in range(size)]
        place.scatter([x] * size, heights, s=260, color=color, edgecolor="white", zorder=2)
    place.set_xlim(-0.5, len(sizes) - 0.5)
    place.set_ylim(-1, 4.6)
    place.set_axis_off()


def _neuron(place):
    """Draw the pixels, the sum, the activation and the output."""
    inputs = {"$x_1$": 4, "$x_2$": 3, r"$\vdots$": 2, "$x_{784}$": 1}
    for text, y in inputs.items():
        if "x" in text:
            place.plot([0, 1.6], [y, 2.5], color=GREY, linewidth=1, zorder=1)
            place.scatter([0], [y], s=620, color=BLUE, edgecolor="white", zorder=2)
        place.text(0, y, text, ha="center", va="center", color="white" if "x" in text else "black", zorder=3)
    for text, y in (("$w_1$", 3.62), ("$w_2$", 2.98), ("$w_{784}$", 1.98)):
        place.text(0.75, y, text, ha="center", va="bottom", fontsize=10)
    place.annotate("", (3.55, 2.5), (1.6, 2.5), arrowprops={"arrowstyle": "->", "color": GREY}, zorder=1)
    place.scatter([1.6, 2.6], [2.5, 2.5], s=1000, color=RED, edgecolor="white", zorder=2)
    place.text(1.6, 2.5, r"$\Sigma$", ha="center", va="center", fontsize=15, color="white", zorder=3)
    place.text(2.6, 2.5, r"$\sigma$", ha="center", va="center", fontsize=15, color="white", zorder=3)
    place.annotate(
        "$b$", (1.6, 2.9), (1.6, 4.1), ha="center", arrowprops={"arrowstyle": "->", "color": GREY}, zorder=1
    )
    place.text(2.1, 2.62, "$z$", ha="center")
    place.text(3.72, 2.5, r"$\hat y$", ha="center", va="center", fontsize=13)
    frame = FancyBboxPatch((1.2, 1.95), 1.8, 1.1, boxstyle="round,pad=0.08", fill=False, edgecolor=GREY)
    place.add_patch(frame)
    place.text(2.1, 1.7, message("figure.the_neuron"), ha="center", va="top", fontsize=9)
    place.set_xlim(-0.4, 4)
    place.set_ylim(0.2, 4.8)
    place.set_axis_off()
