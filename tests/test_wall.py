"""The wall: no answer, no hidden test and no rubric is in anything that students get."""

import io
import json
import re
import zipfile
from pathlib import Path

import pytest
from examiner.build import SOURCE
from examiner.pack import by_language, fill, zip_folder

ROOT = Path(__file__).parents[1]
REGION = re.compile(r"^[^\n]*### BEGIN (SOLUTION|HIDDEN TESTS|MARK SCHEME)[^\n]*\n(.*?)^[^\n]*### END \1",
                    re.MULTILINE | re.DOTALL)
TOO_SHORT = 12  # a line such as `return W, b` proves nothing


def telling(text):
    return {line.strip() for line in text.splitlines() if len(line.strip()) > TOO_SHORT}


def secrets():
    """The lines of the source notebooks that stand in a secret region and nowhere else."""
    hidden, shown = set(), set()
    for path in ROOT.glob(f"{SOURCE}/**/*.ipynb"):
        for cell in json.loads(path.read_text("utf-8"))["cells"]:
            text = "".join(cell["source"])
            regions = [match[2] for match in REGION.finditer(text)]
            if cell["metadata"].get("nbgrader", {}).get("solution") and not regions:
                regions, text = [text], ""
            for region in regions:
                hidden |= telling(region)
            shown |= telling(REGION.sub("", text))
    return hidden - shown


def passages(text):
    """Every three lines of code in a row; imports and docstrings apart, which any two files may share."""
    code = re.sub(r'"""(.|\n)*?"""', "", text)
    lines = [line.strip() for line in code.splitlines() if line.strip()]
    return {three for three in zip(lines, lines[1:], lines[2:])
            if len("".join(three)) > 40 and not three[0].startswith(("from ", "import "))}


def examiner_passages():
    return {three for path in ROOT.glob("packages/examiner/src/**/*.py")
            for three in passages(path.read_text("utf-8"))}


def words(value):
    """Every string in a JSON value, one after the other; lists of lines are put together again."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, each in value.items():
            yield key
            yield from words(each)
    elif isinstance(value, list):
        lines = [each for each in value if isinstance(each, str)]
        yield "".join(lines)
        for each in value:
            if not isinstance(each, str):
                yield from words(each)


def texts(name, content):
    """Every (name, text) in a file, through zips, wheels and notebooks."""
    if name.endswith((".zip", ".whl")):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for inside in archive.namelist():
                yield from texts(f"{name}/{inside}", archive.read(inside))
    else:
        text = content.decode("utf-8", errors="replace")
        yield name, "\n".join(words(json.loads(text))) if name.endswith(".ipynb") else text


def files_in(*folders):
    return [item for folder in folders for path in sorted((ROOT / folder).rglob("*"))
            if path.is_file() and not {"__pycache__", ".ipynb_checkpoints"} & set(path.parts)
            for item in texts(path.relative_to(ROOT).as_posix(), path.read_bytes())]


@pytest.fixture(scope="module")
def packed(tmp_path_factory):
    found = []
    for language, names in by_language(ROOT).items():
        folder = tmp_path_factory.mktemp(language) / "pack"
        folder.mkdir()
        fill(folder, ROOT, language, names)
        archive = folder.with_suffix(".zip")
        zip_folder(folder, archive)
        found += texts(archive.name, archive.read_bytes())
    return found


@pytest.fixture(params=["the pack", "the checkout"])
def given(request):
    """What students get: the packs opened to the last file, or its origin in the checkout."""
    if request.param == "the pack":
        return request.getfixturevalue("packed")
    return files_in("release", "notebooks", "packages/neuronlab")


def test_everything_was_opened(packed):
    names = " ".join(name for name, _ in packed)
    for expected in ("tp1.ipynb", "lab1.ipynb", "bienvenue.md", "welcome.md", "README.md", "environment.yml", "requirements.txt",
                     ".whl/neuronlab/__init__.py", ".whl/neuronlab/cases.json", ".whl/neuronlab/mnist.npz"):
        assert expected in names


def test_there_are_secrets_to_look_for():
    assert len(secrets()) > 20


def test_students_get_no_line_of_a_secret_region(given):
    hidden = secrets()
    assert [(name, line) for name, text in given for line in hidden if line in text] == []


def test_students_get_no_passage_of_the_instructors_package(given):
    secret = examiner_passages()
    assert len(secret) > 500
    assert [(name, three) for name, text in given for three in passages(text) & secret] == []


def test_students_do_not_read_the_name_of_the_instructors_package(given):
    assert [name for name, text in given if "examiner" in (name + text).lower()] == []
