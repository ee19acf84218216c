"""The students' pack: what it holds, what it leaves out, and that it is made of today's source."""

import re
import zipfile
from pathlib import Path

import nbformat
import pytest
from examiner import build as building
from examiner.build import CourseError, build
from examiner.pack import PACKS, by_language, fill, pack, student_lock, student_roots, zip_folder
from tiny_course import make_course

ROOT = Path(__file__).parents[1]
LOCK = (ROOT / "requirements.txt").read_text("utf-8")

SMALL_LOCK = """\
# a header
desk==1.0 ; sys_platform == 'win32' \\
    --hash=sha256:aa \\
    --hash=sha256:ab
    # via -r requirements.in
grader==2.0 \\
    --hash=sha256:bb
    # via -r requirements.in
odd-name==3.0 ; python_full_version < '3.13' \\
    --hash=sha256:cc
    # via
    #   desk
    #   grader
odd-name==4.0 ; python_full_version >= '3.13' \\
    --hash=sha256:dd
    # via
    #   desk
    #   grader
only-grader==5.0 \\
    --hash=sha256:ee
    # via grader
"""


def pins(lock):
    return re.findall(r"^([\w.-]+)==", lock, re.MULTILINE)


def test_the_students_lock_keeps_what_their_packages_need_with_markers_and_hashes():
    assert student_lock(SMALL_LOCK, ["Desk>=1"]) == (
        "desk==1.0 ; sys_platform == 'win32' \\\n    --hash=sha256:aa \\\n    --hash=sha256:ab\n"
        "odd-name==3.0 ; python_full_version < '3.13' \\\n    --hash=sha256:cc\n"
        "odd-name==4.0 ; python_full_version >= '3.13' \\\n    --hash=sha256:dd\n")


def test_a_root_that_the_lock_lacks_is_named():
    with pytest.raises(CourseError, match="absent.*make lock"):
        student_lock(SMALL_LOCK, ["desk", "Absent"])


def test_students_install_the_desk_and_tensorflow_but_no_instructors_tool():
    kept = pins(student_lock(LOCK, student_roots(ROOT)))
    assert {"jupyterlab", "ipykernel", "numpy", "tensorflow", "tensorflow-cpu", "keras"} <= set(kept)
    assert not {"nbgrader", "pytest", "jupytext", "sqlalchemy", "hatchling"} & set(kept)


def test_every_pin_of_the_lock_has_its_hashes():
    blocks = re.split(r"^(?=[\w.-]+==)", LOCK, flags=re.MULTILINE)[1:]
    assert len(blocks) == len(pins(LOCK))
    assert [block.splitlines()[0] for block in blocks if "--hash=sha256:" not in block] == []


def test_the_lock_names_no_host_and_no_folder():
    assert re.findall(r"://|--(?:extra-)?index-url|--find-links|^/|^-e", LOCK, re.MULTILINE) == []


def test_the_same_pack_gives_the_same_zip(tmp_path):
    for turn in ("one", "two"):
        folder = tmp_path / turn / "pack"
        folder.mkdir(parents=True)
        fill(folder, ROOT, *next(iter(by_language(ROOT).items())))
        zip_folder(folder, tmp_path / f"{turn}.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


@pytest.mark.parametrize("language", by_language(ROOT))
def test_the_readme_of_the_pack_names_the_wheel_and_the_notebook_that_are_there(language, tmp_path):
    fill(tmp_path, ROOT, language, by_language(ROOT)[language])
    readme = (tmp_path / "README.md").read_text("utf-8")
    named = set(re.findall(r"wheels/\S+\.whl|notebooks/\S+\.ipynb", readme))
    assert len(named) == 2
    assert set(re.findall(r"`(\w+\.md)`", readme)) <= set(PACKS[language])
    assert [path for path in named if not (tmp_path / path).is_file()] == []


@pytest.fixture
def course(tmp_path, monkeypatch):
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.setattr(building.cases, "write", lambda folder: (folder / "cases.json").write_text("{}\n"))
    make_course(tmp_path)
    source = tmp_path / "source/tp1/tp1.ipynb"
    notebook = nbformat.read(source, as_version=4)
    notebook.cells.insert(0, nbformat.v4.new_code_cell('set_language("fr")'))
    nbformat.write(notebook, source)
    build(tmp_path)
    for name in ("packages/neuronlab/pyproject.toml", "packages/neuronlab/README.md",
                 "packages/neuronlab/src/neuronlab/__init__.py", "environment.yml", "requirements.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    (tmp_path / "notebooks/bienvenue.md").write_text("# Bienvenue\n")
    return tmp_path


def test_work_on_the_desk_stays_out_of_the_pack(course):
    desk = course / "notebooks/tp1/tp1.ipynb"
    desk.write_text(desk.read_text().replace("raise NotImplementedError", "return 'my own answer'"))
    (course / "notebooks/tp1/notes.txt").write_text("my own answer")
    (archive,) = pack(course)
    with zipfile.ZipFile(archive) as opened:
        assert "neurone-tp1/notebooks/tp1/tp1.ipynb" in opened.namelist()
        assert [name for name in opened.namelist() if b"my own answer" in opened.read(name)] == []


def test_a_release_older_than_its_source_is_not_packed(course):
    source = course / "source/tp1/tp1.ipynb"
    source.write_text(source.read_text().replace("def double(x)", "def double(x, y)"))
    with pytest.raises(CourseError, match="release/tp1/tp1.ipynb.*make build"):
        pack(course)


def test_a_notebook_without_a_language_is_not_packed(course):
    source = course / "source/tp1/tp1.ipynb"
    source.write_text(source.read_text().replace('set_language(\\"fr', 'set_language(\\"xx'))
    with pytest.raises(CourseError, match="source/tp1.*'xx'"):
        pack(course)
