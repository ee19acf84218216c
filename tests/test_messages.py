"""The two catalogues say the same things, and the code asks for nothing else."""

import ast
import re
from pathlib import Path
from string import Formatter

import pytest

import examiner
import neuronlab
from neuronlab.exercises import EXERCISES
from neuronlab.language import LANGUAGES, catalogue

SOURCES = [path for package in (neuronlab, examiner) for path in Path(package.__file__).parent.rglob("*.py")]
# What `expect_close` fills in, whichever message it is given.
COMPARED = {"place", "expected", "seen", "given"}


def fields(template):
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


def asked_for():
    """Yield (key, names given, place) for every message that the code names outright."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            place = f"{path.name}:{node.lineno}"
            given = {keyword.arg for keyword in node.keywords}
            function = getattr(node.func, "id", getattr(node.func, "attr", None))
            first = node.args[0].value if node.args and isinstance(node.args[0], ast.Constant) else None
            if function == "message" and first:
                yield first, given, place
            elif function == "Wrong" and first:
                yield f"wrong.{first}", given, place
            elif function == "_errors_named":
                yield f"wrong.{first}", {"what", "error"}, place
            elif function == "expect_close":
                for keyword in node.keywords:
                    if keyword.arg == "key":
                        yield f"wrong.{keyword.value.value}", COMPARED, place


def put_together():
    """Return the keys that the code builds from pieces."""
    parts = {f"part.{exercise.id}_{part}" for exercise in EXERCISES.values() for part in exercise.parts}
    return parts | {"remark.cancels", "wrong.value", "wrong.baseline_train", "wrong.baseline_percent", "wrong.baseline_fives"}


def test_both_languages_have_the_same_messages():
    assert sorted(catalogue("fr")) == sorted(catalogue("en"))


@pytest.mark.parametrize("key", catalogue("fr"))
def test_a_message_names_the_same_things_in_both_languages(key):
    assert fields(catalogue("fr")[key]) == fields(catalogue("en")[key])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_asked_for_exists_and_gets_what_it_names(language):
    messages = catalogue(language)
    missing = [(key, place) for key, _, place in asked_for() if key not in messages]
    assert missing == []
    unfilled = [(key, place) for key, given, place in asked_for() if not fields(messages[key]) <= given]
    assert unfilled == []


def test_every_message_is_used():
    used = {key for key, _, _ in asked_for()} | put_together()
    assert sorted(set(catalogue("fr")) - used) == []


def test_every_part_of_an_exercise_has_a_title():
    assert put_together() <= set(catalogue("fr"))


def test_french_messages_keep_french_typography():
    wrong = [key for key, text in catalogue("fr").items() if re.search(r"\w[;!?»]|«\S|[“”]|\w :\S", text)]
    assert wrong == []
