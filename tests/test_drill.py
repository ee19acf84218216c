"""The drill sees what is wrong; that all is right, `make drill` itself says."""

import pytest
from examiner import drill
from examiner.classroom import POINTS, the_class
from tiny_course import make_course

CLASS = {pupil.label: pupil for pupil in the_class("tp1")}


@pytest.fixture
def course(tmp_path, monkeypatch):
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    make_course(tmp_path)
    return tmp_path


def obtained():
    return {pupil.student_id: dict(pupil.expected) for pupil in CLASS.values()}


def test_the_reference_is_worth_twenty_and_the_untouched_release_nothing():
    assert sum(POINTS.values()) == 20
    assert sum(CLASS["reference"].expected.values()) == 20
    assert sum(CLASS["untouched"].expected.values()) == 0


def test_five_pupils_make_one_mistake_each_and_it_costs_them_something():
    mistaken = [pupil for pupil in CLASS.values() if pupil.mistakes]
    assert len(mistaken) == 5
    for pupil in mistaken:
        (exercise,) = pupil.mistakes
        assert pupil.expected[exercise] < POINTS[exercise]


def test_marks_that_are_as_expected_are_no_fault():
    assert drill.differences(CLASS.values(), obtained()) == []


@pytest.mark.parametrize("mark", [None, 0.0, 1.75])
def test_a_mark_that_is_missing_or_another_is_a_fault_with_a_name(mark):
    marks = obtained()
    marks[CLASS["reference"].student_id]["sigmoid"] = mark
    assert drill.differences(CLASS.values(), marks) == [
        f"reference, sigmoid: 2.0 expected, {mark} obtained."]


def test_right_answers_are_those_of_the_source_without_the_markers(course):
    answers = drill.right_answers(course / "source/tp1/tp1.ipynb")
    assert answers["double"] == "def double(x):\n    return 2 * x\n"


@pytest.mark.parametrize("shown", [
    "<pre><span>secret_number</span> <span>=</span> 21</pre>", "<p>Un point pour le barème secret.</p>"])
def test_feedback_that_shows_a_hidden_test_or_the_rubric_is_a_fault(course, shown):
    page = course / "feedback" / CLASS["reference"].student_id / "tp1/tp1.html"
    page.parent.mkdir(parents=True)
    page.write_text("<html><p>Rien à cacher.</p></html>", encoding="utf-8")
    assert drill.feedback_faults(course, "tp1", CLASS["reference"]) == []
    page.write_text(f"<html>{shown}</html>", encoding="utf-8")
    (fault,) = drill.feedback_faults(course, "tp1", CLASS["reference"])
    assert fault.startswith("reference: the feedback shows")


def test_a_pupil_without_feedback_or_without_a_graded_notebook_is_a_fault(course):
    assert drill.feedback_faults(course, "tp1", CLASS["sign"]) == ["sign: no feedback."]
    assert drill.notebook_faults(course, "tp1", CLASS["sign"])[0].startswith("sign: not run on")
