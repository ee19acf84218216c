"""How a figure looks and how it reaches the page."""

import base64
import html
import io

import matplotlib.pyplot as plt
from IPython.display import display

# Of the Okabe-Ito palette, which every reader tells apart.
BLUE, RED, GREEN, ORANGE, GREY = "#0072B2", "#D55E00", "#009E73", "#E69F00", "#666666"

STYLE = {
    "font.size": 11,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.alpha": 0.3,
    "figure.constrained_layout.use": True,
}
WIDTH = 7.6  # inches: 730 pixels, the width of a cell on a small screen


class Figure:
    """A figure on the page: an image with its text alternative."""

    def __init__(self, png, width, alternative):
        self.png = png
        self.width = width  # in pixels of the page; the image itself is twice as fine
        self.alternative = alternative

    def _repr_mimebundle_(self, include=None, exclude=None):
        data = base64.b64encode(self.png).decode()
        page = (
            f'<img src="data:image/png;base64,{data}" alt="{html.escape(self.alternative)}" '
            f'style="width: {self.width}px; max-width: 100%; background: white; border-radius: 8px">'
        )
        return {"text/html": page, "text/plain": self.alternative}


def show(figure, alternative):
    """Display a Matplotlib figure and close it.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
    alternative : str
        What the picture shows, made from the data, for those who do not see it.
    """
    png = io.BytesIO()
    figure.savefig(png, dpi=192, facecolor="white")
    plt.close(figure)
    display(Figure(png.getvalue(), round(96 * figure.get_figwidth()), alternative))


def axes(height, x="", y=""):
    """Return a figure with one plot, and labels for its axes."""
    with plt.rc_context(STYLE):
        figure, plot = plt.subplots(figsize=(WIDTH, height))
    plot.set_xlabel(x)
    plot.set_ylabel(y)
    return figure, plot


def grid_of_images(rows, columns, height, width=WIDTH):
    """Return a figure with a grid of places for images."""
    with plt.rc_context(STYLE):
        return plt.subplots(rows, columns, figsize=(width, height), squeeze=False)


def draw_image(place, image, title="", **style):
    """Draw one image of 28 by 28 pixels, dark ink on white unless said otherwise."""
    place.imshow(image, **{"cmap": "gray_r", "interpolation": "nearest", **style})
    place.set_title(title, fontsize=9)
    place.set_axis_off()
