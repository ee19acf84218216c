"""How a formula is judged: as a formula, by its values at points.

``simplify`` never decides: it fails to recognise too many right forms.
"""

import traceback

import sympy

from neuronlab.checks.requirements import requires
from neuronlab.checks.student import Wrong

OUTPUTS = {
    "y_hat_formula": ("y_hat",),
    "loss_formula": ("L",),
    "derivatives": ("dL_dy_hat", "dy_hat_dz", "dz_dw1", "dL_dw1", "dL_db"),
}
ARGUMENTS = {
    "y_hat_formula": ("x1", "x2", "x3", "w1", "w2", "w3", "b"),
    "loss_formula": ("y", "y_hat"),
    "derivatives": ("x1", "y", "y_hat", "z"),
}
LATEX = {
    "y_hat": r"\hat y",
    "L": r"\mathcal{L}",
    "dL_dy_hat": r"\frac{\partial \mathcal{L}}{\partial \hat y}",
    "dy_hat_dz": r"\frac{\partial \hat y}{\partial z}",
    "dz_dw1": r"\frac{\partial z}{\partial w_1}",
    "dL_dw1": r"\frac{\partial \mathcal{L}}{\partial w_1}",
    "dL_db": r"\frac{\partial \mathcal{L}}{\partial b}",
}
UNEVALUATED = (sympy.Derivative, sympy.Integral, sympy.Subs, sympy.Limit, sympy.Sum, sympy.Product)


def symbols_of(name):
    """Return the real symbols that the formula function ``name`` takes, in order."""
    return [sympy.Symbol(argument, real=True) for argument in ARGUMENTS[name]]


def expressions(student, name):
    """Return what the student's formula function gives: a dict output -> expression.

    Raises
    ------
    Wrong
        If the function fails, or returns anything but formulas.
    """
    try:
        result = student.call(name, *symbols_of(name))
    except Wrong as wrong:
        raise _hint(wrong) or wrong from None
    outputs = OUTPUTS[name]
    if len(outputs) == 1:
        result = (result,)
    elif not isinstance(result, (tuple, list)) or len(result) != len(outputs):
        seen = len(result) if isinstance(result, (tuple, list)) else type(result).__name__
        raise Wrong("tuple", what=name, names=", ".join(outputs), count=len(outputs), seen=seen)
    return dict(zip(outputs, result))


def _hint(wrong):
    """Name the usual reasons why a formula cannot even be computed."""
    error = wrong.__cause__
    text = str(error)
    if isinstance(error, NameError) and error.name == "z":
        return Wrong("formula_z")
    if isinstance(error, TypeError) and "for ^" in text:
        return Wrong("formula_caret")
    numpy_was_called = "no callable" in text or "Cannot convert expression to float" in text
    if "sigmoid" in {frame.name for frame in traceback.extract_tb(error and error.__traceback__)}:
        return Wrong("formula_sigmoid")
    if isinstance(error, TypeError) and numpy_was_called:
        return Wrong("formula_numpy")
    return None


def typeset(name, formulas):
    """Return LaTeX for the formulas of one function, one line each."""
    names = {symbol: LATEX[symbol.name] for symbol in symbols_of(name) if symbol.name in LATEX}
    lines = [
        rf"{LATEX[output]} &= {sympy.latex(expression, symbol_names=names, ln_notation=True)}"
        for output, expression in formulas.items()
        if isinstance(expression, (sympy.Basic, int, float))
    ]
    return r"\begin{aligned}" + r" \\ ".join(lines) + r"\end{aligned}" if lines else ""


def _expect_formula(expression, name, output, case):
    """Accept an expression that has the expected value at every point of the case."""
    if expression is None:
        raise Wrong("none", what=name)
    if isinstance(expression, str):
        raise Wrong("formula_string")
    if isinstance(expression, (int, float)) and not isinstance(expression, bool):
        expression = sympy.sympify(expression)
    if isinstance(expression, sympy.logic.boolalg.Boolean) and not expression.is_Symbol:
        raise Wrong("formula_caret")
    if not isinstance(expression, sympy.Expr):
        raise Wrong("formula_type", what=output, seen=type(expression).__name__)
    if expression.has(*UNEVALUATED):
        raise Wrong("formula_unevaluated")
    arguments = symbols_of(name)
    strangers = sorted(str(symbol) for symbol in expression.free_symbols - set(arguments))
    if strangers:
        raise Wrong("formula_symbols", names=", ".join(strangers))
    wrong = []
    for point, expected in zip(case["points"], case[output]):
        seen = _value(expression, arguments, point, output)
        if abs(seen - expected) > 1e-9 * max(abs(expected), 1e-9):
            wrong.append((point, expected, seen))
    if not wrong:
        return
    point, expected, seen = wrong[0]
    where, expected, seen = _where(point), f"{expected:.6g}", f"{float(seen):.6g}"
    labels = {point["y"] for point, _, _ in wrong if "y" in point}
    if len(labels) == 1:
        right = 1 - point["y"]
        raise Wrong("formula_one_label", what=output, right=right, where=where, expected=expected, seen=seen)
    raise Wrong("formula_value", what=output, where=where, expected=expected, seen=seen)


def _where(point):
    return ", ".join(f"{name} = {value:g}" for name, value in point.items())


def _value(expression, arguments, point, output):
    """Return the value of an expression at a point, to twenty digits."""
    values = {symbol: sympy.Float(point[symbol.name], 30) for symbol in arguments}
    try:
        value = sympy.N(expression.xreplace(values), 20)
    except Exception:  # an array inside, an unknown function: SymPy fails in many ways
        raise Wrong("formula_not_a_number", what=output) from None
    if not value.is_real or not value.is_finite:
        raise Wrong("formula_not_finite", what=output, where=_where(point))
    return value


@requires("output_formula", "formula")
def output_formula(student, case):
    formulas = expressions(student, "y_hat_formula")
    _expect_formula(formulas["y_hat"], "y_hat_formula", "y_hat", case)


@requires("loss_formula", "formula")
def loss_formula(student, case):
    formulas = expressions(student, "loss_formula")
    _expect_formula(formulas["L"], "loss_formula", "L", case)


def _divides_by_output(expression):
    """Tell whether a chain of derivatives is still a product in which the division cancels."""
    return any(
        power.exp.is_negative and "y_hat" in {symbol.name for symbol in power.free_symbols}
        for power in expression.atoms(sympy.Pow)
    )


def _is_product_of_links(formulas, output, case):
    """Tell whether a wrong derivative is the right product of wrong links: it follows when they are mended."""
    links = {"dL_dw1": ("dL_dy_hat", "dy_hat_dz", "dz_dw1"), "dL_db": ("dL_dy_hat", "dy_hat_dz")}.get(output, ())
    chain = [formulas[link] for link in links]
    if not chain or not all(isinstance(formula, sympy.Expr) for formula in (*chain, formulas[output])):
        return False
    difference = sympy.Mul(*chain) - formulas[output]
    arguments = symbols_of("derivatives")
    return all(abs(_value(difference, arguments, point, output)) < 1e-12 for point in case["points"])


def _derivative(output):
    @requires("derivatives", output)
    def derivative(student, case):
        formulas = expressions(student, "derivatives")
        expression = formulas[output]
        try:
            _expect_formula(expression, "derivatives", output, case)
        except Wrong:
            if _is_product_of_links(formulas, output, case):
                raise Wrong("formula_follows") from None
            raise
        if output in ("dL_dw1", "dL_db") and _divides_by_output(expression):
            return "cancels"


for _output in OUTPUTS["derivatives"]:
    _derivative(_output)
