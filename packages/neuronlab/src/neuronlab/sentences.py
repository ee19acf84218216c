"""A sentence instead of a traceback when a cell needs an answer that is not there yet."""

import traceback

from IPython import get_ipython

from neuronlab.exercises import GIVEN_NAMES, exercise_defining
from neuronlab.language import message, wrapped


def explain_missing_answers():
    """From now on, say in a sentence which exercise comes first.

    Concerns ``NotImplementedError`` (a cell still to be filled in) and the
    ``NameError`` of a name that the course defines. Every other error keeps
    its traceback. Does nothing outside IPython.
    """
    shell = get_ipython()
    if shell is not None:
        shell.set_custom_exc((NameError, NotImplementedError), _show)


def _show(shell, etype, value, tb, tb_offset=None):
    sentence = _sentence(etype, value, tb)
    if sentence is None:
        shell.showtraceback((etype, value, tb), tb_offset=tb_offset)
        return None
    lines = wrapped(f"{etype.__name__}: {sentence}")
    # The only way to show chosen lines as the error of a cell (IPython has no public one).
    shell._showtraceback(etype, value, lines)
    return lines


def _sentence(etype, value, tb):
    """Return what to do first, or None when the error deserves its traceback."""
    if issubclass(etype, NotImplementedError):
        function = traceback.extract_tb(tb)[-1].name
        if function == "<module>":
            return message("missing.cell")
        exercise = exercise_defining(function)
        return exercise and message("missing.function", name=function, exercise=exercise)
    name = getattr(value, "name", None)
    if name in GIVEN_NAMES:
        return message("missing.given", name=name)
    exercise = exercise_defining(name)
    return exercise and message("missing.name", name=name, exercise=exercise)
