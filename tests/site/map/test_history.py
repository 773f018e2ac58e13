"""Histories of files."""

from __future__ import annotations

import dataclasses

from mkdocs_diffinsight.model.findings import Findings, Form, Kind, Noise
from mkdocs_diffinsight.site.map.history import Histories, Item

from ..reports import changed, entry


def titles(items: tuple[Item | None, Item | None]) -> list[str | None]:
    return [item.file.summary.modification_title if item else None for item in items]


class TestHistories:
    def test_a_change_knows_the_one_before_and_the_one_after(self) -> None:
        reports = [entry(f"2024-01-0{n}", changed("a.md", str(n)), changed("b.md", "x")) for n in (1, 2, 3)]
        histories = Histories(reports)
        first, second, third = (Item(report, report.files[0]) for report in reports)
        assert titles(histories.neighbours(first)) == [None, "Title 2"]
        assert titles(histories.neighbours(second)) == ["Title 1", "Title 3"]
        assert titles(histories.neighbours(third)) == ["Title 2", None]
        assert len(histories.trail(second).changes) == 3

    def test_a_change_that_two_reports_tell_of_counts_once(self) -> None:
        daily = [entry("2024-01-01", changed("a.md", "1")), entry("2024-01-02", changed("a.md", "2"))]
        weekly = entry("2024-01-07", changed("a.md", "1"))
        histories = Histories([*daily, weekly])
        item = Item(weekly, weekly.files[0])
        assert len(histories.trail(item).changes) == 2
        assert titles(histories.neighbours(item)) == [None, "Title 2"]

    def test_a_file_keeps_its_history_when_it_moves(self) -> None:
        reports = [
            entry("2024-01-01", changed("a.md", "1")),
            entry("2024-01-02", changed("b.md", "2", before="a.md")),
            entry("2024-01-03", changed("b.md", "3")),
        ]
        histories = Histories(reports)
        trail = histories.trail(Item(reports[0], reports[0].files[0]))
        assert (trail.path, len(trail.changes)) == ("b.md", 3)

    def test_a_move_may_be_told_of_twice(self) -> None:
        reports = [
            entry("2024-01-01", changed("a.md", "1")),
            entry("2024-01-02", changed("b.md", "2", before="a.md")),
            entry("2024-01-07", changed("b.md", "3", before="a.md")),
        ]
        assert [len(trail.changes) for trail in Histories(reports).trails] == [3]

    def test_a_new_file_under_an_old_name_is_another_file(self) -> None:
        reports = [
            entry("2024-01-01", changed("a.md", "1")),
            entry("2024-01-02", changed("b.md", "2", before="a.md")),
            entry("2024-01-03", changed("a.md", "3")),
        ]
        assert [(trail.path, len(trail.changes)) for trail in Histories(reports).trails] == [("b.md", 2), ("a.md", 1)]

    def test_the_most_changed_files_changed_more_than_once(self) -> None:
        reports = [
            entry("2024-01-01", changed("a.md", "1"), changed("b.md", "1"), changed("c.md", "1")),
            entry("2024-01-02", changed("b.md", "2"), changed("c.md", "2")),
            entry("2024-01-03", changed("c.md", "3")),
        ]
        assert [trail.path for trail in Histories(reports).most_changed(9)] == ["c.md", "b.md"]
        assert [trail.path for trail in Histories(reports).most_changed(1)] == ["c.md"]

    def test_the_most_changed_files_begin_with_what_people_read(self) -> None:
        read = ["docs/guide.md", "src/app.py"]
        upkeep = [".github/workflows/ci.yml", "package.json", "src/app.test.ts", "tests/test_app.py"]
        generated = ["package-lock.json"]
        often = [entry(f"2024-01-0{n}", *(changed(path, f"{n}") for path in (*upkeep, *generated))) for n in (1, 2, 3)]
        seldom = [entry(f"2024-02-0{n}", *(changed(path, f"{n}") for path in read)) for n in (1, 2)]
        assert [trail.path for trail in Histories([*often, *seldom]).most_changed(9)] == [*read, *upkeep, *generated]

    def test_what_a_generator_marks_comes_last_whatever_it_is_called(self) -> None:
        made = [changed("api.py", str(n)) for n in (1, 2)]
        findings = Findings(Kind.GENERATED, Form.NOTHING, noise=Noise.GENERATED)
        made = [dataclasses.replace(one, evidence=dataclasses.replace(one.evidence, findings=findings)) for one in made]
        reports = [entry(f"2024-01-0{n}", made[n - 1], changed("z.py", str(n))) for n in (1, 2)]
        assert [trail.path for trail in Histories(reports).most_changed(9)] == ["z.py", "api.py"]
