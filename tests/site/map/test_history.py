"""Histories of files, days of activity, and the pages of a site."""

from __future__ import annotations

import dataclasses
import datetime

import pytest

from mkdocs_diffinsight.language.catalog import load_catalog
from mkdocs_diffinsight.model.findings import Findings, Form, Kind, Noise
from mkdocs_diffinsight.site.map.activity import activity
from mkdocs_diffinsight.site.map.addresses import Addresses
from mkdocs_diffinsight.site.map.history import Histories, Item
from mkdocs_diffinsight.site.map.topics import contents_of

from ..reports import changed, report

ADDRESSES = Addresses("reports", use_directory_urls=True)


def titles(items: tuple[Item | None, Item | None]) -> list[str | None]:
    return [item.file.summary.modification_title if item else None for item in items]


class TestHistories:
    def test_a_change_knows_the_one_before_and_the_one_after(self) -> None:
        reports = [report(f"2024-01-0{n}", changed("a.md", str(n)), changed("b.md", "x")) for n in (1, 2, 3)]
        histories = Histories(reports)
        first, second, third = (Item(report, report.files[0]) for report in reports)
        assert titles(histories.neighbours(first)) == [None, "Title 2"]
        assert titles(histories.neighbours(second)) == ["Title 1", "Title 3"]
        assert titles(histories.neighbours(third)) == ["Title 2", None]
        assert len(histories.trail(second).changes) == 3

    def test_a_change_that_two_reports_tell_of_counts_once(self) -> None:
        daily = [report("2024-01-01", changed("a.md", "1")), report("2024-01-02", changed("a.md", "2"))]
        weekly = report("2024-01-07", changed("a.md", "1"))
        histories = Histories([*daily, weekly])
        item = Item(weekly, weekly.files[0])
        assert len(histories.trail(item).changes) == 2
        assert titles(histories.neighbours(item)) == [None, "Title 2"]

    def test_a_file_keeps_its_history_when_it_moves(self) -> None:
        reports = [
            report("2024-01-01", changed("a.md", "1")),
            report("2024-01-02", changed("b.md", "2", before="a.md")),
            report("2024-01-03", changed("b.md", "3")),
        ]
        histories = Histories(reports)
        trail = histories.trail(Item(reports[0], reports[0].files[0]))
        assert (trail.path, len(trail.changes)) == ("b.md", 3)

    def test_a_move_may_be_told_of_twice(self) -> None:
        reports = [
            report("2024-01-01", changed("a.md", "1")),
            report("2024-01-02", changed("b.md", "2", before="a.md")),
            report("2024-01-07", changed("b.md", "3", before="a.md")),
        ]
        assert [len(trail.changes) for trail in Histories(reports).trails] == [3]

    def test_a_new_file_under_an_old_name_is_another_file(self) -> None:
        reports = [
            report("2024-01-01", changed("a.md", "1")),
            report("2024-01-02", changed("b.md", "2", before="a.md")),
            report("2024-01-03", changed("a.md", "3")),
        ]
        assert [(trail.path, len(trail.changes)) for trail in Histories(reports).trails] == [("b.md", 2), ("a.md", 1)]

    def test_the_most_changed_files_changed_more_than_once(self) -> None:
        reports = [
            report("2024-01-01", changed("a.md", "1"), changed("b.md", "1"), changed("c.md", "1")),
            report("2024-01-02", changed("b.md", "2"), changed("c.md", "2")),
            report("2024-01-03", changed("c.md", "3")),
        ]
        assert [trail.path for trail in Histories(reports).most_changed(9)] == ["c.md", "b.md"]
        assert [trail.path for trail in Histories(reports).most_changed(1)] == ["c.md"]

    def test_the_most_changed_files_begin_with_what_people_read(self) -> None:
        read = ["docs/guide.md", "src/app.py"]
        upkeep = [".github/workflows/ci.yml", "package.json", "src/app.test.ts", "tests/test_app.py"]
        generated = ["package-lock.json"]
        often = [report(f"2024-01-0{n}", *(changed(path, f"{n}") for path in (*upkeep, *generated))) for n in (1, 2, 3)]
        seldom = [report(f"2024-02-0{n}", *(changed(path, f"{n}") for path in read)) for n in (1, 2)]
        assert [trail.path for trail in Histories([*often, *seldom]).most_changed(9)] == [*read, *upkeep, *generated]

    def test_what_a_generator_marks_comes_last_whatever_it_is_called(self) -> None:
        made = [changed("api.py", str(n)) for n in (1, 2)]
        findings = Findings(Kind.GENERATED, Form.NOTHING, noise=Noise.GENERATED)
        made = [dataclasses.replace(one, evidence=dataclasses.replace(one.evidence, findings=findings)) for one in made]
        reports = [report(f"2024-01-0{n}", made[n - 1], changed("z.py", str(n))) for n in (1, 2)]
        assert [trail.path for trail in Histories(reports).most_changed(9)] == ["z.py", "api.py"]


