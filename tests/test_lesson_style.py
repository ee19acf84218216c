"""The lesson reads well: short blocks, symbols that are introduced, examples that are right."""

import ast
import doctest
import re
from statistics import median

import numpy as np
import pytest
from lesson import LESSONS

LONGEST = 12
SOLUTION = r"(?s)### BEGIN SOLUTION\n(.*?)\n *### END SOLUTION"
NOT_FOR_STUDENTS = r"(?s)\n?### BEGIN (HIDDEN TESTS|MARK SCHEME).*?### END \1"
EXAMPLES = ["sigmoid", "forward", "cross-entropy", "gradients", "train", "predict", "accuracy"]

# Where each symbol is said to be something, in the order of the lesson; no formula uses it before.
INTRODUCED = {
    "columns": ["n", "m", "X", "j", "i", "y", "Y", r"\hat y"],
    "recap": ["k", "x", "W", "b"],
    "exercise-1": ["z", r"\sigma"],
    "sigmoid-question": ["e"],
    "sigmoid-overflow": [r"\infty"],
    "output-question": ["w"],
    "forward-question": ["Z", r"\hat Y", "p", "q", "r"],
    "loss-idea": [r"\mathcal{L}", r"\ln"],
    "cross-entropy-question": [r"\sum"],
    "gradient-idea": [r"\partial"],
    "chain-first": ["u"],
    "derivatives-seen": [r"\delta"],
    "gradients-idea": [r"\Delta", r"\top"],
    "finite-differences": ["h"],
    "train-idea": [r"\alpha"],
}
LAYOUT = {r"\frac", r"\big", r"\dots", r"\cdot", r"\times", r"\geq", r"\approx", r"\leftarrow", r"\qquad", r"\underbrace",
          r"\xrightarrow"}


@pytest.fixture(params=LESSONS.values(), ids=LESSONS.keys())
def lesson(request):
    return request.param


def symbols_in(text):
    """The symbols of the formulas in a text: letters, and commands that are more than layout."""
    formulas = " ".join(re.findall(r"\$\$?(.+?)\$\$?", re.sub(r"`[^`]*`", "", text)))
    return set(re.findall(r"\\hat [yY]|\\mathcal\{\w\}|\\[A-Za-z]+|[A-Za-z]", formulas)) - LAYOUT


def as_released(cell):
    """The source of a cell as a student gets it."""
    return re.sub(NOT_FOR_STUDENTS, "", re.sub(SOLUTION, "raise NotImplementedError", cell.source)).strip()


def is_an_answer(cell):
    return cell.metadata.get("nbgrader", {}).get("solution", False)


def lengths(lesson, kind, wanted):
    return {id: len(as_released(cell).splitlines()) for id, cell in lesson.cells.items()
            if cell.cell_type == kind and wanted(cell)}


def test_no_block_of_text_is_a_wall(lesson):
    blocks = lengths(lesson, "markdown", lambda cell: True)
    assert {id: lines for id, lines in blocks.items() if lines > LONGEST} == {}


def test_no_cell_of_given_code_is_long(lesson):
    cells = lengths(lesson, "code", lambda cell: not is_an_answer(cell))
    assert {id: lines for id, lines in cells.items() if lines > LONGEST} == {}


def test_half_of_the_code_cells_have_four_lines_at_most(lesson):
    assert median(lengths(lesson, "code", lambda cell: True).values()) <= 4


def test_an_answer_takes_six_lines_at_most_and_the_training_eight(lesson):
    answers = {id: max(map(len, map(str.splitlines, re.findall(SOLUTION, cell.source))))
               for id, cell in lesson.cells.items() if cell.cell_type == "code" and is_an_answer(cell)}
    assert {id: lines for id, lines in answers.items() if lines > (8 if id == "train" else 6)} == {}


def test_every_symbol_of_the_formulas_is_introduced_before_it_is_used(lesson):
    known, unknown = set(), {}
    for id, text in lesson.prose.items():
        new = symbols_in(text) - known
        known |= set(INTRODUCED.get(id, ()))
        if new - known:
            unknown[id] = new - known
    assert unknown == {}


def test_a_symbol_stands_where_it_is_said_to_be_introduced(lesson):
    assert {id: missing for id, symbols in INTRODUCED.items() if (missing := set(symbols) - symbols_in(lesson.prose[id]))} == {}


@pytest.mark.parametrize("id", EXAMPLES)
def test_the_worked_example_of_an_exercise_is_what_its_solution_gives(lesson, id):
    names = {"np": np, "progress": iter}
    for earlier in EXAMPLES[: EXAMPLES.index(id) + 1]:
        exec(lesson.code[earlier], names)
    (function,) = (node.name for node in ast.parse(lesson.code[id]).body)
    (test,) = doctest.DocTestFinder().find(names[function], function, globs=names, module=False)
    failures = []
    doctest.DocTestRunner(verbose=False).run(test, out=failures.append)
    assert test.examples and "".join(failures) == ""


def test_every_worked_example_is_tried(lesson):
    assert [id for id, source in lesson.code.items() if ">>>" in source] == EXAMPLES
