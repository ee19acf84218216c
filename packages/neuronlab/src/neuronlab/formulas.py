"""What a student writes formulas with: ``from neuronlab.formulas import sigma, exp, log, ln``."""

import sympy
from sympy import exp, ln, log

__all__ = ["exp", "ln", "log", "sigma"]


class sigma(sympy.Function):
    r"""The sigmoid $\sigma(z) = 1 / (1 + e^{-z})$, as a SymPy function of one argument."""

    nargs = 1

    def fdiff(self, argindex=1):
        return self * (1 - self)

    def _eval_evalf(self, prec):
        return (1 / (1 + sympy.exp(-self.args[0])))._eval_evalf(prec)

    def _eval_is_real(self):
        return self.args[0].is_real

    def _latex(self, printer, exp=None):
        text = rf"\sigma\left({printer._print(self.args[0])}\right)"
        return text if exp is None else rf"{text}^{{{exp}}}"