class TestActivity:
    def test_it_ends_with_the_latest_report(self) -> None:
        found = activity([report("2024-05-08", changed("a.md", "1")), report("2020-01-01", changed("a.md", "2"))])
        assert found is not None
        assert (found.first, found.last) == (datetime.date(2023, 5, 8), datetime.date(2024, 5, 8))
        assert [(day.week, day.weekday) for day in found.days] == [(52, 2)]

    def test_the_first_day_of_the_picture_belongs_to_it(self) -> None:
        found = activity([report("2024-05-08", changed("a.md", "1")), report("2023-05-08", changed("a.md", "2"))])
        assert found is not None
        assert [(day.week, day.weekday) for day in found.days] == [(0, 0), (52, 2)]

    def test_reports_of_a_day_are_counted_together(self) -> None:
        alert = changed("b.md", "1", kind="breaking change")
        found = activity([report("2024-05-08", changed("a.md", "1")), report("2024-05-08", alert, alert, name="-b")])
        assert found is not None
        [day] = found.days
        assert (day.reports, day.files, day.breaking) == (2, 3, 2)

    def test_levels_are_quarters_of_the_days(self) -> None:
        files = [changed(f"{n}.md", "1") for n in range(8)]
        found = activity([report(f"2024-05-0{n}", *files[:n]) for n in range(1, 9)])
        assert found is not None
        assert [day.level for day in found.days] == [1, 1, 2, 2, 3, 3, 4, 4]

    def test_a_site_without_reports_has_none(self) -> None:
        assert activity([]) is None


class TestContents:
    def test_there_is_a_page_for_each_type_term_and_month(self) -> None:
        reports = [
            report("2024-01-31", changed("a.md", "1"), changed("b.md", "2", kind="Docs!", hits=("b*",))),
            report("2024-02-01", changed("c.md", "3", kind="breaking change", hits=("c",))),
        ]
        contents = contents_of(reports, load_catalog("en"), ADDRESSES, terms=["b*", "c"])
        assert [(topic.uri, topic.count) for topic in contents.topics] == [
            ("reports/types/breaking-change.md", 1),
            ("reports/types/minor-update.md", 1),
            ("reports/types/Docs.md", 1),
            ("reports/watch/b.md", 1),
            ("reports/watch/c.md", 1),
            ("reports/archive/2024-02.md", 1),
            ("reports/archive/2024-01.md", 1),
        ]
        assert {topic.title: [item.file.change.path for item in topic.items] for topic in contents.terms} == {
            "b*": ["b.md"],
            "c": ["c.md"],
        }

    @pytest.mark.parametrize("name", ["archive", "types", "watch", "Files", "feeds", "pictures", "llms", "index"])
    def test_no_category_takes_the_address_of_another_page(self, name: str) -> None:
        """Whether or not there is such a page: an option that is set later must not move the category."""
        [topic] = contents_of([], load_catalog("en"), ADDRESSES, categories=[name]).categories
        assert topic.uri == f"reports/{name}-2.md"

    def test_terms_that_differ_in_signs_alone_have_a_page_each(self) -> None:
        contents = contents_of([], load_catalog("en"), ADDRESSES, terms=["C", "C++"])
        assert [topic.uri for topic in contents.terms] == ["reports/watch/C.md", "reports/watch/C-2.md"]

    def test_only_files_with_a_history_have_a_page(self) -> None:
        one, two = report("2024-01-01", changed("a.md", "1")), report("2024-01-02", changed("a.md", "2"))
        assert ADDRESSES.files() not in contents_of([one], load_catalog("en"), ADDRESSES).uris()
        assert ADDRESSES.files() in contents_of([one, two], load_catalog("en"), ADDRESSES).uris()
