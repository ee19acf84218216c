"""What the notebooks of the course import: data, checks, formulas, figures.

Nothing that a student is meant to learn lives here. A notebook declares its
language once with :func:`set_language`; every message and figure follows.
"""

from neuronlab.checks import check
from neuronlab.data import load_mnist
from neuronlab.handin import ready_to_hand_in
from neuronlab.language import set_language
from neuronlab.progress import progress
from neuronlab.sentences import explain_missing_answers
from neuronlab.suspects import suspects

__all__ = ["check", "load_mnist", "progress", "ready_to_hand_in", "set_language", "suspects"]

explain_missing_answers()
