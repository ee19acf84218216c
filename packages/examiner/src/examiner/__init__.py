"""The instructors' side of the lab: hidden tests, build, pack, grading."""


def score(exercise_id):
    """Judge one exercise of the running notebook; see :func:`examiner.scoring.score`."""
    from examiner.scoring import score

    return score(exercise_id)
