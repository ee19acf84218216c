"""Every number and every observation in the text of the lesson is computed again.

CLAIMS says where each number comes from. A number that is not there makes a test fail: nobody adds
one that nothing checks. OBSERVATIONS holds what the text says without a number.
"""

import re
from functools import cache

import numpy as np
import pytest
from lesson import LESSONS, POINTS, taught, taught_with_keras

from neuronlab.exercises import EXERCISES

# 0 and 1 are labels, 5 is the digit of the lab, 1 and 2 number the exercises: they are everywhere.
TRIVIAL = {"0", "1", "2", "5"}

ALL_IN_ALL = sum(exercise.points for exercise in EXERCISES.values()) + 1  # and one for the analysis


def pixels(lab, lesson):
    return len(lab.X_train)


def side(lab, lesson):
    height, width = lab.images_train.shape[1:]
    return height if height == width else (height, width)


def brightest(lab, lesson):
    return lab.images_train.max()


def others_per_five(lab, lesson):
    return np.sum(lab.Y_train == 0) / np.sum(lab.Y_train == 1)


def threshold(lab, lesson):
    """The smallest probability that is answered with a 5, among those near a half."""
    X = np.linspace(-1, 1, 201).reshape(1, -1)
    return lab.forward(X, np.ones((1, 1)), 0.0)[lab.predict(X, np.ones((1, 1)), 0.0) == 1].min()


def margin_works(lab, lesson):
    """With a margin of 10 to the power of -15, certainty costs nothing when right, much but not all when wrong."""
    low, high = -np.log(np.clip([0.0, 1.0], 10**-15, 1 - 10**-15))
    return high <= 1e-6 and 5 < low < np.inf


def end_of_the_zigzag(lab):
    """After how many epochs the accuracy stops to fall at every second one."""
    falls = np.flatnonzero(np.diff(lab.accuracies) < 0) + 1
    return next(last for last, following in zip(falls, [*falls[1:], np.inf]) if last > 6 and following != last + 2)


@cache
def scores(rate, epochs):
    """The accuracy on the test set after each epoch of a training on all images.

    In single precision, which is three times faster and zigzags alike.
    """
    lab = taught()
    X, Y, X_test = (array.astype("float32") for array in (lab.X_train, lab.Y_train, lab.X_test))
    W, b, after = np.zeros((1, 784), "float32"), 0.0, []
    with np.errstate(all="ignore"):  # of the loss, which is not looked at
        for _ in range(epochs):
            W, b, _ = lab.train(X, Y, W, b, rate, 1)
            after.append(lab.accuracy(lab.Y_test, lab.predict(X_test, W, b)))
    return np.array(after)


def rule_of_forty(lab, lesson):
    """0.96 is reached when rate times epochs is 40, not yet when it is 30."""
    return all(scores(rate, round(40 / rate))[round(30 / rate) - 1] < 0.96 <= scores(rate, round(40 / rate))[-1]
               for rate in (1.0, 0.4))


def hundred_are_enough_above_one(lab, lesson):
    """At the largest rate 80 epochs may be too few; from the hundredth on it is enough."""
    return scores(2.0, 101)[79:81].min() < 0.96 <= min(scores(rate, 101)[99:].min() for rate in (1.5, 2.0))


def beyond_one_it_lasts_longer(lab, lesson):
    """After 45 epochs the zigzag is over at a rate of 1, and goes on at 1.5 and 2."""
    swings = [np.diff(scores(rate, 101)[44:52]) for rate in (1.5, 2.0)]
    return end_of_the_zigzag(lab) < 45 and all(
        np.abs(swing).min() > 0.002 and (swing[1:] * swing[:-1] < 0).all() for swing in swings)


def ink(lab, digits, rows, columns):
    """The mean ink of some digits in a part of the image."""
    return lab.images_train[np.isin(lab.y_train, digits)][:, rows, columns].mean()


def weight(lab, rows, columns):
    return lab.W.reshape(28, 28)[rows, columns].mean()


UNDER_THE_BAR = (slice(10, 13), slice(17, 23))  # on the right
LOOP_OF_A_SIX = (slice(15, 19), slice(6, 13))  # on the left, under the stem
END_OF_THE_BAR = (slice(5, 9), slice(22, 25))
STEM = (slice(9, 14), slice(9, 13))
TAIL = (slice(19, 22), slice(6, 11))
OTHERS = [digit for digit in range(10) if digit != 5]


