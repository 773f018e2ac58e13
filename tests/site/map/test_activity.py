"""Days of activity."""

from __future__ import annotations

import datetime

from mkdocs_diffinsight.site.map.activity import activity

from ..reports import changed, entry


class TestActivity:
    def test_it_ends_with_the_latest_report(self) -> None:
        found = activity([entry("2024-05-08", changed("a.md", "1")), entry("2020-01-01", changed("a.md", "2"))])
        assert found is not None
        assert (found.first, found.last) == (datetime.date(2023, 5, 8), datetime.date(2024, 5, 8))
        assert [(day.week, day.weekday) for day in found.days] == [(52, 2)]

    def test_the_first_day_of_the_picture_belongs_to_it(self) -> None:
        found = activity([entry("2024-05-08", changed("a.md", "1")), entry("2023-05-08", changed("a.md", "2"))])
        assert found is not None
        assert [(day.week, day.weekday) for day in found.days] == [(0, 0), (52, 2)]

    def test_reports_of_a_day_are_counted_together(self) -> None:
        alert = changed("b.md", "1", kind="breaking change")
        found = activity([entry("2024-05-08", changed("a.md", "1")), entry("2024-05-08", alert, alert, name="-b")])
        assert found is not None
        [day] = found.days
        assert (day.reports, day.files, day.breaking) == (2, 3, 2)

    def test_levels_are_quarters_of_the_days(self) -> None:
        files = [changed(f"{n}.md", "1") for n in range(8)]
        found = activity([entry(f"2024-05-0{n}", *files[:n]) for n in range(1, 9)])
        assert found is not None
        assert [day.level for day in found.days] == [1, 1, 2, 2, 3, 3, 4, 4]

    def test_a_site_without_reports_has_none(self) -> None:
        assert activity([]) is None
