"""Comparing what a function returned with what it should have returned."""

import numpy as np

from neuronlab.checks.student import Wrong


def numbers(what, seen):
    """Return ``seen`` as an array of numbers; raise :class:`Wrong` for anything else."""
    if seen is None:
        raise Wrong("none", what=what)
    try:
        array = np.asarray(seen)
    except Exception:
        raise Wrong("not_numbers", what=what, seen=type(seen).__name__) from None
    if array.dtype.kind not in "fiub":
        raise Wrong("not_numbers", what=what, seen=type(seen).__name__)
    return array


def expect_shape(what, seen, shape):
    """Return ``seen`` as an array of numbers of exactly that shape."""
    array = numbers(what, seen)
    if array.shape and tuple(shape) == ():
        raise Wrong("one_number", what=what, seen=array.shape)
    if array.ndim == 1 and tuple(shape) == (1, array.size):
        raise Wrong("shape_flat", what=what, expected=tuple(shape), seen=array.shape)
    if array.shape == tuple(shape)[::-1] != tuple(shape):
        raise Wrong("shape_transposed", what=what, expected=tuple(shape), seen=array.shape)
    if array.shape != tuple(shape):
        raise Wrong("shape", what=what, expected=tuple(shape), seen=array.shape)
    return array


def expect_finite(what, seen):
    """Refuse NaN and infinity."""
    if not np.all(np.isfinite(seen)):
        raise Wrong("not_finite", what=what)


def expect_close(what, seen, expected, given, *, rtol, atol, key="value"):
    """Refuse values that differ from the expected ones by more than the tolerances.

    Parameters
    ----------
    what : str
        The code whose value this is, as the student would write it.
    seen, expected : arrays of one shape
    given : dict of str to value
        The arguments of the call, for the message.
    key : str
        The message.
    """
    seen, expected = np.asarray(seen), np.asarray(expected)
    expect_finite(what, seen)
    far = ~np.isclose(seen.astype(float), expected, rtol=rtol, atol=atol)
    if not far.any():
        return
    where = tuple(int(i) for i in np.argwhere(far)[0])
    place = f"{what}[{', '.join(map(str, where))}]" if where else what
    wanted, got, arguments = number(expected[where]), number(seen[where]), describe(given)
    ratio = _common_ratio(seen, expected, given)
    if ratio == -1:
        raise Wrong("value_opposite", place=place, expected=wanted, seen=got, given=arguments)
    if ratio is not None:
        ratio = number(ratio)
        raise Wrong("value_ratio", place=place, expected=wanted, seen=got, given=arguments, ratio=ratio)
    raise Wrong(key, place=place, expected=wanted, seen=got, given=arguments)


def _common_ratio(seen, expected, given):
    """Return by how much everything is multiplied, if that is -1 or made of the sizes of the arguments."""
    if np.any(np.abs(expected) < 1e-9):
        return None
    ratios = np.ravel(seen / expected)
    sizes = {size for value in given.values() for size in np.shape(value) if size > 1}
    products = {1.0, *sizes, *(1 / size for size in sizes)}
    likely = {-1.0, *(left * right for left in products for right in products)} - {1.0}
    return next((ratio for ratio in likely if np.allclose(ratios, ratio, rtol=1e-5, atol=0)), None)


def number(value):
    """Write one number with the digits that matter."""
    return f"{float(value):.6g}"


def describe(given):
    """Write the arguments of a call: values when they are short, shapes otherwise."""
    return ", ".join(f"{name} = {_short(value)}" for name, value in given.items())


def _short(value):
    if not isinstance(value, np.ndarray):
        return repr(value)
    if value.size <= 12:
        return np.array2string(value, separator=", ", formatter={"all": "{:.6g}".format}).replace("\n", "")
    return f"array{value.shape}"
