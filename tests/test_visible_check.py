"""What a student reads: in a real kernel, in both languages, also when things go wrong."""

import os
import shutil
from importlib.resources import files
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat import v4

from neuronlab.data import DamagedData, load_mnist


def run(*cells, language="en", folder=".", **environment):
    """Run cells in a fresh kernel and return, for each, what it printed and how its error reads."""
    notebook = v4.new_notebook(cells=[v4.new_code_cell(source) for source in (START.format(language), *cells)])
    client = NotebookClient(
        notebook, kernel_name="python3", allow_errors=True, timeout=60, resources={"metadata": {"path": str(folder)}}
    )
    client.execute(env={**os.environ, **environment})
    return [Shown(cell) for cell in notebook.cells[1:]]


START = "import numpy as np\nimport neuronlab\nfrom neuronlab import check, ready_to_hand_in\nneuronlab.set_language('{}')"
STUB = "def sigmoid(z):\n    raise NotImplementedError"
WRONG = "def sigmoid(z):\n    return 1 / (1 + np.exp(z))"
RIGHT = "def sigmoid(z):\n    return 1 / (1 + np.exp(-z))"
FORWARD = "def forward(X, W, b):\n    return sigmoid(W @ X + b)"


def unfolded(text):
    """Return a message as one line: where it was folded, and with which spaces, is for the eye."""
    return " ".join(text.split())


class Shown:
    """What one cell showed: printed text, typeset formulas, its error."""

    def __init__(self, cell):
        self.printed = unfolded("".join(output.text for output in cell.outputs if output.output_type == "stream"))
        self.latex = "".join(output.data.get("text/latex", "") for output in cell.outputs if "data" in output)
        errors = [output for output in cell.outputs if output.output_type == "error"]
        self.lines = [line for error in errors for line in error.traceback]
        self.error = unfolded("\n".join(self.lines))

    def __repr__(self):
        return f"printed: {self.printed}\nerror: {self.error}"


@pytest.fixture(scope="module")
def english_kernel():
    cells = {
        "wrong": f"{WRONG}\ncheck('sigmoid')",
        "right": f"{RIGHT}\ncheck('sigmoid')",
        "own error": "def forward(X, W, b):\n    return W @ Xx\ncheck('forward')",
        "stub below": f"{STUB}\n{FORWARD}\ncheck('forward')",
        "stub": "sigmoid(0)",
        "stub cell": "raise NotImplementedError",
        "W": "W.shape",
        "given": "X_train.shape",
        "other name": "some_name_of_my_own + 1",
        "other NotImplementedError": "def my_own():\n    raise NotImplementedError('later')\nmy_own()",
        "ordinary error": "1 / 0",
        "formula": "def loss_formula(y, y_hat):\n    return y * y_hat\ncheck('loss_formula')",
        "unknown": "check('sigmoide')",
    }
    return dict(zip(cells, run(*cells.values())))


def test_a_failing_check_is_a_short_message_without_traceback(english_kernel):
    error = english_kernel["wrong"].error
    assert "sigmoid: not there yet" in error
    assert "for z = 2" in error
    assert "Traceback" not in error and "line" not in error and "neuronlab" not in error
    assert len(english_kernel["wrong"].lines) <= 12
    assert max(map(len, english_kernel["wrong"].lines)) <= 80


def test_a_passing_check_says_so(english_kernel):
    assert english_kernel["right"].printed == "✓ sigmoid: all correct."
    assert english_kernel["right"].error == ""


def test_an_error_in_the_students_code_is_quoted_with_its_line(english_kernel):
    error = english_kernel["own error"].error
    assert "NameError: name 'Xx' is not defined" in error
    assert "on the line: return W @ Xx" in error
    assert "Traceback" not in error


def test_a_check_names_the_earlier_exercise_to_start_with(english_kernel):
    error = english_kernel["stub below"].error
    assert "Start with exercise “sigmoid”" in error
    assert "“sigmoid” is not written yet" in error
    assert "“forward” is not written yet" not in error