def tells_against(digit, part):
    return lambda lab, lesson: weight(lab, *part) < 0 and ink(lab, digit, *part) > ink(lab, 5, *part)


def scale_of_the_gradient(lab, lesson):
    """How much larger the first gradient is when the pixels are not divided."""
    Y_hat = np.full((1, 10000), 0.5)
    raw, _ = lab.gradients(255 * lab.X_some, lab.Y_some, Y_hat)
    return (raw[lab.dW_0 != 0] / lab.dW_0[lab.dW_0 != 0]).mean()


@cache
def disasters():
    """The losses of both disasters, after the first."""
    lab = taught()
    with np.errstate(over="ignore"):
        return [lab.train(X, lab.Y_some, lab.start, 0.0, rate, 8)[2][1:] for X, rate in ((lab.X_some, 50.0), (255 * lab.X_some, 1.0))]


def loss_of_the_certain_neuron(lab, lesson):
    """The value that comes back in both disasters, if it is the one of a neuron that says no with certainty."""
    certain = lab.cross_entropy(lab.Y_some, np.zeros(lab.Y_some.shape))
    back = [np.isclose(losses, certain, atol=0.005).sum() for losses in disasters()]
    return min(back) >= 2 and certain


def rubric(lesson):
    return [float(lesson.plain(share)) for share in re.findall(r"(?m)^- (0[.,]\d) —", lesson.cells["analysis-question"].source)]


def adds_up(lab, lesson):
    return sum(rubric(lesson)) == 1


def constant_percent(lab, lesson):
    return 100 * np.mean(lab.Y_test == 0)


def hidden_neurons(lab, lesson):
    return lab.network.layers[0].units


