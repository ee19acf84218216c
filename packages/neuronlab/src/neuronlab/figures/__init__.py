"""The figures of the lab: one message each, labelled in the notebook's language.

Every figure is an image on white, the same in a light and in a dark theme,
with a text alternative made from the data.
"""

from neuronlab.figures.images import balance, digits, evidence, filmstrip, mistakes, weights
from neuronlab.figures.networks import networks
from neuronlab.figures.plots import (
    confusion,
    learning_rates,
    losses,
    one_step,
    sigmoid,
    two_losses,
    zigzag,
)

__all__ = [
    "balance",
    "confusion",
    "digits",
    "evidence",
    "filmstrip",
    "learning_rates",
    "losses",
    "mistakes",
    "networks",
    "one_step",
    "sigmoid",
    "two_losses",
    "weights",
    "zigzag",
]
