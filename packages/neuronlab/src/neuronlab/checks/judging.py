"""Judging one exercise, part by part, on given cases."""

import importlib
from dataclasses import dataclass

from neuronlab.checks import trained  # noqa: F401  (registers its requirements)
from neuronlab.checks.requirements import REQUIREMENTS
from neuronlab.checks.student import Wrong
from neuronlab.exercises import EXERCISES

FORMULA_EXERCISES = ("output_formula", "loss_formula", "derivatives")


@dataclass(frozen=True)
class PartResult:
    """What came of one part of an exercise.

    Attributes
    ----------
    part : str
    points : float
        What the part counts when it is right.
    wrong : Wrong or None
        Why it is not right.
    remark : str or None
        The key of something worth adding to a right answer.
    """

    part: str
    points: float
    wrong: Wrong | None = None
    remark: str | None = None


def judge(student, exercise_id, cases):
    """Judge an exercise on ``cases`` (part -> list) and return a result for every part."""
    if exercise_id in FORMULA_EXERCISES:  # SymPy is imported when a formula is judged, not before
        importlib.import_module("neuronlab.checks.formulas")
    return [
        _judge_part(student, exercise_id, part, points, cases[part])
        for part, points in EXERCISES[exercise_id].parts.items()
    ]


def _judge_part(student, exercise_id, part, points, cases):
    requirement = REQUIREMENTS[exercise_id, part]
    remark = None
    for case in cases:
        try:
            remark = requirement(student, case)
        except Wrong as wrong:
            return PartResult(part, points, wrong=wrong)
    return PartResult(part, points, remark=remark)
