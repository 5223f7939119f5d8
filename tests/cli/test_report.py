"""`report`: the year behind, counted from what was done."""

from pathlib import Path

from tests.support.commands import CommandLine


def make_a_week(bench: CommandLine) -> None:
    bench("place", 1, "papers")
    bench("place", 2, "papers")
    bench("undo")
    bench("write", 1, "--blurb", "Three short words")
    bench("reject", 3, 4)
    bench("reject", 5)
    bench("undo")
    assert bench("issue", "publish").exit == 0


def test_a_week_is_counted_as_it_was_and_what_was_taken_back_is_not(filled_workbench: CommandLine) -> None:
    make_a_week(filled_workbench)
    figures = filled_workbench("report", "--json").json
    weeks = [week for week in figures["weeks"] if week.pop("start") and week.pop("saved")]
    assert weeks == [{"placed": 1, "rejected": 2, "published": 1}]
    assert [(one["name"], sum(one["counts"])) for one in figures["sections"]] == [("Papers", 1)]
    assert (figures["blurbs"]["count"], figures["blurbs"]["middle"], figures["waits"]["middle"]) == (
        1,
        3.0,
        0.0,
    )
    rows = filled_workbench("report").rows
    assert ["section", "Papers", "1"] in rows
    assert ["blurbs", "middle", "3"] in rows


def test_the_page_is_written_where_it_is_asked_for(filled_workbench: CommandLine, tmp_path: Path) -> None:
    make_a_week(filled_workbench)
    file = tmp_path / "year.html"
    ran = filled_workbench("report", "--html", str(file))
    assert (ran.exit, ran.out) == (0, "")
    assert "<svg" in file.read_text("utf-8")
    assert filled_workbench("report", "--html", "-").out == file.read_text("utf-8")
    folder = filled_workbench("report", "--html", str(tmp_path))
    assert folder.exit == 3
    assert "Traceback" not in folder.err


def test_an_empty_workspace_has_an_empty_report(workbench: CommandLine) -> None:
    assert workbench("report").exit == 0
    assert workbench("report", "--json").json["feeds"] == []
