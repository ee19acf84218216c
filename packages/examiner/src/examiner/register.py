"""Write an assignment of `source/` into the gradebook, when grading needs it.

nbgrader learns the points and the tests of an assignment while it generates the
release. Here the release is committed, so that step never ran in a fresh clone:
this pre-convert hook makes it up, into a scratch folder, before the first
submission is graded. It runs in `nbgrader autograde` and behind the
formgrader's button alike, and leaves `release/` alone.
"""

import logging
import tempfile
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.apps.baseapp import NbGrader
from nbgrader.converters import GenerateAssignment, NbGraderException
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Application
from traitlets.log import get_logger

from examiner.terminal import say

_registered = {}


def before_autograde(assignment, student, notebooks):
    """Register `assignment`, once for each state of its source (`c.Autograde.pre_convert_hook`)."""
    course = _course_being_graded()
    state = [(path, path.stat().st_mtime_ns) for path in _sources(course, assignment)]
    with Gradebook(course.db_url, course.course_id) as gradebook:
        known = any(each.name == assignment for each in gradebook.assignments)
    if known and _registered.get((course.db_url, assignment)) == state:
        return
    _registered[course.db_url, assignment] = state  # first: what fails is told once, not per student
    try:
        register(course, assignment)
    except NbGraderException:
        get_logger().error(say(
            f"« {assignment} » n'a pas pu être inscrit dans le carnet de notes : la raison est"
            " écrite ci-dessus. Si des cellules notées ont été ajoutées ou retirées alors que des"
            " copies sont déjà notées, remettez l'ancienne version de source/ ou repartez d'un"
            " carnet neuf (mettez gradebook.db de côté).",
            f"“{assignment}” could not be written into the gradebook: the reason stands above."
            " If graded cells were added or removed while submissions are already graded,"
            " put the former version of source/ back, or start from a new gradebook"
            " (put gradebook.db aside)."))


def register(course, assignment):
    """Write the cells, points and tests of `source/<assignment>` into the gradebook of `course`.

    Raises
    ------
    NbGraderException
        If the source is missing or nbgrader refuses it.
    """
    with tempfile.TemporaryDirectory() as scratch:
        config = course.parent.config
        twin = CourseDirectory(
            config=config, root=course.root, db_url=course.db_url, course_id=course.course_id,
            assignment_id=assignment, source_directory=course.source_directory,
            release_directory=scratch)
        generate = GenerateAssignment(coursedir=twin, config=config)
        generate.log = _only_problems()
        generate.force = True
        generate.start()


def _sources(course, assignment):
    folder = Path(course.format_path(course.source_directory, ".", assignment))
    return sorted(folder.glob("*.ipynb"))


def _course_being_graded():
    """The course of the running command; behind the formgrader, the one of the current folder.

    nbgrader gives a hook the names and not the course, but stands in its root.
    """
    if Application.initialized() and isinstance(Application.instance(), NbGrader):
        return Application.instance().coursedir
    app = NbGrader()
    app.initialize([])
    return app.coursedir


def _only_problems():
    """nbgrader's log without the forty lines that tell what went well."""
    log = get_logger().getChild("register")
    log.setLevel(logging.WARNING)
    return log
