"""The exercises: what each one asks the student to define, what it counts, what it rests on."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Exercise:
    """One exercise, known everywhere by the nbgrader id of its cell.

    Attributes
    ----------
    id : str
    names : tuple of str
        The names that the student's cell defines.
    parts : dict of str to float
        What is judged on its own, and the points it counts. Their sum is the
        number of points in the notebook.
    needs : tuple of str
        Earlier exercises whose functions this answer may call.
    """

    id: str
    names: tuple[str, ...]
    parts: dict[str, float]
    needs: tuple[str, ...] = ()

    @property
    def points(self):
        return sum(self.parts.values())


EXERCISES = {
    exercise.id: exercise
    for exercise in (
        Exercise("baseline", ("baseline_accuracy",), {"value": 1}),
        Exercise("sigmoid", ("sigmoid",), {"values": 1.5, "large": 0.5}),
        Exercise("output_formula", ("y_hat_formula",), {"formula": 1}),
        Exercise("forward", ("forward",), {"values": 1}, needs=("sigmoid",)),
        Exercise("loss_formula", ("loss_formula",), {"formula": 1}),
        Exercise("cross_entropy", ("cross_entropy",), {"values": 1.5, "saturated": 0.5}),
        Exercise(
            "derivatives",
            ("derivatives",),
            {"dL_dy_hat": 0.4, "dy_hat_dz": 0.4, "dz_dw1": 0.4, "dL_dw1": 0.4, "dL_db": 0.4},
        ),
        Exercise("gradients", ("gradients",), {"values": 1.5, "saturated": 0.5}),
        Exercise(
            "train",
            ("train",),
            {"weights": 1.5, "losses": 0.5, "settings": 0.5, "arguments": 0.5},
            needs=("sigmoid", "forward", "cross_entropy", "gradients"),
        ),
        Exercise("predict", ("predict",), {"values": 0.5}, needs=("sigmoid", "forward")),
        Exercise("accuracy", ("accuracy",), {"values": 0.5}),
        Exercise(
            "measure",
            ("W", "b", "losses", "test_accuracy"),
            {"trained": 0.5, "measured": 0.5},
            needs=("sigmoid", "forward", "predict", "accuracy"),
        ),
        Exercise(
            "keras_neuron", ("build_neuron", "copy_weights"), {"output": 0.5, "step": 0.5}
        ),
        Exercise("keras_network", ("build_network", "network"), {"model": 0.5, "trained": 0.5}),
    )
}

GIVEN_NAMES = ("X_train", "Y_train", "X_test", "Y_test", "y_train", "y_test")


def exercise_defining(name):
    """Return the id of the exercise that defines ``name``, or None."""
    for exercise in EXERCISES.values():
        if name in exercise.names:
            return exercise.id
    return None
