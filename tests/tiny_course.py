"""A course of one exercise, for tests of the path through nbgrader."""

import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
from nbformat import v4

ROOT = Path(__file__).parents[1]

DOUBLE = """\
def double(x):
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION"""

CHECK = """\
assert double(1) == 2
### BEGIN HIDDEN TESTS
secret_number = 21
0.5 + 1.5 * float(double(secret_number) == 42)
### END HIDDEN TESTS"""

QUESTION = """\
Pourquoi ?
### BEGIN MARK SCHEME
Un point pour le barème secret.
### END MARK SCHEME"""


def cell(kind, grade_id, source, points=None, solution=False):
    """A cell with nbgrader's metadata; locked unless the student answers in it."""
    made = (v4.new_code_cell if kind == "code" else v4.new_markdown_cell)(source)
    made.id = grade_id.replace("_", "-")
    made.metadata["nbgrader"] = {
        "grade_id": grade_id, "grade": points is not None, "solution": solution,
        "locked": not solution, "task": False, "schema_version": 3, "cell_type": kind}
    if points is not None:
        made.metadata["nbgrader"]["points"] = points
    return made


def source_notebook():
    """The instructor's notebook: `double` counts 2 points, the written `analysis` 1."""
    notebook = v4.new_notebook(cells=[
        cell("code", "double", DOUBLE, solution=True),
        cell("code", "check_double", CHECK, points=2),
        cell("markdown", "question", QUESTION),
        cell("markdown", "analysis", "Parce que.", points=1, solution=True),
    ])
    notebook.metadata["kernelspec"] = {
        "name": "python3", "display_name": "Python 3", "language": "python"}
    return notebook


def make_course(root):
    """Write the source and the root's nbgrader configuration into an empty folder."""
    folder = root / "source" / "tp1"
    folder.mkdir(parents=True)
    nbformat.write(source_notebook(), folder / "tp1.ipynb")
    shutil.copy(ROOT / "nbgrader_config.py", root)


def submit(root, student, answer):
    """Put a submission in its place: the released notebook with `answer` as the function's cell."""
    notebook = nbformat.read(root / "release/tp1/tp1.ipynb", as_version=4)
    notebook.cells[0].source = answer
    folder = root / "submitted" / student / "tp1"
    folder.mkdir(parents=True)
    nbformat.write(notebook, folder / "tp1.ipynb")


def nbgrader(root, *arguments):
    """Run nbgrader as an instructor types it; return what it printed, fail where it failed."""
    run = subprocess.run(
        [sys.executable, "-m", "nbgrader", *arguments], cwd=root, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert run.returncode == 0, run.stdout
    return run.stdout
