"""On the integration server (CI=true) a skipped test is a failure: nothing goes unseen there."""

import os

import pytest


def refuse_skip(report):
    """Turn the report of a skip into one of a failure; an expected failure stays what it is."""
    if report.skipped and os.environ.get("CI") == "true" and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, which CI=true forbids: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    return refuse_skip((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector):
    return refuse_skip((yield))
