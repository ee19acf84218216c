"""A zip as Moodle makes it goes through `nbgrader zip_collect`, and nobody is mixed up."""

import io
import shutil
import unicodedata
import zipfile

import pytest
from examiner.moodle import Student
from nbgrader.api import Gradebook
from nbgrader.apps import ZipCollectApp
from nbgrader.utils import capture_log
from tiny_course import make_course

EARLY, LATE = (2025, 11, 3, 10, 0, 0), (2025, 11, 10, 10, 0, 0)


@pytest.fixture(scope="module")
def empty_gradebook(tmp_path_factory):
    """Made once: nbgrader takes two seconds for it."""
    path = tmp_path_factory.mktemp("gradebook") / "gradebook.db"
    Gradebook(f"sqlite:///{path}").close()
    return path


@pytest.fixture
def course(tmp_path, monkeypatch, empty_gradebook):
    """An empty course whose terminal speaks English."""
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.chdir(tmp_path)
    make_course(tmp_path)
    shutil.copytree("source", "release")
    shutil.copy(empty_gradebook, tmp_path)
    (tmp_path / "downloaded/tp1/archive").mkdir(parents=True)
    return tmp_path


class Unflagged(zipfile.ZipInfo):
    """A member whose name is UTF-8 without saying so, as many programs write it."""

    def _encodeFilenameFlags(self):
        return self.filename.encode(), self.flag_bits & ~0x800


