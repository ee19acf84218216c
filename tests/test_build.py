"""`make build` and `make check`: what is derived follows from `source/`, and nobody's work is lost."""

import json
import os
import shutil
import subprocess

import nbformat
import pytest
from examiner import build as building
from examiner.build import CourseError, build
from examiner.canonical import canonical, faults
from examiner.check import check
from tiny_course import make_course, source_notebook

DESK, RELEASE, SOURCE = (f"{place}/tp1/tp1.ipynb" for place in ("notebooks", "release", "source"))


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    root = tmp_path_factory.mktemp("course")
    make_course(root)
    build(root)
    subprocess.run("git init -q . && git add .", shell=True, cwd=root, check=True)
    return root


@pytest.fixture
def course(built, tmp_path, monkeypatch):
    """A copy of a built course whose files all stand in git's index."""
    monkeypatch.setenv("LANG", "C")
    monkeypatch.delenv("LC_ALL", raising=False)
    root = tmp_path / "course"
    shutil.copytree(built, root)
    # The shipped numbers do not depend on the notebooks; they are drawn once, above.
    shipped = (root / building.PACKAGE / "cases.json").read_bytes()
    monkeypatch.setattr(building.cases, "write", lambda folder: (folder / "cases.json").write_bytes(shipped))
    return root


def edit(path, before, after):
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after), "utf-8")


def snapshot(root):
    return {path: path.read_bytes() for path in root.rglob("*") if path.is_file() and ".git" not in path.parts}


def test_the_desk_is_the_release(course):
    assert (course / DESK).read_bytes() == (course / RELEASE).read_bytes()
    assert "return 2 * x" not in (course / DESK).read_text()


def test_a_second_build_changes_nothing(course):
    before = snapshot(course)
    assert build(course) == ([], 4)
    assert snapshot(course) == before


def test_what_an_instructor_ran_leaves_no_trace_in_the_source(course):
    canonical_source = (course / SOURCE).read_bytes()
    notebook = nbformat.read(course / SOURCE, as_version=4)
    notebook.cells[0].execution_count = 3
    notebook.cells[0].outputs = [nbformat.v4.new_output("stream", text="hello")]
    notebook.cells[0].metadata["execution"] = {"iopub.execute_input": "2026-01-01T08:00:00Z"}
    notebook.metadata["language_info"] = {"name": "python", "version": "3.13.1"}
    nbformat.write(notebook, course / SOURCE)
    assert build(course)[0] == [SOURCE]
    assert (course / SOURCE).read_bytes() == canonical_source


def test_a_changed_source_reaches_release_and_desk(course):
    edit(course / SOURCE, "def double(x):", "def double(x, y):")
    assert build(course)[0] == [DESK, RELEASE]
    assert "def double(x, y):" in (course / DESK).read_text()


def test_two_builds_in_a_row_need_no_commit_between(course):
    for name in ("x, y", "x, y, z"):
        notebook = source_notebook()
        notebook.cells[0].source = notebook.cells[0].source.replace("double(x)", f"double({name})")
        nbformat.write(notebook, course / SOURCE)
        build(course)
    assert "def double(x, y, z):" in (course / DESK).read_text()


def test_someones_work_on_the_desk_is_not_replaced_and_nothing_else_is_written(course):
    edit(course / SOURCE, "def double(x):", "def double(x, y):")
    edit(course / DESK, "raise NotImplementedError", "return x + x")
    before = snapshot(course)
    with pytest.raises(CourseError, match="notebooks/tp1/tp1.ipynb.*--force"):
        build(course)
    assert snapshot(course) == before


def test_force_replaces_someones_work(course):
    edit(course / DESK, "raise NotImplementedError", "return x + x")
    assert build(course, force=True)[0] == [DESK]


def test_a_damaged_desk_notebook_counts_as_work(course):
    (course / DESK).write_text("{")
    with pytest.raises(CourseError):
        build(course)


def test_a_desk_that_was_only_run_is_replaced(course):
    notebook = nbformat.read(course / DESK, as_version=4)
    notebook.cells[0].outputs = [nbformat.v4.new_output("stream", text="hello")]
    nbformat.write(notebook, course / DESK)
    assert build(course)[0] == [DESK]


def test_outside_of_the_course_the_build_says_where_to_run_it(tmp_path, monkeypatch):
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    with pytest.raises(CourseError, match="à la racine du cours"):
        build(tmp_path)


def test_a_notebook_that_nbgrader_refuses_stops_the_build_with_its_words(course):
    edit(course / SOURCE, "### END SOLUTION", "### END")
    with pytest.raises(CourseError, match="nbgrader could not make tp1"):
        build(course)


def test_what_git_holds_is_what_is_built(course):
    assert check(course) == ([], 4)


def test_the_check_reads_the_index_and_not_the_folder(course):
    edit(course / RELEASE, "NotImplementedError", "ValueError")
    assert check(course)[0] == []


def test_a_release_edited_by_hand_is_named(course):
    edit(course / RELEASE, "NotImplementedError", "ValueError")
    subprocess.run(["git", "add", "."], cwd=course, check=True)
    found, _ = check(course)
    assert len(found) == 1 and RELEASE in found[0] and "make build" in found[0]


def test_a_release_of_which_nothing_is_the_source_is_named(course):
    shutil.copytree(course / "release/tp1", course / "release/old")
    subprocess.run(["git", "rm", "-q", "--cached", DESK], cwd=course, check=True)
    subprocess.run(["git", "add", "release"], cwd=course, check=True)
    found, _ = check(course)
    assert [sentence.split(": ")[0] for sentence in found] == [DESK, "release/old/tp1.ipynb"]
    assert "git add" in found[0] and "git rm" in found[1]


def test_the_check_fails_in_the_shell_when_something_differs(course):
    edit(course / RELEASE, "NotImplementedError", "ValueError")
    subprocess.run(["git", "add", "."], cwd=course, check=True)
    run = subprocess.run(["examiner", "check"], cwd=course, capture_output=True, text=True,
                         env=dict(os.environ, PATH=os.path.dirname(os.sys.executable) + ":" + os.environ["PATH"]))
    assert run.returncode == 1
    assert run.stdout.splitlines()[-1] == "4 files compared, 1 differences."


def test_outside_of_git_the_check_says_so(tmp_path):
    with pytest.raises(CourseError, match=str(tmp_path)):
        check(tmp_path)


@pytest.mark.parametrize("change, fault", [
    (lambda cell: cell.update(outputs=[{"output_type": "stream", "name": "stdout", "text": "1"}]), "outputs"),
    (lambda cell: cell.update(execution_count=1), "execution counts"),
    (lambda cell: cell.pop("id"), "id of its own"),
    (lambda cell: cell.update(id="check-double"), "id of its own"),
    (lambda cell: cell.update(surprise=1), "not valid"),
    (lambda cell: cell["metadata"].update(scrolled=True), "canonical"),
])
def test_what_keeps_a_notebook_out_of_git_is_named(change, fault, monkeypatch):
    monkeypatch.setenv("LC_ALL", "C")
    text = canonical(nbformat.writes(source_notebook()))
    assert faults(text) == []
    notebook = json.loads(text)
    change(notebook["cells"][0])
    assert any(fault in sentence for sentence in faults(json.dumps(notebook, indent=1)))