# cell -> number -> what computes it: a number, or whether the statement with that number holds.
CLAIMS = {
    "how": {"20": lambda lab, lesson: ALL_IN_ALL},
    "data": {
        "70000": lambda lab, lesson: len(lab.images_train) + len(lab.images_test),
        "60000": lambda lab, lesson: len(lab.images_train),
        "10000": lambda lab, lesson: len(lab.images_test),
        "28": side,
        "255": brightest,
        "0": lambda lab, lesson: lab.images_train.min(),
    },
    "columns": {"784": pixels, "28": side, "255": brightest, "1": lambda lab, lesson: lab.X_train.max()},
    "arrays-seen": {
        "784": pixels,
        "60000": lambda lab, lesson: len({lab.X_train.shape[1], lab.Y_train.shape[1]}) == 1 and lab.X_train.shape[1],
    },
    "baseline-idea": {"10": others_per_five},
    "recap": {"784": pixels},
    "networks-seen": {"784": pixels},
    "exercise-1": {"784": pixels, "0.5": threshold},
    "sigmoid-seen": {"1000": lambda lab, lesson: lesson.given("predict-sigmoid", r", (1000\.0)\]")},
    "sigmoid-overflow": {
        "1000": lambda lab, lesson: 1000 * np.log10(np.e) > np.log10(np.finfo(float).max),
        "0": lambda lab, lesson: lab.shown["predict-sigmoid"][0],
        "1": lambda lab, lesson: lab.shown["predict-sigmoid"][-1],
    },
    "output-question": {"3": lambda lab, lesson: sum(
        name.startswith("x") for name in lab.y_hat_formula.__code__.co_varnames[:lab.y_hat_formula.__code__.co_argcount])},
    "forward-predict": {"6": lambda lab, lesson: lab.shown["forward-zero"].shape[1]},
    "loss-seen": {"1": lambda lab, lesson: max((y - y_hat) ** 2 for y in (0, 1) for y_hat in np.linspace(0, 1, 101))},
    "cross-entropy-question": {"10": margin_works, "15": margin_works},
    "chain-rule": dict.fromkeys(("0.2", "3", "0.6"), lambda lab, lesson: round(0.2 * -3, 10) == -0.6),
    "derivatives-question": {"3": lambda lab, lesson: sum(
        link in lesson.code["derivatives"] for link in ("dL_dy_hat,", "dy_hat_dz,", "dz_dw1,"))},
    "suspects-question": {
        "3": lambda lab, lesson: len(lab.suspects(lab.gradients)),
        "5": lambda lab, lesson: lab.X_small.shape[1],
    },
    "suspects-seen": {"5": lambda lab, lesson: len(set(np.round(ratios(lab, "A"), 6))) == 1 and ratios(lab, "A")[0]},
    "train-idea": {"10000": lambda lab, lesson: lab.X_some.shape[1]},
    "rates-question": {
        "4": lambda lab, lesson: len(lab.curves),
        "10000": lambda lab, lesson: lab.X_some.shape[1],
    },
    "rates-seen": {
        "50": lambda lab, lesson: lesson.given("look-disasters", r"0\.0, (\d+\.0), 8\)"),
        "255": lambda lab, lesson: lesson.given("look-disasters", r"\((\d+) \* X_some"),
        "60": lambda lab, lesson: len(lab.curves[1.0]),
    },
    "disasters-seen": {
        "255": scale_of_the_gradient,
        "2.98": loss_of_the_certain_neuron,
        "10": margin_works,
        "15": margin_works,
        "34.5": lambda lab, lesson: -np.log(10**-15),
        "8.63": lambda lab, lesson: 100 * lab.Y_some.mean(),
    },
    "predict-question": {"0.5": threshold},
    "validation-idea": {
        "10000": lambda lab, lesson: lab.X_val.shape[1],
        "50000": lambda lab, lesson: lab.X_fit.shape[1],
        "10": lambda lab, lesson: True,  # "if one tried ten settings": it might be nine
    },
    "zigzag-seen": {
        "30": lambda lab, lesson: 25 <= end_of_the_zigzag(lab) <= 39,  # "about thirty"
        "40": rule_of_forty,
        "0.96": rule_of_forty,
        "1": beyond_one_it_lasts_longer,
        "100": hundred_are_enough_above_one,
    },
    "filmstrip-seen": {"6": lambda lab, lesson: len(lesson.given("look-filmstrip", r"epochs=(\(.*?\))"))},
    "measure-question": {"0.96": lambda lab, lesson: lab.test_accuracy >= 0.96},
    "weights-seen": {
        "3": tells_against(3, UNDER_THE_BAR),
        "9": tells_against(9, UNDER_THE_BAR),
        "6": tells_against(6, LOOP_OF_A_SIX),
    },
    "evidence-seen": {"6": lambda lab, lesson: len(lab.fives)},
}
CLAIMS_WITH_KERAS = {
    "keras-rows": {"784": lambda lab, lesson: lab.build_neuron(0.1).get_weights()[0].shape[0]},
    "keras-example-seen": {
        "3": lambda lab, lesson: lab.example.input_shape[1],
        "2": lambda lab, lesson: lab.example.output_shape[1],
        "4": lambda lab, lesson: len(lab.shown["keras-example"]),
    },
    "keras-neuron-question": {"784": pixels},
    "keras-fit-idea": {
        "128": lambda lab, lesson: lesson.given("keras-fit", r"batch_size=(\d+)"),
        "469": lambda lab, lesson: np.ceil(lab.X_train.shape[1] / 128),
    },
    "keras-fit-seen": {
        "5": lambda lab, lesson: lesson.given("keras-fit", r"epochs=(\d+)"),
        "40": lambda lab, lesson: scores(1.0, 40)[29] < 0.96 <= scores(1.0, 40)[-1] <= lab.accuracy(lab.Y_test, lab.answers),
    },
    "network-question": {
        "10": lambda lab, lesson: lab.network.output_shape[1],
        "9": lambda lab, lesson: lab.y_train.max(),
        "64": hidden_neurons,
        "128": lambda lab, lesson: lesson.given("keras-network", r"batch_size=(\d+)"),
        "5": lambda lab, lesson: lesson.given("keras-network", r"epochs=(\d+)"),
        "0.95": lambda lab, lesson: np.mean(lab.digits == lab.y_test) >= 0.95,
    },
    "compare-question": {"10": lambda lab, lesson: lab.network.output_shape[1]},
    "network-seen": {"64": hidden_neurons, "10": lambda lab, lesson: lab.narrow.output_shape[1]},
    "bottleneck-seen": {
        "1": lambda lab, lesson: np.bincount(lab.y_train).argmax(),
        "0.1135": lambda lab, lesson: np.mean(lab.y_test == np.bincount(lab.y_train).argmax()),
        "10": lambda lab, lesson: lab.narrow.output_shape[1],
    },
    "analysis-question": {
        "91": constant_percent,
        "9108": lambda lab, lesson: np.sum(lab.Y_test == 0),
        "10000": lambda lab, lesson: lab.Y_test.size,
        "0.4": adds_up,
        "0.3": adds_up,
        "3": tells_against(3, UNDER_THE_BAR),
        "6": tells_against(6, LOOP_OF_A_SIX),
    },
    "analysis": {
        "91": constant_percent,
        "9108": lambda lab, lesson: np.sum(lab.Y_test == 0),
        "10000": lambda lab, lesson: lab.Y_test.size,
    },
}


