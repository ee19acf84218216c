"""The simulated class of the drill: who hands in what, and the marks that must come out.

Right answers are those of the source notebook; a mistake replaces one of them.
"""

from dataclasses import dataclass, field

from neuronlab.exercises import EXERCISES

WRITTEN = "analysis"
POINTS = {name: float(exercise.points) for name, exercise in EXERCISES.items()} | {WRITTEN: 1.0}


@dataclass(frozen=True)
class Pupil:
    """One simulated student.

    Attributes
    ----------
    moodle : str
        The path of the hand-in in Moodle's zip.
    student_id : str
        What `zip_collect` must make of it.
    answered : sequence of str
        The exercises that are answered, rightly where `mistakes` says nothing else.
    mistakes : dict of str to str
        Exercise to the whole code of its cell.
    marks : dict of str to float
        The marks that differ from full marks for what is answered.
    marked_by_a_person : bool
        Whether somebody gives the written answer its point; nobody else can.
    """

    label: str
    moodle: str
    student_id: str
    answered: tuple = tuple(POINTS)
    mistakes: dict = field(default_factory=dict)
    marks: dict = field(default_factory=dict)
    marked_by_a_person: bool = False

    @property
    def expected(self):
        """The marks that must come out, by exercise."""
        full = {name: points if name in self.answered else 0.0 for name, points in POINTS.items()}
        if not self.marked_by_a_person:
            full[WRITTEN] = 0.0
        return full | self.marks


# Training with it climbs instead of descending: `measure` gives the half point for measuring,
# and not the one for the accuracy that was to be reached.
MINUS_MISSING = """\
def sigmoid(z):
    return 1 / (1 + np.exp(z))
"""

SUM = """\
def cross_entropy(Y, Y_hat):
    Y_hat = np.clip(Y_hat, 1e-15, 1 - 1e-15)
    return -np.sum(Y * np.log(Y_hat) + (1 - Y) * np.log(1 - Y_hat))
"""

SIGN = """\
def gradients(X, Y, Y_hat):
    error = Y - Y_hat
    return error @ X.T / X.shape[1], np.mean(error)
"""

# The bias moves along the gradient at the new weights. The losses are those of this other path,
# so they differ too; the accuracy hardly suffers.
ONE_AFTER_THE_OTHER = """\
def train(X, Y, W0, b0, learning_rate, epochs):
    W, b, losses = W0.copy(), b0, []
    for epoch in range(epochs):
        losses.append(cross_entropy(Y, forward(X, W, b)))
        W = W - learning_rate * gradients(X, Y, forward(X, W, b))[0]
        b = b - learning_rate * gradients(X, Y, forward(X, W, b))[1]
    return W, b, losses
"""

PERCENT = """\
def accuracy(Y, Y_pred):
    return 100 * np.mean(Y == Y_pred)
"""

UNTIL_GRADIENTS = tuple(POINTS)[:list(POINTS).index("gradients") + 1]


def the_class(assignment):
    """Return the pupils; their hand-ins are named as students and Moodle name them."""
    folder = "{}_assignsubmission_file_/{}"
    return (
        Pupil("reference", folder.format("Élise D'ARTAGNAN_1001", f"{assignment}.ipynb"),
              "d-artagnan-elise-1001", marked_by_a_person=True),
        Pupil("untouched", folder.format("Jean-Noël LE GOFF_1002", f"{assignment} (1).ipynb"),
              "le-goff-jean-noel-1002", answered=()),
        Pupil("sigmoid", folder.format("Marie MARTIN_1003", f"{assignment}.ipynb"),
              "martin-marie-1003", mistakes={"sigmoid": MINUS_MISSING},
              marks={"sigmoid": 0.0, "measure": 0.5}),
        Pupil("loss", folder.format("Marie MARTIN_1004", f"{assignment.upper()}.ipynb"),
              "martin-marie-1004", mistakes={"cross_entropy": SUM}, marks={"cross_entropy": 0.5}),
        Pupil("sign", folder.format("Zoé Petit_1005", "rendu.ipynb"),
              "petit-zoe-1005", mistakes={"gradients": SIGN},
              marks={"gradients": 0.5, "measure": 0.5}),
        Pupil("train", f"NGUYEN Anh_1006_assignsubmission_file_{assignment}.ipynb",
              "nguyen-anh-1006", mistakes={"train": ONE_AFTER_THE_OTHER}, marks={"train": 1.0}),
        Pupil("percent", f"Paul O'NEIL_1007_assignsubmission_file/{assignment}(1).ipynb",
              "o-neil-paul-1007", mistakes={"accuracy": PERCENT}, marks={"accuracy": 0.0}),
        Pupil("halfway", folder.format("Inès DE LA TOUR_1008", f"mon {assignment}.ipynb"),
              "de-la-tour-ines-1008", answered=UNTIL_GRADIENTS),
    )
