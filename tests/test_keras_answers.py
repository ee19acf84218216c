"""The two Keras exercises: what students write, right and wrong."""

from functools import cache

import keras
import numpy as np
import pytest

from model_answers import changed, hidden, visible
from neuronlab.checks.cases import visible_cases
from neuronlab.checks.judging import judge
from neuronlab.checks.student import Student
from neuronlab.data import load_mnist

NEURON = """
def build_neuron(learning_rate):
    model = keras.Sequential([keras.Input((784,)), keras.layers.Dense(1, activation="sigmoid")])
    model.compile(optimizer=keras.optimizers.SGD(learning_rate), loss="binary_crossentropy")
    return model

def copy_weights(model, W, b):
    model.set_weights([W.T, np.array([b])])
"""

NETWORK = """
def build_network(hidden):
    model = keras.Sequential([
        keras.Input((784,)),
        keras.layers.Dense(hidden, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model
"""

RIGHT_NEURONS = {
    "Sequential": NEURON,
    "built at its first call": changed(NEURON, ("keras.Input((784,)), ", "")),
    "an Activation layer": changed(NEURON, ('Dense(1, activation="sigmoid")', 'Dense(1), keras.layers.Activation("sigmoid")')),
    "Flatten in front": changed(NEURON, ("keras.layers.Dense", "keras.layers.Flatten(), keras.layers.Dense")),
    "pictures of 28 by 28, flattened": changed(NEURON, ("(784,)", "(28, 28)"), ("keras.layers.Dense", "keras.layers.Flatten(), keras.layers.Dense")),
    "a loss object": changed(NEURON, ('"binary_crossentropy"', "keras.losses.BinaryCrossentropy()")),
    "Functional": changed(
        NEURON,
        ('keras.Sequential([keras.Input((784,)), keras.layers.Dense(1, activation="sigmoid")])', "keras.Model(i := keras.Input((784,)), keras.layers.Dense(1, activation='sigmoid')(i))"),
    ),
    "weights by the layer": changed(NEURON, ("model.set_weights", "model.layers[-1].set_weights")),
    "weights assigned": changed(NEURON, ("model.set_weights([W.T, np.array([b])])", "model.weights[0].assign(W.T)\n    model.weights[1].assign(np.reshape(b, 1))")),
}
WRONG_NEURONS = {
    # Keras finds the logits behind its own softmax again, so that the step is right all the same.
    "softmax of one": (changed(NEURON, ('"sigmoid"', '"softmax"')), {"output"}),
    "no activation": (changed(NEURON, (', activation="sigmoid"', "")), {"output", "step"}),
    "relu": (changed(NEURON, ('"sigmoid"', '"relu"')), {"output", "step"}),
    "ten sigmoids": (changed(NEURON, ("Dense(1,", "Dense(10,")), {"output", "step"}),
    "no bias": (changed(NEURON, ("Dense(1,", "Dense(1, use_bias=False,")), {"output", "step"}),
    "X as (784, m)": (changed(NEURON, ("(784,)", "(60000,)")), {"output", "step"}),
    "not compiled": (changed(NEURON, ("    model.compile", "    0 and model.compile")), {"output", "step"}),
    "nothing returned": (changed(NEURON, ("    return model", "")), {"output", "step"}),
    "categorical cross-entropy": (changed(NEURON, ("binary_", "categorical_")), {"step"}),
    "squared error": (changed(NEURON, ("binary_crossentropy", "mse")), {"step"}),
    "a sigmoid taken for logits": (changed(NEURON, ('"binary_crossentropy"', "keras.losses.BinaryCrossentropy(from_logits=True)")), {"step"}),
    "Adam": (changed(NEURON, ("SGD", "Adam")), {"step"}),
    "learning rate ignored": (changed(NEURON, ("SGD(learning_rate)", "SGD()")), {"step"}),
    "weights not transposed": (changed(NEURON, ("W.T", "W")), {"output"}),
    "bias not copied": (changed(NEURON, ("np.array([b])", "np.zeros(1)")), {"output"}),
    "nothing copied": (changed(NEURON, ("model.set_weights([W.T, np.array([b])])", "pass")), {"output"}),
    "copied into another model": (changed(NEURON, ("model.set_weights", "build_neuron(1.0).set_weights")), {"output"}),
}