def ratios(lab, name):
    """A suspect's gradient, divided by the one from finite differences."""
    Y_hat = lab.forward(lab.X_small, lab.W_small, lab.b_small)
    return (lab.suspects(lab.gradients)[name](lab.X_small, lab.Y_small, Y_hat)[0] / lab.by_differences).ravel()


def five_shares(lab):
    """The share of the validation images that the neuron calls a 5, after each epoch of the zigzag."""
    W, b, shares = np.zeros((1, 784)), 0.0, []
    for _ in range(16):
        W, b, _ = lab.train(lab.X_fit, lab.Y_fit, W, b, 1.0, 1)
        shares.append(lab.predict(lab.X_val, W, b).mean())
    return np.array(shares)


def every_other_time_hardly_a_five(lab):
    shares = five_shares(lab)
    fives = lab.Y_val.mean()
    return shares[5::2].max() < fives / 5 and shares[4::2].min() > fives / 5


def swing_dies_away(lab):
    """Every second accuracy is lower, by less and less; at the end hardly at all."""
    falls = -np.diff(lab.accuracies)[9:36:2]
    return (np.diff(falls[1:]) < 0).all() and np.abs(np.diff(lab.accuracies)[40:]).max() < 0.001


def first_step_is_a_negative(lab):
    """The first weights are the mean image of the other digits, in blue."""
    others = lab.X_fit[:, lab.Y_fit[0] == 0].mean(axis=1)
    return np.corrcoef(lab.history[1][0], others)[0, 1] < -0.95 and lab.history[1].min() < -5 * lab.history[1].max()


def negative_means_no(lab):
    """And there is at least one such image to look at."""
    X = lab.X_test[:, lab.fives]
    negative = lab.W @ X + lab.b < 0
    return negative.any() and (lab.predict(X, lab.W, lab.b)[negative] == 0).all()


def missed(lab, answers):
    return np.sum((lab.Y_test == 1) & (answers == 0))


def confusion(lab):
    answers = lab.predict(lab.X_test, lab.W, lab.b)
    hits = np.sum((lab.Y_test == 1) & (answers == 1))
    return hits / answers.sum(), hits / lab.Y_test.sum()


def constant_loss(lab):
    return lab.cross_entropy(lab.Y_train, np.full(lab.Y_train.shape, lab.Y_train.mean()))


def smallest_without_looking(lab):
    around = lab.Y_train.mean() + np.array([-0.01, -0.001, 0.001, 0.01])
    losses = [lab.cross_entropy(lab.Y_train, np.full(lab.Y_train.shape, answer)) for answer in around]
    return min(losses) > constant_loss(lab)


def pixel_of_image(lab):
    return all(lab.X_train[j, i] * 255 == pytest.approx(lab.images_train[i].ravel()[j]) for j, i in ((210, 0), (400, 7)))


def in_place(lab):
    W = kept = np.ones(3)
    W -= 1
    changed = kept.sum() == 0
    W = W - 1
    return changed and kept.sum() == 0


def best_for_one_and_for_sixty(lab):
    """The lowest of the four after one step is not the lowest after sixty, and the best of all rates is small."""
    one, sixty = (min(lab.curves, key=lambda rate: lab.curves[rate][epoch]) for epoch in (1, -1))
    return one < sixty == 1.0 and 0.1 < lab.rates[np.argmin(lab.after)] < 0.2


