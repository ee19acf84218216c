"""What a student has defined, and how a check calls it without side effects."""

import inspect
import linecache
import traceback
import warnings

import numpy as np
from IPython.utils.capture import capture_output

from neuronlab.exercises import exercise_defining
from neuronlab.language import message


class Wrong(Exception):
    """An answer misses a requirement.

    Attributes
    ----------
    key : str
        The sentence, in the table ``wrong`` of the catalogues.
    values : dict
        What the sentence names: expected, seen, where.
    """

    def __init__(self, key, **values):
        super().__init__(key, values)
        self.key = key
        self.values = values

    def sentence(self):
        """Return what is wrong, in the current language."""
        return message(f"wrong.{self.key}", **self.values)


class Student:
    """The names that a student has defined.

    Parameters
    ----------
    namespace : dict
        The globals of the student's notebook.
    """

    def __init__(self, namespace):
        self.namespace = namespace

    def value(self, name):
        """Return the object called ``name``; raise :class:`Wrong` if there is none."""
        if name not in self.namespace:
            raise Wrong("missing", name=name, exercise=exercise_defining(name) or name)
        return self.namespace[name]

    def call(self, name, *arguments, untouched=True, fresh=False):
        """Call the student's function ``name`` on copies of ``arguments``.

        What it prints, draws or warns about is swallowed: none of it counts.

        Parameters
        ----------
        name : str
        *arguments : arrays and numbers
        untouched : bool
            Whether the function must leave its arguments as they were.
        fresh : bool
            Whether the arrays returned must be new ones, not arguments.

        Raises
        ------
        Wrong
            If the function is missing, is not written yet or raises; if it
            changes or returns an argument where that is not allowed.
        """
        function = self.value(name)
        if not callable(function):
            raise Wrong("not_callable", name=name, seen=type(function).__name__)
        given = [a.copy() if isinstance(a, np.ndarray) else a for a in arguments]
        try:
            with capture_output(), warnings.catch_warnings(), np.errstate(all="ignore"):
                warnings.simplefilter("ignore")
                result = function(*given)
        except NotImplementedError as error:
            raise Wrong("not_written", name=_unwritten(error, name)) from None
        except (Exception, SystemExit) as error:
            raise Wrong(
                "raised",
                name=name,
                error=f"{type(error).__name__}: {error}",
                line=_line_of(error, function),
                advice="\n".join(_advice(error, function, arguments)),
            ) from error
        for position, (before, after) in enumerate(zip(arguments, given)):
            if untouched and isinstance(before, np.ndarray) and not np.array_equal(before, after):
                raise Wrong("argument_changed", name=name, argument=_names(function, arguments)[position])
        if fresh and _shares_memory(result, given):
            raise Wrong("aliases_start")
        return result


def _unwritten(error, name):
    """Return the function of the course that stopped with ``NotImplementedError``: the one called, or one it needs."""
    innermost = traceback.extract_tb(error.__traceback__)[-1].name
    return innermost if exercise_defining(innermost) else name


def _shares_memory(result, given):
    arrays = [value for value in given if isinstance(value, np.ndarray)]
    returned = result if isinstance(result, (tuple, list)) else (result,)
    return any(
        np.shares_memory(value, array)
        for value in returned
        if isinstance(value, np.ndarray)
        for array in arrays
    )


def _line_of(error, function):
    """Return the line of the student's function that failed, and the line further in if there is one."""
    code = getattr(function, "__code__", None)
    home = getattr(code, "co_filename", None)
    lines = []
    for frame in traceback.extract_tb(error.__traceback__):
        if frame.filename == home or "ipykernel" in frame.filename.split("site-packages")[0]:
            line = linecache.getline(frame.filename, frame.lineno).strip()
            if line:
                lines.append(line if frame.name == getattr(code, "co_name", None) else f"[{frame.name}] {line}")
    return " → ".join(dict.fromkeys((lines[0], lines[-1]))) if lines else "?"


def _names(function, arguments):
    """Return the names under which a function receives its arguments: their positions behind ``*``."""
    try:
        names = list(inspect.signature(function).parameters)
    except (TypeError, ValueError):
        names = []
    positions = [str(position) for position in range(1, len(arguments) + 1)]
    return names if len(names) >= len(arguments) else positions


def _advice(error, function, arguments):
    """Yield what an error usually means, and what the function had received."""
    text = str(error)
    if "enough dimensions" in text:
        yield message("advice.scalar")
    elif "for @" in text:
        yield message("advice.symbols")
    elif "matmul" in text or "not aligned" in text:
        yield message("advice.matmul")
    elif "could not be broadcast" in text:
        yield message("advice.broadcast")
    elif "truth value of an array" in text:
        yield message("advice.truth")
    elif "only length-1 arrays" in text or "only 0-dimensional arrays" in text:
        yield message("advice.math")
    elif "has no attribute 'shape'" in text:
        yield message("advice.array")
    elif "object is not callable" in text:
        yield message("advice.times")
    if any(isinstance(argument, np.ndarray) for argument in arguments):
        number = message("advice.number")
        received = [
            f"{name} {np.shape(argument) or number}"
            for name, argument in zip(_names(function, arguments), arguments)
            if isinstance(argument, (int, float, np.ndarray))
        ]
        yield message("advice.received", received=", ".join(received))
