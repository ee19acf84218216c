"""Every figure, in both languages: one whole image, and a text alternative that tells what the data say."""

import html
import re
from functools import cache

import matplotlib.text
import neuronlab.figures.canvas as canvas
import numpy as np
import pytest
from examiner import references

from neuronlab import figures, load_mnist
from neuronlab.language import get_language, set_language

# A character that the font lacks is drawn as a box, and Matplotlib only warns.
pytestmark = pytest.mark.filterwarnings("error:Glyph")

COUNT = 2000


@cache
def data():
    """Real images, a neuron trained on them for a moment, and what it says of others."""
    images, y_train, images_test, y_test = load_mnist()
    X, X_test = (some[:COUNT].reshape(COUNT, 784).T / 255 for some in (images, images_test))
    Y, Y_test = ((some[:COUNT] == 5).astype(float).reshape(1, COUNT) for some in (y_train, y_test))
    history, b, losses, accuracies = [np.zeros((1, 784))], 0.0, [], []
    for _ in range(20):
        accuracies.append(references.accuracy(Y_test, references.predict(X_test, history[-1], b)))
        W, b, (loss,) = references.train(X, Y, history[-1], b, 1.0, 1)
        history.append(W)
        losses.append(loss)
    return {
        "images": images[:COUNT], "labels": y_train[:COUNT], "images_test": images_test[:COUNT], "labels_test": y_test[:COUNT],
        "Y": Y, "Y_test": Y_test, "history": history, "W": history[-1], "b": b, "losses": losses, "accuracies": accuracies,
        "Y_hat": references.forward(X_test, history[-1], b), "Y_pred": references.predict(X_test, history[-1], b),
    }


RATES = np.linspace(0, 1, 11)
AFTER = [0.7, 0.4, 0.3, 0.35, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.125]
CURVES = {0.01: [0.7, 0.65, 0.6], 0.1: [0.7, 0.4, 0.345], 1.0: [0.7, 1.2, 0.25], 3.0: [0.7, 2.8, 1.5]}

DRAW = {
    "balance": lambda d: figures.balance(d["labels"]),
    "confusion": lambda d: figures.confusion(d["Y_test"], d["Y_pred"]),
    "digits": lambda d: figures.digits(d["images"], d["labels"]),
    "evidence": lambda d: figures.evidence(d["images"], d["labels"], d["W"], d["b"], np.flatnonzero(d["labels"] == 5)[:6]),
    "filmstrip": lambda d: figures.filmstrip(d["history"], epochs=(1, 2, 5, 10, 15, 20)),
    "learning_rates": lambda d: figures.learning_rates(CURVES),
    "losses": lambda d: figures.losses(d["losses"], d["Y"]),
    "mistakes": lambda d: figures.mistakes(d["images_test"], d["labels_test"], d["Y_hat"]),
    "networks": lambda d: figures.networks(),
    "one_step": lambda d: figures.one_step(RATES, AFTER),
    "sigmoid": lambda d: figures.sigmoid(references.sigmoid),
    "two_losses": lambda d: figures.two_losses(),
    "weights": lambda d: figures.weights(d["W"]),
    "zigzag": lambda d: figures.zigzag(d["accuracies"], baseline=np.mean(d["Y_test"] == 0)),
}


@cache
def drawn(name, language):
    """Draw a figure and return what it puts on the page, and every text within it.

    A text is its words, the box around them and the box of the whole figure.
    """
    page, texts, draw = [], {}, matplotlib.text.Text.draw

    def remember(text, renderer):
        draw(text, renderer)
        if text.get_visible() and text.get_text().strip():
            # The layout draws everything once before it knows the places; the last time counts.
            texts[text] = text.get_text(), text.get_window_extent(renderer), text.get_figure(root=True).bbox.frozen()

    before = get_language()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(canvas, "display", page.append)
        patch.setattr(matplotlib.text.Text, "draw", remember)
        set_language(language)
        try:
            DRAW[name](data())
        finally:
            set_language(before)
    return page, list(texts.values())


def alternative(name, language):
    return drawn(name, language)[0][0].alternative


