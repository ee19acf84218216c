"""The last cell of a notebook: is the file that will be handed in saved and complete?"""

import ast
import json
import os
import sys
from pathlib import Path

from IPython import get_ipython

from neuronlab.checks.cases import visible_cases
from neuronlab.checks.judging import judge
from neuronlab.checks.student import Student
from neuronlab.checks.visible import is_grading
from neuronlab.exercises import EXERCISES
from neuronlab.language import message, wrapped

WRITTEN_ANSWER = "analysis"


def ready_to_hand_in(name):
    """Say whether the notebook file is saved and complete, and what to hand in.

    Reads the file on disk, which is what will be handed in, and compares it
    with what was run in this session.

    Parameters
    ----------
    name : str
        The notebook's name without its ending, such as ``"tp1"``.
    """
    if is_grading():
        return
    path = _notebook_file(name)
    if path is None:
        print(message("handin.not_found", name=f"{name}.ipynb"))
        return
    try:
        answers = _answers(path)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        print(message("handin.unreadable", path=path.name))
        return
    problems = list(_problems(answers, path.stem == name, name))
    if problems:
        print(message("handin.not_ready", path=path.name, count=len(problems)))
        for problem in problems:
            print("\n".join(wrapped(f"✗ {problem}", "  ")))
    else:
        print(message("handin.ready", path=path.resolve()))


def _notebook_file(name):
    """Return the notebook's file: the one JupyterLab says it runs, or the one in this folder."""
    running = os.environ.get("JPY_SESSION_NAME", "")
    candidates = [Path(running)] if running.endswith(".ipynb") else []
    candidates += [Path(f"{name}.ipynb"), *sorted(Path().glob(f"{name}*.ipynb"))]
    return next((path for path in candidates if path.is_file()), None)


def _answers(path):
    """Return the sources of the answer cells in a notebook file: nbgrader id -> source."""
    notebook = json.loads(path.read_text(encoding="utf-8-sig"))
    return {
        cell["metadata"]["nbgrader"]["grade_id"]: "".join(cell["source"])
        for cell in notebook["cells"]
        if cell["metadata"].get("nbgrader", {}).get("solution")
    }


def _problems(answers, well_named, name):
    """Yield a sentence for everything that would cost points."""
    if not well_named:
        yield message("handin.renamed", name=f"{name}.ipynb")
    run = get_ipython().user_ns.get("In", [])
    student = Student(sys.modules["__main__"].__dict__)
    for exercise in (*EXERCISES, WRITTEN_ANSWER):
        source = answers.get(exercise)
        if source is None:
            yield message("handin.cell_lost", exercise=exercise)
        elif exercise == WRITTEN_ANSWER:
            if not _written(source):
                yield message("handin.no_text", exercise=exercise)
        elif _unfinished(source):
            yield message("handin.unfinished", exercise=exercise)
        elif source.strip() != _last_run(run, EXERCISES[exercise].names[0]):
            yield message("handin.not_saved", exercise=exercise)
        elif any(result.wrong for result in judge(student, exercise, visible_cases()[exercise])):
            yield message("handin.wrong", exercise=exercise)


def _last_run(run, name):
    """Return the last cell of the session that defined ``name``, or None."""
    return next((source.strip() for source in reversed(run) if _defines(source, name)), None)


def _defines(source, name):
    """Tell whether a cell defines ``name`` at its top level."""
    try:
        statements = ast.parse(source).body
    except SyntaxError:
        return False
    for statement in statements:
        if isinstance(statement, (ast.FunctionDef, ast.ClassDef)):
            names = [statement.name]
        else:
            stored = (node for node in ast.walk(statement) if isinstance(node, ast.Name))
            names = [node.id for node in stored if isinstance(node.ctx, ast.Store)]
        if name in names:
            return True
    return False


def _unfinished(source):
    """Tell whether a code answer still holds its stub, or cannot be read as Python."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return True
    return any(isinstance(node, ast.Name) and node.id == "NotImplementedError" for node in ast.walk(tree))


def _written(source):
    """Tell whether the written answer holds a few words beyond its heading and placeholder."""
    lines = [line for line in source.splitlines() if not line.startswith(("#", "*", "…"))]
    return len(" ".join(lines).split()) >= 10
