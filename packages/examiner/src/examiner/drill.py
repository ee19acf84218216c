"""`examiner drill`: a small simulated class goes the whole way through plain nbgrader.

In a copy of the course without a gradebook: Moodle's zip, `zip_collect`, `autograde`, a
person's mark, `generate_feedback`, `export`. Then the marks expected and obtained are compared.
"""

import argparse
import csv
import html
import re
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook

from examiner.build import assignments
from examiner.classroom import POINTS, WRITTEN, the_class
from examiner.terminal import say

SIZES = "(784, 60000) (784, 10000)"
ASK_SIZES = "print('sizes', X_train.shape, X_test.shape)"


def main(argv):
    """Drill every assignment of the course in the current folder; return 1 if anything differs."""
    parser = argparse.ArgumentParser(prog="examiner drill", description=__doc__.splitlines()[0])
    parser.add_argument("assignments", nargs="*", help="folders of source/; all of them by default")
    wanted = parser.parse_args(argv)
    root, start, faults, count = Path.cwd(), time.monotonic(), [], 0
    for assignment in wanted.assignments or assignments(root):
        scratch = Path(tempfile.mkdtemp(prefix=f"drill-{assignment}-"))
        found = drill(root, assignment, scratch)
        count += len(the_class(assignment)) * len(POINTS)
        if found:
            print("\n".join(found))
            print(say(f"Tout est resté dans {scratch}.", f"Everything was left in {scratch}."))
        else:
            shutil.rmtree(scratch)
        faults += found
    print(say(
        f"{count} notes comparées, {len(faults)} écarts, {minutes(start)}.",
        f"{count} marks compared, {len(faults)} faults, {minutes(start)}."))
    return 1 if faults else 0


def drill(root, assignment, scratch):
    """Take the class through one assignment and return a sentence for everything that differs."""
    shutil.copy(root / "nbgrader_config.py", scratch)
    for place in ("source", "release"):
        shutil.copytree(root / place / assignment, scratch / place / assignment)
    pupils = the_class(assignment)
    hand_in(scratch, assignment, pupils)
    faults = run(scratch, "zip_collect", assignment)
    faults += run(scratch, "autograde", assignment)
    with Gradebook(f"sqlite:///{scratch / 'gradebook.db'}") as gradebook:
        for pupil in pupils:
            if pupil.marked_by_a_person:
                grade = gradebook.find_grade(WRITTEN, assignment, assignment, pupil.student_id)
                grade.manual_score, grade.needs_manual_grade = POINTS[WRITTEN], False
        gradebook.db.commit()
        faults += run(scratch, "generate_feedback", assignment)
        faults += run(scratch, "export")
        obtained = {pupil.student_id: marks_of(gradebook, assignment, pupil) for pupil in pupils}
    print(table(pupils, obtained))
    faults += differences(pupils, obtained)
    faults += export_faults(scratch, pupils)
    for pupil in pupils:
        faults += notebook_faults(scratch, assignment, pupil)
        faults += feedback_faults(scratch, assignment, pupil)
    return faults


def hand_in(scratch, assignment, pupils):
    """Write the zip that Moodle would make of the class's notebooks."""
    release = scratch / "release" / assignment / f"{assignment}.ipynb"
    answers = right_answers(scratch / "source" / assignment / f"{assignment}.ipynb")
    archive = scratch / "downloaded" / assignment / "archive" / "moodle.zip"
    archive.parent.mkdir(parents=True)
    with zipfile.ZipFile(archive, "w") as moodle:
        for pupil in pupils:
            notebook = nbformat.read(release, as_version=4)
            for cell in notebook.cells:
                exercise = cell.metadata.get("nbgrader", {}).get("grade_id")
                if exercise in pupil.answered:
                    cell.source = pupil.mistakes.get(exercise, answers[exercise])
            notebook.cells.append(nbformat.v4.new_code_cell(ASK_SIZES))
            moodle.writestr(pupil.moodle, nbformat.writes(notebook))


def right_answers(source):
    """Return the answers of a source notebook, by exercise."""
    return {
        cell.metadata["nbgrader"]["grade_id"]:
            re.sub(r"^[^\n]*### (BEGIN|END) SOLUTION[^\n]*\n?", "", cell.source, flags=re.MULTILINE)
        for cell in nbformat.read(source, as_version=4).cells
        if cell.metadata.get("nbgrader", {}).get("solution")}