def numbers(name, language):
    """The numbers that the text alternative of a figure tells, in their order; the digit 5 is a word of French."""
    text = re.sub(r"\b[ld]es 5\b", "", alternative(name, language))
    return [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", text)]


def words(name, language):
    """The labels of a figure that hold a word."""
    plain = [re.sub(r"\$[^$]*\$", "", text) for text, _, _ in drawn(name, language)[1]]
    return [text for text in plain if re.search(r"[a-zà-ÿ]{2,}", text)]


@pytest.fixture(params=["fr", "en"])
def language(request):
    return request.param


def test_every_figure_is_drawn_here():
    assert sorted(DRAW) == sorted(figures.__all__)


@pytest.mark.parametrize("name", DRAW)
def test_a_figure_is_one_image_with_its_text_alternative(name, language):
    (figure,), _ = drawn(name, language)
    page = figure._repr_mimebundle_()
    assert figure.png.startswith(b"\x89PNG") and page["text/html"].count("<img") == 1
    assert re.search('alt="([^"]+)"', page["text/html"])[1] == html.escape(figure.alternative)
    assert len(figure.alternative) > 40 and page["text/plain"] == figure.alternative


@pytest.mark.parametrize("name", DRAW)
def test_no_text_of_a_figure_is_cut_by_its_border(name, language):
    _, texts = drawn(name, language)
    cut = [words for words, box, whole in texts
           if box.x0 < whole.x0 or box.y0 < whole.y0 or box.x1 > whole.x1 or box.y1 > whole.y1]
    assert texts and cut == []


@pytest.mark.parametrize("name", DRAW)
def test_the_labels_and_the_alternative_are_in_the_language_of_the_notebook(name):
    french, english = words(name, "fr"), words(name, "en")
    assert len(french) == len(english) and not set(french) & set(english)
    assert alternative(name, "fr") != alternative(name, "en")


def test_the_balance_tells_how_many_fives_there_are(language):
    labels = data()["labels"].tolist()
    assert numbers("balance", language) == [labels.count(5), COUNT, round(labels.count(5) / COUNT, 4)]


def test_the_confusion_tells_the_four_counts_and_both_fractions(language):
    pairs = list(zip(data()["Y_test"].ravel(), data()["Y_pred"].ravel()))
    hits, misses, alarms, rest = (pairs.count(pair) for pair in ((1, 1), (1, 0), (0, 1), (0, 0)))
    precision, recall = hits / (hits + alarms), hits / (hits + misses)
    assert 0 not in (hits, misses, alarms, rest)
    assert numbers("confusion", language) == [hits, misses, alarms, rest, round(precision, 3), round(recall, 3)]
    drawn_counts = [text for text, _, _ in drawn("confusion", language)[1] if text.isdigit()]
    assert drawn_counts == [str(count) for count in (hits, misses, alarms, rest)]


def test_the_losses_are_compared_with_the_best_constant_answer(language):
    Y, losses = data()["Y"], data()["losses"]
    constant = references.cross_entropy(Y, np.full(Y.shape, Y.mean()))
    assert numbers("losses", language) == [round(losses[0], 3), round(losses[-1], 3), 20, round(constant, 4)]


def test_the_mistakes_are_counted_and_the_clearest_false_alarms_named(language):
    answers = list(zip(data()["Y_hat"].ravel(), data()["labels_test"].tolist()))
    false = sorted((-p, label) for p, label in answers if label != 5 and p >= 0.5)
    missed = [p for p, label in answers if label == 5 and p < 0.5]
    assert numbers("mistakes", language) == [len(missed), len(false), *(label for _, label in false[:8])]


def test_the_zigzag_counts_how_often_the_accuracy_falls(language):
    accuracies, never = data()["accuracies"], np.mean(data()["labels_test"] != 5)
    falls = sum(after < before for before, after in zip(accuracies, accuracies[1:]))
    assert numbers("zigzag", language) == [19, falls, round(accuracies[-1], 4), round(never, 4)]


def test_one_step_tells_where_the_loss_is_lowest(language):
    assert numbers("one_step", language) == [0.7, 0.3, 0.2, 1.125, 1.0]


def test_the_curves_tell_the_last_loss_of_each_rate(language):
    assert numbers("learning_rates", language) == [0.01, 0.6, 0.1, 0.345, 1, 0.25, 3, 1.5]


def test_the_weights_tell_where_the_largest_and_the_smallest_are(language):
    W = data()["W"].ravel().tolist()
    (high_row, high_column), (low_row, low_column) = (divmod(W.index(extreme(W)), 28) for extreme in (max, min))
    assert numbers("weights", language) == [
        784, round(max(W), 3), high_row + 1, high_column + 1, round(min(W), 3), low_row + 1, low_column + 1]


def test_the_votes_add_up_to_z(language):
    fives = np.flatnonzero(data()["labels"] == 5)[:6]
    z = data()["W"] @ data()["images"][fives].reshape(6, 784).T / 255 + data()["b"]
    told = re.findall(r"z = ([+-]\d+\.\d\d)", alternative("evidence", language))
    assert told == [f"{number:+.2f}" for number in z.ravel()]