@pytest.mark.parametrize(
    "cell, sentence",
    [
        ("stub", "NotImplementedError: “sigmoid” is not written yet. Do exercise “sigmoid” first."),
        ("stub cell", "NotImplementedError: this cell is waiting for your answer."),
        ("W", "NameError: “W” does not exist yet. Do exercise “measure” first"),
        ("given", "NameError: “X_train” does not exist yet. First run the cells at the top"),
    ],
)
def test_a_cell_that_needs_an_answer_says_which_in_a_sentence(english_kernel, cell, sentence):
    error = english_kernel[cell].error
    assert error.startswith(sentence)
    assert "Traceback" not in error and len(error) < 180


@pytest.mark.parametrize(
    "cell, name", [("other name", "NameError"), ("other NotImplementedError", "NotImplementedError"), ("ordinary error", "ZeroDivisionError")]
)
def test_every_other_error_keeps_its_traceback(english_kernel, cell, name):
    assert "Traceback" in english_kernel[cell].error
    assert name in english_kernel[cell].error


def test_a_formula_is_shown_typeset_also_when_it_is_wrong(english_kernel):
    assert r"\hat y" in english_kernel["formula"].latex
    assert "your formula gives" in english_kernel["formula"].error


def test_a_check_of_no_exercise_lists_the_exercises(english_kernel):
    assert "There is no exercise “sigmoide”" in english_kernel["unknown"].error
    assert "cross_entropy" in english_kernel["unknown"].error


def test_a_french_notebook_is_answered_in_french():
    wrong, right, stub = run(f"{WRONG}\ncheck('sigmoid')", f"{RIGHT}\ncheck('sigmoid')", f"{STUB}\nsigmoid(0)", language="fr")
    assert "sigmoid : pas encore." in wrong.error and "pour z = 2" in wrong.error
    assert right.printed == "✓ sigmoid : tout est juste."
    assert stub.error.startswith("NotImplementedError: « sigmoid » n'est pas encore écrite.")


def test_while_nbgrader_grades_a_failing_check_prints_and_the_cell_goes_on():
    (graded,) = run(f"{WRONG}\ncheck('sigmoid')\nprint('the hidden tests run')", NBGRADER_EXECUTION="autograde")
    assert graded.error == ""
    assert "sigmoid: not there yet" in graded.printed
    assert graded.printed.endswith("the hidden tests run")


def test_while_nbgrader_validates_a_failing_check_fails():
    (validated,) = run(f"{WRONG}\ncheck('sigmoid')", NBGRADER_EXECUTION="validate")
    assert "sigmoid: not there yet" in validated.error


# --- the data ---------------------------------------------------------------------------------


@pytest.fixture
def mnist_file(tmp_path):
    return Path(shutil.copy(files("neuronlab").joinpath("mnist.npz"), tmp_path))


