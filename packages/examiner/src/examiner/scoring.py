"""The hidden tests: the requirements of the visible checks, on data that students do not have."""

import contextlib
import sys

from examiner import references
from examiner.cases import draw
from neuronlab.checks.judging import judge
from neuronlab.checks.student import Student
from neuronlab.exercises import EXERCISES
from neuronlab.language import message, points

SEEDS = ((51, 1), (51, 2))


def score(exercise_id):
    """Judge one exercise of the notebook that is running, and return its points as a float.

    Called in the hidden region of a test cell; nbgrader reads the value. Also
    prints what each part earned, without the data or the values expected.
    """
    results = grade(exercise_id, sys.modules["__main__"].__dict__)
    earned = sum(result.points for result in results if result.wrong is None)
    total = EXERCISES[exercise_id].points
    print(message("score.earned", earned=points(earned), total=points(total)))
    # 0.4 five times over is not quite 2.0, and nbgrader refuses more than the maximum.
    return min(round(float(earned), 6), float(total))


def grade(exercise_id, namespace):
    """Judge one exercise on the hidden data and return a result for every part.

    Earlier functions that the answer may call are replaced, in place and for
    the time of the tests, by the course's own where they are missing or wrong:
    a mistake costs its own exercise and no other. The trained neuron is also
    judged by the student's own chain, and the better of the two counts.

    Parameters
    ----------
    exercise_id : str
    namespace : dict
        The globals of the student's notebook.
    """
    with _earlier_functions_mended(exercise_id, namespace):
        results = _judge(exercise_id, namespace)
    if exercise_id == "measure" and results[1].wrong:
        own = _judge(exercise_id, namespace)[1]
        results = [results[0], own if own.wrong is None else results[1]]
    return results


def _judge(exercise_id, namespace):
    """Judge an exercise on every hidden draw; a part is right if it is right on all of them."""
    worst = {}
    for seed in SEEDS:
        for result in judge(Student(namespace), exercise_id, draw(exercise_id, seed)):
            if result.part not in worst or worst[result.part].wrong is None:
                worst[result.part] = result
    return list(worst.values())


@contextlib.contextmanager
def _earlier_functions_mended(exercise_id, namespace):
    saved = {}
    try:
        for need in EXERCISES[exercise_id].needs:
            if any(result.wrong for result in grade(need, namespace)):
                for name in EXERCISES[need].names:
                    saved[name] = namespace.get(name, saved)
                    namespace[name] = getattr(references, name)
        yield
    finally:
        for name, value in saved.items():
            if value is saved:
                del namespace[name]
            else:
                namespace[name] = value