def bounces(lab):
    """With the largest rate the loss goes up and down to the end."""
    return np.sum(np.diff(lab.curves[3.0][-20:]) > 0) >= 5


# cell, in French, in English, what shows that it is so
OBSERVATIONS = [
    ("columns", r"chaque pixel soit entre 0 et 1", r"every pixel lies between 0 and 1",
     lambda lab: lab.X_train.min() == 0 and lab.X_train.max() == 1 and lab.X_test.min() == 0 and lab.X_test.max() == 1),
    ("columns", r"X_\{ji\}\$ est donc le pixel \$j\$ de l'image \$i\$", r"X_\{ji\}\$ is therefore pixel \$j\$ of image \$i\$",
     pixel_of_image),
    ("columns", r"`len\(A\)` ne compte que les lignes", r"`len\(A\)` counts only the rows", lambda lab: len(np.ones((2, 3))) == 2),
    ("columns", r"vaut maintenant 1 si c'est un 5, et 0 sinon", r"is now 1 if it is a 5, and 0 otherwise",
     lambda lab: (lab.Y_train[0] == (lab.y_train == 5)).all()),
    ("baseline-idea", r"à peu près autant d'images de chaque chiffre", r"roughly as many images of each digit",
     lambda lab: np.bincount(lab.y_train).max() < 1.3 * np.bincount(lab.y_train).min()),
    ("forward-seen", r"répond \$\\frac12\$ partout", r"answers \$\\frac12\$ every time",
     lambda lab: (lab.shown["forward-zero"] == 0.5).all()),
    ("cross-entropy-seen", r"première perte est \$\\ln 2\$", r"first loss is \$\\ln 2\$",
     lambda lab: np.isclose(lab.cross_entropy(lab.Y_train, np.full(lab.Y_train.shape, 0.5)), np.log(2))),
    ("cross-entropy-seen", r"la plus petite que l'on puisse atteindre \*\*sans regarder", r"the smallest that can be reached \*\*without looking",
     smallest_without_looking),
    ("gradients-question", r"reste finie même quand", r"stays finite even when",
     lambda lab: all(np.isfinite(part).all() for part in lab.gradients(lab.X_small[:, :4], np.array([[0, 1, 0, 1]]), np.array([[0, 0, 1, 1]])))),
    ("suspects-question", r"Les deux tableaux s'accordent", r"The two arrays agree",
     lambda lab: np.allclose(lab.by_differences, lab.by_formula, rtol=1e-6)),
    ("suspects-seen", r"la somme a pris la place de la moyenne", r"the sum has taken the place of the mean",
     lambda lab: np.allclose(ratios(lab, "A"), lab.X_small.shape[1])),
    ("suspects-seen", r"\*\*B\*\* a les bonnes valeurs et le signe opposé", r"\*\*B\*\* has the right values and the opposite sign",
     lambda lab: np.allclose(ratios(lab, "B"), -1)),
    ("suspects-seen", r"\*\*C\*\* n'est pas proportionnel au vrai gradient", r"\*\*C\*\* is not proportional to the true gradient",
     lambda lab: np.ptp(ratios(lab, "C")) > 0.02),
    ("step-seen", r"Un petit pas fait descendre", r"A small step takes us down", lambda lab: (np.diff(lab.after[:5]) < 0).all()),
    ("step-seen", r"plus haut que le point de départ", r"higher than where we started", lambda lab: lab.after[-1] > 1.5 * lab.after[0]),
    ("train-question", r"modifie le tableau lui-même", r"modifies the array itself", in_place),
    ("rates-seen", r"Trop petit, on avance à peine", r"Too small, and we hardly move",
     lambda lab: lab.curves[0.01][-1] > max(lab.curves[0.1][-1], lab.curves[1.0][-1])),
    ("rates-seen", r"Trop grand, on rebondit d'un versant à l'autre", r"Too large, and we bounce", bounces),
    ("rates-seen", r"le meilleur taux pour un seul pas n'est pas le meilleur pour soixante", r"the best rate for one step is not the best for sixty",
     best_for_one_and_for_sixty),
    ("rates-seen", r"Une perte qui remonte parfois n'est pas forcément une erreur", r"A loss that sometimes rises is not necessarily a mistake",
     lambda lab: lab.curves[1.0][1] > lab.curves[1.0][0] and (np.diff(lab.curves[1.0][20:]) < 0).all()),
    ("disasters-seen", r"deux pertes bondissent loin au-dessus de celle du hasard, et y restent", r"Both losses leap far above that of pure chance, and stay there",
     lambda lab: min(map(min, disasters())) > 3 * np.log(2)),
    ("zigzag-seen", r"une fois sur deux.* presque plus « 5 »", r"every other time.* hardly ever says “5”", every_other_time_hardly_a_five),
    ("zigzag-seen", r"le balancement s'amortit", r"the swing dies away", swing_dies_away),
    ("zigzag-seen", r"donc « 5 » partout", r"hence “5” every time", lambda lab: lab.predict(lab.X_val, np.zeros((1, 784)), 0.0).all()),
    ("zigzag-seen", r"ce point est sous le cadre", r"that point lies below the frame", lambda lab: lab.accuracies[0] < min(lab.accuracies[1:]) - 0.1),
    ("filmstrip-seen", r"Le premier pas dessine en négatif", r"The first step draws, in negative", first_step_is_a_negative),
    ("losses-seen", r"passe loin sous celle de la meilleure réponse constante", r"goes well below that of the best constant answer",
     lambda lab: lab.losses[-1] < constant_loss(lab) / 2),
    ("losses-seen", r"descend encore à la fin, mais de plus en plus lentement", r"still falling at the end, but more and more slowly",
     lambda lab: (np.diff(lab.losses[-30:]) < 0).all() and (np.diff(lab.losses[-30:], 2) > 0).all()),
    ("confusion-seen", r"a d'ordinaire raison", r"is usually right", lambda lab: confusion(lab)[0] > 0.85),
    ("confusion-seen", r"laisse passer une bonne part des 5", r"lets a good part of the fives slip through",
     lambda lab: confusion(lab)[1] < 0.75),
    ("confusion-seen", r"les 5 sont peu nombreux", r"fives are few", lambda lab: lab.Y_test.mean() < 0.1),
    ("weights-seen", r"bout de la barre du haut, la hampe à gauche, la queue en bas à gauche", r"end of the top bar, the stem on the left, the tail at the bottom left",
     lambda lab: all(weight(lab, *part) > 0 and ink(lab, 5, *part) > ink(lab, OTHERS, *part) for part in (END_OF_THE_BAR, STEM, TAIL))),
    ("weights-seen", r"à droite sous la barre.* à gauche juste sous la hampe", r"on the right below the bar.* on the left just below the stem",
     lambda lab: weight(lab, *UNDER_THE_BAR) < 0 and weight(lab, *LOOP_OF_A_SIX) < 0),
    ("evidence-seen", r"Six 5 de l'ensemble de test", r"Six fives from the test set", lambda lab: (lab.y_test[lab.fives] == 5).all()),
    ("evidence-seen", r"Quand \$z\$ est négatif, .* « ce n'est pas un 5 »", r"When \$z\$ is negative, .* “it is not a 5”",
     negative_means_no),
]
OBSERVATIONS_WITH_KERAS = [
    ("keras-rows", r"la transposée des nôtres ; son biais est un tableau de forme \$\(1,\)\$", r"the transpose of ours; its bias is an array of shape \$\(1,\)\$",
     lambda lab: [part.shape for part in lab.build_neuron(0.1).get_weights()] == [lab.W.T.shape, (1,)]),
    ("keras-example-seen", r"de forme \$\(3, 2\)\$, puis les biais, un \*\*tableau\*\* de forme \$\(2,\)\$", r"of shape \$\(3, 2\)\$, then the biases, an \*\*array\*\* of shape \$\(2,\)\$",
     lambda lab: [part.shape for part in lab.example.get_weights()] == [(3, 2), (2,)]),
    ("keras-gradient", r"à la précision des nombres près", r"up to the precision of the numbers", lambda lab: 0 < np.abs(lab.difference).max() < 1e-5),
    ("keras-gradient", r"comparons avec les vôtres", r"compare with yours",
     lambda lab: np.allclose(lab.kernel_gradient.numpy().T, lab.dW_test, atol=1e-6) and np.isclose(lab.bias_gradient[0], lab.db_test, atol=1e-6)),
    ("network-question", r"dix probabilités de somme 1", r"ten probabilities that add up to 1",
     lambda lab: np.allclose(lab.network(lab.X_test[:, :50].T).numpy().sum(axis=1), 1, atol=1e-5)),
    ("network-seen", r"les 5 manqués sont bien moins nombreux", r"far fewer fives are missed",
     lambda lab: missed(lab, lab.says_five) < missed(lab, lab.predict(lab.X_test, lab.W, lab.b)) / 3),
    ("bottleneck-seen", r"Un seul nombre ne suffit pas", r"A single number is not enough", lambda lab: np.mean(lab.narrow_digits == lab.y_test) < 0.5),
]


