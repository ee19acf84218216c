"""What a student has defined, and how a check calls it without side effects."""

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
                shapes=", ".join(str(np.shape(argument)) for argument in arguments),
            ) from error
        for position, (before, after) in enumerate(zip(arguments, given), start=1):
            if untouched and isinstance(before, np.ndarray) and not np.array_equal(before, after):
                raise Wrong("argument_changed", name=name, position=position)
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
    """Return the line of the student's own code in which ``error`` was raised."""
    home = getattr(getattr(function, "__code__", None), "co_filename", None)
    line = ""
    for frame in traceback.extract_tb(error.__traceback__):
        if frame.filename == home or "ipykernel" in frame.filename.split("site-packages")[0]:
            line = linecache.getline(frame.filename, frame.lineno).strip() or line
    return line or "?"
