"""The instructors' side of the lab: hidden tests, build, pack, grading."""