def run(scratch, *command):
    """Run one nbgrader command as an instructor types it; say how long it took and how it ended."""
    start = time.monotonic()
    log = scratch / f"{command[0]}.log"
    with open(log, "w", encoding="utf-8") as output:
        status = subprocess.run([sys.executable, "-m", "nbgrader", *command], cwd=scratch,
                                stdout=output, stderr=subprocess.STDOUT).returncode
    print(f"nbgrader {' '.join(command)}: {minutes(start)}", flush=True)
    if status:
        return [say(f"nbgrader {command[0]} a échoué : voyez {log}.",
                    f"nbgrader {command[0]} failed: see {log}.")]
    return []


def marks_of(gradebook, assignment, pupil):
    """Return a pupil's marks by exercise; None where there is no such submission."""
    grades = gradebook.find_submission_notebook(assignment, assignment, pupil.student_id).grades
    return {grade.name.removeprefix("check_"): grade.score for grade in grades}


def differences(pupils, obtained):
    """Return a sentence for every mark that is not the one expected."""
    return [
        f"{pupil.label}, {exercise}: " + say(f"{expected} attendu, {got} obtenu.",
                                             f"{expected} expected, {got} obtained.")
        for pupil in pupils for exercise, expected in pupil.expected.items()
        if not close(got := obtained[pupil.student_id].get(exercise), expected)]


def table(pupils, obtained):
    """Return the marks, a line an exercise and a column a pupil: `2`, or `2!=1.5` for 1.5 obtained."""
    lines = [["", *(pupil.label for pupil in pupils)]]
    for exercise in POINTS:
        line = [exercise]
        for pupil in pupils:
            expected, got = pupil.expected[exercise], obtained[pupil.student_id].get(exercise)
            line.append(f"{expected:g}" if close(got, expected) else f"{expected:g}!={got}")
        lines.append(line)
    lines.append(["", *(f"{sum(obtained[pupil.student_id].values()):g}" for pupil in pupils)])
    return "\n".join(f"{line[0]:15}" + "".join(f"{cell:>11}" for cell in line[1:]) for line in lines)


def export_faults(scratch, pupils):
    """Compare the totals that nbgrader exports with those expected."""
    with open(scratch / "grades.csv", encoding="utf-8") as file:
        exported = {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}
    expected = {pupil.student_id: sum(pupil.expected.values()) for pupil in pupils}
    return [
        say(f"export : {exported.get(name)} au lieu de {expected.get(name)} pour {name}.",
            f"export: {exported.get(name)} instead of {expected.get(name)} for {name}.")
        for name in sorted(exported | expected)
        if not close(exported.get(name), expected.get(name))]


def notebook_faults(scratch, assignment, pupil):
    """Make sure that the notebook was run to its end, on all images."""
    path = scratch / "autograded" / pupil.student_id / assignment / f"{assignment}.ipynb"
    if path.exists():
        outputs = nbformat.read(path, as_version=4).cells[-1].outputs
        if outputs and outputs[0].get("text", "").strip() == f"sizes {SIZES}":
            return []
    return [say(f"{pupil.label} : pas exécuté sur {SIZES}.", f"{pupil.label}: not run on {SIZES}.")]


def feedback_faults(scratch, assignment, pupil):
    """Make sure that there is feedback, and nothing in it that students must not see."""
    path = scratch / "feedback" / pupil.student_id / assignment / f"{assignment}.html"
    if not path.exists():
        return [say(f"{pupil.label} : pas de retour.", f"{pupil.label}: no feedback.")]
    page = html.unescape(re.sub(r"<[^>]+>", "", path.read_text(encoding="utf-8")))
    source = scratch / "source" / assignment / f"{assignment}.ipynb"
    return [say(f"{pupil.label} : le retour montre « {line} ».",
                f"{pupil.label}: the feedback shows “{line}”.")
            for line in hidden_lines(source) if line in page]


def hidden_lines(source):
    """Return what feedback must not show: lines of hidden tests, words of the rubric, and markers."""
    lines = {"HIDDEN TESTS", "MARK SCHEME", "Traceback (most recent call last)", "site-packages"}
    for cell in nbformat.read(source, as_version=4).cells:
        for _, region in re.findall(
                r"BEGIN (HIDDEN TESTS|MARK SCHEME)\n(.*?)^[^\n]*END \1", cell.source,
                flags=re.DOTALL | re.MULTILINE):
            # Markdown marks are not in the page that is made of it.
            lines |= {line.strip("-*# ") for line in region.splitlines()}
    return sorted(line for line in lines if len(line) > 10)


def close(got, expected):
    """Compare two marks, either of which may be missing."""
    return got is not None and expected is not None and abs(got - expected) < 1e-6


def minutes(start):
    """Write the time since `start` as people say it."""
    minutes, seconds = divmod(round(time.monotonic() - start), 60)
    return f"{minutes} min {seconds:02} s"