def zipped(files, date=EARLY, member=zipfile.ZipInfo):
    """The bytes of a zip that holds `files`, a dict of names to contents."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, text in files.items():
            archive.writestr(member(name, date), text)
    return content.getvalue()


def collect(course, files, *options, name="tp1.zip", **how):
    """Put a zip into the archive, run `nbgrader zip_collect tp1`, and return what it logged."""
    (course / "downloaded/tp1/archive" / name).write_bytes(zipped(files, **how))
    app = ZipCollectApp()
    app.initialize(["tp1", *options])
    outcome = capture_log(app)
    assert outcome["success"], outcome
    return outcome["log"]


def collected(course):
    """What each student is said to have handed in: student id -> the text of their tp1.ipynb."""
    return {path.parts[-3]: path.read_text() for path in course.glob("submitted/*/tp1/tp1.ipynb")}


def test_moodles_folders_become_students_whose_names_can_be_read(course):
    collect(course, {
        "Élise D'ARTAGNAN_12345_assignsubmission_file_/tp1.ipynb": "Élise",
        "Jean-Noël de La Fontaine_777_assignsubmission_file/tp1.ipynb": "Jean-Noël",
        "LE GOFF Anaïs_31_assignsubmission_file_tp1.ipynb": "Anaïs",
        "王伟_88_assignsubmission_file_/tp1.ipynb": "王伟",
    })
    assert collected(course) == {
        "d-artagnan-elise-12345": "Élise", "fontaine-jean-noel-de-la-777": "Jean-Noël",
        "le-goff-anais-31": "Anaïs", "participant-88": "王伟"}


def test_the_gradebook_knows_names_and_moodle_numbers(course):
    collect(course, {"Élise D'ARTAGNAN_12345_assignsubmission_file_/tp1.ipynb": ""})
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        student = gradebook.find_student("d-artagnan-elise-12345")
        assert (student.first_name, student.last_name, student.lms_user_id) == (
            "Élise", "D'ARTAGNAN", "12345")


def test_namesakes_stay_two_people(course):
    collect(course, {
        "Marie MARTIN_1_assignsubmission_file_/tp1.ipynb": "one",
        "Marie MARTIN_2_assignsubmission_file_/tp1.ipynb": "two",
    })
    assert collected(course) == {"martin-marie-1": "one", "martin-marie-2": "two"}


@pytest.mark.parametrize("separator", ["_/", "/", "_"])
def test_the_only_notebook_of_a_student_is_the_assignment_whatever_its_name(course, separator):
    names = ["tp1 (1).ipynb", "tp1(1).ipynb", "TP1.ipynb", "tp1.IPYNB", "rendu.ipynb",
             "tp1.ipynb.txt", "tp1-Copy1.ipynb", "tp1_copie.ipynb"]
    collect(course, {
        f"Zoé PETIT_{number}_assignsubmission_file{separator}{name}": name
        for number, name in enumerate(names)})
    assert collected(course) == {
        f"petit-zoe-{number}": name for number, name in enumerate(names)}


def test_a_notebook_in_a_folder_of_the_students_own_is_found(course):
    collect(course, {"Zoé PETIT_5_assignsubmission_file_/mon dossier/tp1.ipynb": "hers"})
    assert collected(course) == {"petit-zoe-5": "hers"}


def test_names_are_read_whether_or_not_accents_are_composed(course):
    composed = "Zoé PETIT_5_assignsubmission_file_/tp1.ipynb"
    collect(course, {unicodedata.normalize("NFD", composed): "hers"})
    assert collected(course) == {"petit-zoe-5": "hers"}


def test_names_that_do_not_say_they_are_utf8_keep_their_accents(course):
    collect(course, {"Zoé PETIT_5_assignsubmission_file_/tp1.ipynb": "hers"}, member=Unflagged)
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        assert gradebook.find_student("petit-zoe-5").first_name == "Zoé"


def test_of_two_notebooks_the_one_named_most_like_the_assignment_is_taken_and_it_is_said(course):
    folder = "Zoé PETIT_5_assignsubmission_file_/"
    printed = collect(course, {
        folder + "brouillon.ipynb": "draft", folder + "tp1 (2).ipynb": "hers",
        folder + "mon tp1 final.ipynb": "other"})
    assert collected(course) == {"petit-zoe-5": "hers"}
    assert "Zoé PETIT (5): several notebooks; “tp1 (2).ipynb” is taken" in printed


def test_a_zip_in_the_zip_is_opened(course):
    inner = zipped({"travail/tp1.ipynb": "hers", "__MACOSX/travail/._tp1.ipynb": "litter"})
    collect(course, {"Zoé PETIT_5_assignsubmission_file_/rendu.zip": inner})
    assert collected(course) == {"petit-zoe-5": "hers"}


def test_litter_is_never_taken_for_a_hand_in(course):
    folder = "Zoé PETIT_5_assignsubmission_file_/"
    printed = collect(course, {
        folder + ".ipynb_checkpoints/tp1.ipynb": "old", folder + "rendu.ipynb": "hers",
        "__MACOSX/" + folder + "._tp1.ipynb": "litter"})
    assert collected(course) == {"petit-zoe-5": "hers"}
    assert "several notebooks" not in printed


def test_whoever_hands_in_no_notebook_is_named_and_stands_in_the_gradebook(course):
    printed = collect(course, {
        "Zoé PETIT_5_assignsubmission_file_/rapport.pdf": "%PDF",
        "Paul ROY_6_assignsubmission_file_/rendu.zip": "not a zip",
        "Anna LOPEZ_7_assignsubmission_file_/tp1.ipynb": "hers"})
    assert "Zoé PETIT (5): NO NOTEBOOK" in printed and "“rapport.pdf” is not a notebook" in printed
    assert "Paul ROY (6): NO NOTEBOOK" in printed and "rendu.zip” cannot be opened" in printed
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        assert [student.id for student in gradebook.students] == [
            "lopez-anna-7", "petit-zoe-5", "roy-paul-6"]


def test_a_name_that_is_not_understood_is_named(course):
    printed = collect(course, {
        "tp1.ipynb": "whose?", "Zoé PETIT_5_assignsubmission_file_/tp1.ipynb": "hers"})
    assert "tp1.ipynb”: the name does not tell whose it is" in printed
    assert collected(course) == {"petit-zoe-5": "hers"}


def test_a_newer_zip_replaces_what_changed_and_marks_only_that_as_newer(course):
    same, new = (f"{name}_assignsubmission_file_/tp1.ipynb" for name in ("Ada L_1", "Bob M_2"))
    collect(course, {same: "same", new: "old"})
    times = {path.parts[-3]: path.read_text() for path in course.glob("submitted/*/tp1/timestamp.txt")}
    collect(course, {same: "same", new: "new"}, "--force", date=LATE)
    later = {path.parts[-3]: path.read_text() for path in course.glob("submitted/*/tp1/timestamp.txt")}
    assert collected(course) == {"l-ada-1": "same", "m-bob-2": "new"}
    assert later["l-ada-1"] == times["l-ada-1"] and later["m-bob-2"] > times["m-bob-2"]


def test_of_two_zips_the_newer_hand_in_counts(course):
    name = "Zoé PETIT_5_assignsubmission_file_/tp1.ipynb"
    (course / "downloaded/tp1/archive/a.zip").write_bytes(zipped({name: "newer"}, date=LATE))
    collect(course, {name: "older"}, name="b.zip")
    assert collected(course) == {"petit-zoe-5": "newer"}


@pytest.mark.parametrize("name, first, last", [
    ("Marie MARTIN", "Marie", "MARTIN"), ("DE LA TOUR Marie", "Marie", "DE LA TOUR"),
    ("Marie Martin", "Marie", "Martin"), ("JEAN P. ROY", "JEAN P.", "ROY"),
    ("Participant", "", "Participant"),
])
def test_first_and_last_names_are_told_apart(name, first, last):
    assert Student(name, "1").first_and_last == (first, last)
