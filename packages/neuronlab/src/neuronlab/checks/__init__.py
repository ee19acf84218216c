"""The visible checks: ``check("sigmoid")`` right after the student's cell."""

from neuronlab.checks.visible import check

__all__ = ["check"]
