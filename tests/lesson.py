"""The source notebooks as the tests of the lesson read them: their text, their numbers, what their code computes."""

import ast
import re
from functools import cache, cached_property
from pathlib import Path
from types import SimpleNamespace

import nbformat
import numpy as np

from neuronlab import load_mnist, suspects

PATHS = sorted((Path(__file__).parents[1] / "source").glob("*/*.ipynb"))

WORDS = {
    "fr": {"trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9, "dix": 10, "dizaine": 10,
           "douze": 12, "quinze": 15, "vingt": 20, "vingtaine": 20, "trente": 30, "trentaine": 30, "quarante": 40, "quarantaine": 40,
           "cinquante": 50, "cinquantaine": 50, "soixante-quatre": 64, "soixante": 60, "cent": 100, "centaine": 100, "mille": 1000},
    "en": {"three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twelve": 12,
           "dozen": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty-four": 64,
           "sixty": 60, "hundred": 100, "thousand": 1000},
}
DIGITS = {
    "fr": r"\d+(?:[\u202f\u00a0]\d{3})*(?:(?:\{,\}|[.,])\d+)?",
    "en": r"\d+(?:,\d{3}(?!\d))*(?:\.\d+)?",
}
# What a machine takes differs from one to the next: no test recomputes it.
# How long things take is left out: it depends on the machine and on the reader.
DURATIONS = r"\S+\s+(?:à|to)\s+\S+\s+(?:secondes|seconds)(?:\s+(?:pour|for)\s+\d+\s+\w+)?|\S+\s+(?:heures|hours)"
POINTS = r"\((\d(?:[.,]\d)?)\s+points?\)"
LIST_MARKERS = r"(?m)^\s*\d+\. "


class Lesson:
    """A source notebook, its cells by their ids."""

    def __init__(self, path):
        self.name = path.stem
        self.notebook = nbformat.read(path, as_version=4)
        self.cells = {cell.id: cell for cell in self.notebook.cells}
        self.order = list(self.cells)
        self.language = re.search(r'set_language\("(\w+)"\)', self.cells["imports"].source)[1]

    @cached_property
    def prose(self):
        """The text of every markdown cell, each run of white space made one space."""
        return {id: " ".join(cell.source.split()) for id, cell in self.cells.items() if cell.cell_type == "markdown"}

    @cached_property
    def code(self):
        return {id: cell.source for id, cell in self.cells.items() if cell.cell_type == "code"}

    def numbers(self, id):
        """The numbers that the text of a cell states, in digits or in words, all written as in `1234.5`."""
        text = re.sub(LIST_MARKERS, "", self.cells[id].source)
        text = re.sub(POINTS, "", text)
        text = re.sub(DURATIONS, "", text)
        words = WORDS[self.language]
        pattern = rf"(?<![\w.])(?:{DIGITS[self.language]})(?!\w)|\b(?:{'|'.join(words)})\b"
        return [str(words.get(found.lower(), "")) or self.plain(found) for found in re.findall(pattern, text, re.I)]

    def plain(self, number):
        thousands, decimal = (r"[\u202f\u00a0]", r"\{,\}|,") if self.language == "fr" else (",", r"\.")
        return re.sub(decimal, ".", re.sub(thousands, "", number))

    def given(self, id, pattern):
        """A value that stands in the code of a cell: the group of `pattern`."""
        return ast.literal_eval(re.search(pattern, self.code[id])[1])


LESSONS = {path.stem: Lesson(path) for path in PATHS}


class Silent:
    """Stands for the figures, which have tests of their own."""

    def __getattr__(self, name):
        return lambda *arguments, **settings: None


@cache
def taught():
    """What the code of the lesson computes before Keras: its names, and `shown`, what the cells show.

    The twins share their code, so it is run once.
    """
    lab = {"np": np, "load_mnist": load_mnist, "suspects": suspects, "figures": Silent(), "progress": iter, "shown": {}}
    return _run(lab, "load", "exercise-2")


@cache
def taught_with_keras():
    """What `taught` says, and what the part about Keras computes."""
    return _run(dict(vars(taught())), "exercise-2", "analysis-question")


def _run(lab, first, end):
    lesson = next(iter(LESSONS.values()))
    with np.errstate(over="ignore"):  # the text announces that warning
        for id in lesson.order[lesson.order.index(first):lesson.order.index(end)]:
            if id in lesson.code and not id.startswith("check-"):
                lab["shown"][id] = _shown(ast.parse(lesson.code[id]), lab)
    return SimpleNamespace(**lab)


def _shown(tree, lab):
    """Run the code of a cell and return the value of its last expression, as a notebook shows it."""
    last = ast.Expression(tree.body.pop().value) if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "<cell>", "exec"), lab)
    return eval(compile(last, "<cell>", "eval"), lab) if last else None
