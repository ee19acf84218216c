"""The check that a student runs: what is right, what is not, what to try next."""

import os
import sys

from IPython.display import Math, display

from neuronlab.checks.cases import visible_cases
from neuronlab.checks.judging import FORMULA_EXERCISES, judge
from neuronlab.checks.student import Student, Wrong
from neuronlab.exercises import EXERCISES
from neuronlab.language import message, wrapped


class CheckFailed(Exception):
    """A visible check did not pass; shown as its message, without a traceback."""

    def _render_traceback_(self):
        return str(self).splitlines()


def check(exercise_id):
    """Check one exercise on data that you may know, and say what is wrong, if anything.

    Parameters
    ----------
    exercise_id : str
        The name of the exercise, as in the heading of its cell.

    Raises
    ------
    CheckFailed
        If the answer is not right yet. When the notebook is being graded the
        message is printed instead: there, other tests decide.
    ValueError
        If there is no such exercise.
    """
    if exercise_id not in EXERCISES:
        raise ValueError(message("check.unknown", exercise=exercise_id, known=", ".join(EXERCISES)))
    student = Student(sys.modules["__main__"].__dict__)
    results = judge(student, exercise_id, visible_cases()[exercise_id])
    if exercise_id in FORMULA_EXERCISES:
        _show_formulas(student, exercise_id)
    text = report(exercise_id, results, blamed=_first_wrong_need(student, exercise_id, results))
    if all(result.wrong is None for result in results) or is_grading():
        print(text)
    else:
        raise CheckFailed(text)


def is_grading():
    """Tell whether nbgrader is running the notebook for a mark."""
    return os.environ.get("NBGRADER_EXECUTION") == "autograde"


def report(exercise_id, results, blamed=None):
    """Write what came of an exercise, in the current language.

    Parameters
    ----------
    results : list of PartResult
    blamed : str, optional
        An earlier exercise that is wrong and on which this one rests.
    """
    right = [result for result in results if result.wrong is None]
    if len(right) == len(results):
        lines = [message("check.right", exercise=exercise_id)]
        remarks = dict.fromkeys(result.remark for result in results if result.remark)
        return "\n".join(lines + ["  " + message(f"remark.{remark}") for remark in remarks])
    lines = [message("check.not_yet", exercise=exercise_id)]
    if blamed:
        lines += wrapped(message("check.blamed", exercise=blamed), "  ")
    lines += ["  ✓ " + _title(exercise_id, result.part) for result in right]
    for sentence, titles in _by_sentence(exercise_id, results).items():
        if len(titles) < len(results):
            lines.append(f"  ✗ {' · '.join(titles)}")
        lines += wrapped(sentence, "    ")
    return "\n".join(lines)


def _by_sentence(exercise_id, results):
    """Group the parts that are wrong for the same reason: the same sentence, or the same line that fails."""
    sentences, titles = {}, {}
    for result in results:
        if result.wrong is not None:
            sentence = result.wrong.sentence()
            reason = result.wrong.values.get("line", sentence)
            sentences.setdefault(reason, sentence)
            titles.setdefault(sentences[reason], []).append(_title(exercise_id, result.part))
    return titles


def _title(exercise_id, part):
    return message(f"part.{exercise_id}_{part}")


def _first_wrong_need(student, exercise_id, results):
    """Name the first earlier exercise that this one rests on and that fails its own check."""
    if all(result.wrong is None for result in results):
        return None
    for need in EXERCISES[exercise_id].needs:
        if any(result.wrong for result in judge(student, need, visible_cases()[need])):
            return need
    return None


def _show_formulas(student, exercise_id):
    """Typeset what the student wrote, right or wrong, if it is a formula at all."""
    from neuronlab.checks.formulas import expressions, typeset

    (name,) = EXERCISES[exercise_id].names
    try:
        latex = typeset(name, expressions(student, name))
    except Wrong:
        return
    if latex:
        display(Math(latex))