RIGHT_NETWORKS = {
    "sparse": NETWORK,
    "one-hot": changed(NETWORK, ("sparse_", "")),
    "objects": changed(NETWORK, ('"adam"', "keras.optimizers.Adam(1e-3)"), ('"sparse_categorical_crossentropy"', "keras.losses.SparseCategoricalCrossentropy()")),
    "Activation layers": changed(NETWORK, ('hidden, activation="relu")', 'hidden), keras.layers.Activation("relu")'), ('10, activation="softmax")', "10), keras.layers.Softmax()")),
    "pictures, by Reshape": changed(NETWORK, ("keras.Input((784,))", "keras.Input((28, 28)), keras.layers.Reshape((784,))")),
    "built at its first call": changed(NETWORK, ("        keras.Input((784,)),\n", "")),
}
WRONG_NETWORKS = {
    "hidden ignored": changed(NETWORK, ("Dense(hidden", "Dense(64")),
    "hidden layer after the output": changed(NETWORK, ('Dense(hidden, activation="relu")', 'Dense(10, activation="softmax")'), ('Dense(10, activation="softmax"),\n    ]', 'Dense(hidden, activation="relu"),\n    ]')),
    "no hidden layer": changed(NETWORK, ('        keras.layers.Dense(hidden, activation="relu"),\n', "")),
    "a sigmoid hidden layer": changed(NETWORK, ("relu", "sigmoid")),
    "ten sigmoids": changed(NETWORK, ("softmax", "sigmoid")),
    "linear, without from_logits": changed(NETWORK, (', activation="softmax"', "")),
    "a softmax taken for logits": changed(NETWORK, ('"sparse_categorical_crossentropy"', "keras.losses.SparseCategoricalCrossentropy(from_logits=True)")),
    "binary cross-entropy": changed(NETWORK, ("sparse_categorical_", "binary_")),
    "squared error": changed(NETWORK, ("sparse_categorical_crossentropy", "mse")),
    "SGD": changed(NETWORK, ("adam", "sgd")),
}


def keras_names(*sources):
    names = {}
    exec("import keras\nimport numpy as np", names)
    for source in sources:
        exec(source, names)
    return names


def answers(table):
    return [pytest.param(*(value if isinstance(value, tuple) else (value,)), id=name) for name, value in table.items()]


@cache
def trained_network():
    """Train the model answer for long enough to pass."""
    images, digits, _, _ = load_mnist()
    keras.utils.set_random_seed(0)
    network = keras_names(NETWORK)["build_network"](64)
    network.optimizer.learning_rate = 0.005
    network.fit(images.reshape(-1, 784) / 255, digits, batch_size=1024, epochs=4, verbose=0)
    return network


@pytest.mark.parametrize("source", answers(RIGHT_NEURONS))
def test_a_right_keras_neuron_gets_everything(source):
    names = keras_names(source)
    assert hidden("keras_neuron", names) == visible("keras_neuron", names) == set()


@pytest.mark.parametrize("source, lost", answers(WRONG_NEURONS))
def test_a_wrong_keras_neuron_loses_what_is_wrong(source, lost):
    names = keras_names(source)
    assert hidden("keras_neuron", names) == visible("keras_neuron", names) == lost


@pytest.mark.parametrize("source", answers(RIGHT_NETWORKS))
def test_a_right_network_is_accepted(source):
    names = {**keras_names(source), "network": trained_network()}
    assert hidden("keras_network", names) == visible("keras_network", names) == set()


@pytest.mark.parametrize("source", answers(WRONG_NETWORKS))
def test_a_wrong_network_is_refused_and_a_trained_one_still_counts(source):
    names = {**keras_names(source), "network": trained_network()}
    assert hidden("keras_network", names) == visible("keras_network", names) == {"model"}


def test_a_network_that_was_not_trained_is_refused():
    names = keras_names(NETWORK, "network = build_network(64)")
    assert hidden("keras_network", names) == visible("keras_network", names) == {"trained"}


@pytest.mark.parametrize(
    "network, key",
    [(None, "none"), ("trained", "not_a_model"), (np.eye(10), "not_a_model")],
    ids=["None", "text", "an array"],
)
def test_a_network_that_is_no_model_is_named(network, key):
    names = {**keras_names(NETWORK), "network": network}
    results = judge(Student(names), "keras_network", visible_cases()["keras_network"])
    assert [result.wrong and result.wrong.key for result in results] == [None, key]


def test_keras_left_blank_earns_nothing():
    stub = "def {}(*arguments): raise NotImplementedError"
    names = keras_names(*(stub.format(name) for name in ("build_neuron", "copy_weights", "build_network")), "network = None")
    assert visible("keras_neuron", names) == hidden("keras_neuron", names) == {"output", "step"}
    assert visible("keras_network", names) == hidden("keras_network", names) == {"model", "trained"}