def wrong_numbers(claims, lab):
    """The numbers in a cell that what computes them does not give, each with what it gives."""
    wrong = {}
    for number, compute in claims.items():
        decimals = len(number.partition(".")[2])
        for lesson in LESSONS.values():
            value = compute(lab, lesson)
            if not (value if isinstance(value, (bool, np.bool_)) else round(float(value), decimals) == float(number)):
                wrong[lesson.name, number] = value
    return wrong


@pytest.fixture(params=LESSONS.values(), ids=LESSONS.keys())
def lesson(request):
    return request.param


def test_the_text_states_no_number_that_nothing_computes(lesson):
    known = CLAIMS | CLAIMS_WITH_KERAS
    new = {id: set(lesson.numbers(id)) - TRIVIAL - set(known.get(id, ())) for id in lesson.prose}
    assert {id: numbers for id, numbers in new.items() if numbers} == {}


def test_every_number_that_is_computed_stands_in_the_text(lesson):
    known = CLAIMS | CLAIMS_WITH_KERAS
    gone = {id: set(claims) - set(lesson.numbers(id)) for id, claims in known.items()}
    assert {id: numbers for id, numbers in gone.items() if numbers} == {}


@pytest.mark.parametrize("id", CLAIMS)
def test_the_numbers_in_the_text_are_true(id):
    assert wrong_numbers(CLAIMS[id], taught()) == {}