def flip_one_byte(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def cut_in_half(path):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


@pytest.mark.parametrize("harm", [flip_one_byte, cut_in_half, Path.unlink], ids=["a flipped bit", "cut in half", "missing"])
def test_a_damaged_mnist_file_is_named_and_never_read(mnist_file, harm):
    harm(mnist_file)
    with pytest.raises(DamagedData, match="Reinstall the neuronlab package") as caught:
        load_mnist(mnist_file)
    assert str(mnist_file) in str(caught.value)


def test_an_undamaged_copy_is_the_whole_of_mnist(mnist_file):
    assert [array.shape for array in load_mnist(mnist_file)] == [(60000, 28, 28), (60000,), (10000, 28, 28), (10000,)]


def test_a_damaged_file_shows_as_one_sentence_in_a_notebook(mnist_file):
    flip_one_byte(mnist_file)
    (shown,) = run(f"from pathlib import Path\nneuronlab.load_mnist(Path({str(mnist_file)!r}))", language="fr")
    assert shown.error.startswith("Le fichier MNIST est endommagé")
    assert "Traceback" not in shown.error


# --- the last cell ----------------------------------------------------------------------------

ANSWERS = {"sigmoid": RIGHT, "accuracy": "def accuracy(Y, Y_pred):\n    return np.mean(Y == Y_pred)"}
TEXT = "Parce que répondre toujours « non » donne déjà 91 % de bonnes réponses, sans rien apprendre."
# Two exercises and the written answer stand for the whole notebook.
SHORT_COURSE = "import neuronlab.handin as h\nh.EXERCISES = {e: h.EXERCISES[e] for e in ('sigmoid', 'accuracy')}"


def notebook_of(answers, text=TEXT):
    """Return a notebook file's content, with these answers in its nbgrader cells."""
    cells = [v4.new_code_cell(source, metadata=solution(exercise)) for exercise, source in answers.items()]
    if text is not None:
        cells.append(v4.new_markdown_cell(text, metadata=solution("analysis")))
    return nbformat.writes(v4.new_notebook(cells=cells))


def solution(exercise):
    return {"nbgrader": {"grade_id": exercise, "solution": True, "grade": False, "locked": False, "schema_version": 3}}


def last_cell(folder, *executed, name="tp1", **environment):
    """Run cells, then the last cell of the notebook ``name``, and return what it says."""
    *_, said = run(SHORT_COURSE, *executed, f"ready_to_hand_in({name!r})", folder=folder, JPY_SESSION_NAME="", **environment)
    assert said.error == ""
    return said.printed


def test_a_saved_and_complete_notebook_is_ready(tmp_path):
    (tmp_path / "tp1.ipynb").write_text(notebook_of(ANSWERS), encoding="utf-8")
    said = last_cell(tmp_path, *ANSWERS.values())
    assert said == f"✓ The notebook is saved and complete. File to hand in: {tmp_path.resolve() / 'tp1.ipynb'}"


def test_what_was_run_and_not_saved_is_named(tmp_path):
    (tmp_path / "tp1.ipynb").write_text(notebook_of({**ANSWERS, "sigmoid": WRONG}), encoding="utf-8")
    said = last_cell(tmp_path, *ANSWERS.values())
    assert "hand in tp1.ipynb (1)" in said
    assert "sigmoid: the answer in the saved file is not the one that was run" in said


def test_a_saved_answer_that_was_run_but_is_not_the_last_one_is_named(tmp_path):
    (tmp_path / "tp1.ipynb").write_text(notebook_of({**ANSWERS, "sigmoid": WRONG}), encoding="utf-8")
    said = last_cell(tmp_path, WRONG, *ANSWERS.values())
    assert "sigmoid: the answer in the saved file is not the one that was run" in said


def test_every_kind_of_gap_is_named_at_once(tmp_path):
    gaps = {"sigmoid": STUB}
    (tmp_path / "tp1.ipynb").write_text(notebook_of(gaps, text="*Votre réponse ici*"), encoding="utf-8")
    said = last_cell(tmp_path, STUB)
    assert "hand in tp1.ipynb (3)" in said
    assert "sigmoid: no answer yet" in said
    assert "The cell of exercise “accuracy” is gone from the saved file" in said
    assert "analysis: the saved file does not hold these few sentences yet" in said


def test_a_syntax_error_counts_as_no_answer(tmp_path):
    (tmp_path / "tp1.ipynb").write_text(notebook_of({**ANSWERS, "sigmoid": "def sigmoid(z) return z"}), encoding="utf-8")
    assert "sigmoid: no answer yet, or a syntax error" in last_cell(tmp_path, *ANSWERS.values())


def test_a_wrong_answer_is_named_and_may_be_handed_in(tmp_path):
    answers = {**ANSWERS, "sigmoid": WRONG}
    (tmp_path / "tp1.ipynb").write_text(notebook_of(answers), encoding="utf-8")
    said = last_cell(tmp_path, *answers.values())
    assert "hand in tp1.ipynb (1)" in said
    assert "sigmoid: the check does not pass entirely yet. You may hand the notebook in as it is" in said


def test_a_renamed_notebook_is_named(tmp_path):
    (tmp_path / "tp1 (1).ipynb").write_text(notebook_of(ANSWERS), encoding="utf-8")
    said = last_cell(tmp_path, *ANSWERS.values())
    assert "hand in tp1 (1).ipynb (1)" in said
    assert "The file must be called tp1.ipynb." in said


def test_a_missing_file_and_one_that_is_no_notebook_are_named(tmp_path):
    assert "There is no file tp1.ipynb" in last_cell(tmp_path)
    (tmp_path / "tp1.ipynb").write_text('{"cells": [', encoding="utf-8")
    assert "tp1.ipynb cannot be read as a notebook" in last_cell(tmp_path)


def test_the_last_cell_says_nothing_while_nbgrader_grades(tmp_path):
    assert last_cell(tmp_path, NBGRADER_EXECUTION="autograde") == ""
