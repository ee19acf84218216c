"""Plain nbgrader commands, in a clone that has a committed release and no gradebook."""

import csv
import shutil
import tempfile

import nbformat
import pytest
from nbgrader.api import Gradebook
from tiny_course import make_course, nbgrader, source_notebook, submit

RIGHT = "def double(x):\n    return 2 * x"
RIGHT_AT_ONE = "def double(x):\n    return x + 1"
FAILS = """\
import tempfile
from pathlib import Path
def double(x):
    return Path(tempfile.gettempdir(), "nothing", "marks.txt").read_text()
double(1)"""


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """Three students, graded and given feedback; the release was made without a gradebook."""
    root = tmp_path_factory.mktemp("course")
    make_course(root)
    nbgrader(root, "generate_assignment", "tp1", "--no-db")
    (root / "release.before").write_bytes((root / "release/tp1/tp1.ipynb").read_bytes())
    assert not (root / "gradebook.db").exists()
    submit(root, "right", RIGHT)
    submit(root, "at-one", RIGHT_AT_ONE)
    submit(root, "fails", FAILS)
    nbgrader(root, "autograde", "tp1")
    nbgrader(root, "generate_feedback", "tp1")
    nbgrader(root, "export")
    return root


def feedback(root, student):
    return (root / "feedback" / student / "tp1/tp1.html").read_text(encoding="utf-8")


def test_a_clone_without_a_gradebook_grades_at_once_and_the_marks_are_exported(graded):
    with open(graded / "grades.csv", encoding="utf-8") as file:
        marks = {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}
    assert marks == {"right": 2, "at-one": 0.5, "fails": 0}


def test_grading_leaves_the_committed_release_as_it_was(graded):
    assert (graded / "release/tp1/tp1.ipynb").read_bytes() == (graded / "release.before").read_bytes()


def test_an_answer_left_as_it_was_gets_no_point_and_waits_for_nobody(graded):
    with Gradebook(f"sqlite:///{graded}/gradebook.db") as gradebook:
        grade = gradebook.find_grade("analysis", "tp1", "tp1", "right")
        assert grade.auto_score == 0 and not grade.needs_manual_grade


def test_generating_the_assignment_afterwards_keeps_the_marks(graded, tmp_path):
    copy = tmp_path / "course"
    shutil.copytree(graded, copy)
    nbgrader(copy, "generate_assignment", "tp1")
    with Gradebook(f"sqlite:///{copy}/gradebook.db") as gradebook:
        assert gradebook.find_submission("tp1", "right").score == 2


def test_a_point_added_to_the_source_counts_without_generating_the_assignment_again(
        graded, tmp_path):
    copy = tmp_path / "course"
    shutil.copytree(graded, copy)
    notebook = source_notebook()
    notebook.cells[1].metadata["nbgrader"]["points"] = 5
    nbformat.write(notebook, copy / "source/tp1/tp1.ipynb")
    nbgrader(copy, "autograde", "tp1", "--student", "right", "--force")
    with Gradebook(f"sqlite:///{copy}/gradebook.db") as gradebook:
        assert gradebook.find_assignment("tp1").max_score == 6


def test_a_source_that_cannot_be_registered_is_explained_in_a_sentence(graded, tmp_path):
    copy = tmp_path / "course"
    shutil.copytree(graded, copy)
    notebook = source_notebook()
    del notebook.cells[2]
    nbformat.write(notebook, copy / "source/tp1/tp1.ipynb")
    printed = nbgrader(copy, "autograde", "tp1", "--student", "right", "--force")
    assert "“tp1” could not be written into the gradebook" in printed


def test_feedback_shows_the_score_and_the_visible_check(graded):
    page = feedback(graded, "right")
    assert "check_double" in page and "Score: 2.0 / 2.0" in page


@pytest.mark.parametrize("student", ["right", "at-one", "fails"])
@pytest.mark.parametrize("hidden", ["HIDDEN TESTS", "secret_number", "MARK SCHEME", "barème secret"])
def test_feedback_hides_the_hidden_tests_and_the_rubric(graded, student, hidden):
    assert hidden in (graded / "autograded" / student / "tp1/tp1.ipynb").read_text(encoding="utf-8")
    assert hidden not in feedback(graded, student)


def test_feedback_says_what_failed_and_no_path_of_the_grading_machine(graded):
    graded_notebook = (graded / "autograded/fails/tp1/tp1.ipynb").read_text(encoding="utf-8")
    page = feedback(graded, "fails")
    assert "FileNotFoundError" in page and "line 5" in page
    for path in (f"{tempfile.gettempdir()}/nothing", "/lib/python3."):
        assert path in graded_notebook
        assert path not in page


def test_validating_the_source_succeeds(graded):
    assert "Success" in nbgrader(graded, "validate", "source/tp1/tp1.ipynb")