@pytest.mark.parametrize("id, french, english, holds", OBSERVATIONS, ids=[f"{row[0]}: {row[2]}" for row in OBSERVATIONS])
def test_what_the_text_observes_is_what_the_cells_show(id, french, english, holds):
    assert holds(taught())


def test_what_the_text_says_about_keras_is_true():
    """One test, so that Keras is loaded and trained once."""
    lab = taught_with_keras()
    wrong = {id: wrong_numbers(claims, lab) for id, claims in CLAIMS_WITH_KERAS.items()}
    assert {id: numbers for id, numbers in wrong.items() if numbers} == {}
    assert [english for _, _, english, holds in OBSERVATIONS_WITH_KERAS if not holds(lab)] == []


def test_the_observations_stand_in_the_text(lesson):
    """One that is reworded must be looked at again here: does what shows it still show it?"""
    rows = [(id, {"fr": french, "en": english}[lesson.language])
            for id, french, english, _ in OBSERVATIONS + OBSERVATIONS_WITH_KERAS]
    assert [(id, words) for id, words in rows if not re.search(words, lesson.prose[id])] == []


def test_the_points_in_the_headings_are_those_that_are_given(lesson):
    for id, exercise in EXERCISES.items():
        heading = next(text for text in lesson.prose.values() if re.match(rf"### [^#]*`{id}` \(", text))
        announced = float(lesson.plain(re.search(POINTS, heading)[1]))
        given = lesson.cells[f"check-{id.replace('_', '-')}"].metadata["nbgrader"]["points"]
        assert announced == exercise.points == given
    assert sum(cell.metadata.get("nbgrader", {}).get("points", 0) for cell in lesson.cells.values()) == ALL_IN_ALL


def test_the_rubric_adds_up_to_the_points_of_the_written_answer(lesson):
    assert sum(rubric(lesson)) == pytest.approx(lesson.cells["analysis"].metadata["nbgrader"]["points"])
