"""The report on a range as a whole, made of those on its categories. Pure."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from ...language.catalog import Catalog, load_catalog
from ...language.quoting import beginning, escape
from ...model.naming import range_title
from ...model.report import Report
from ...model.texts import Overview, Statements

_LONGEST_SUMMARY, _SHORTEST_PART = 900, 150
"""Bytes of the whole summary, and of what it says at least about a category."""


def translated_whole(slug: str, parts: Sequence[Mapping[str, Report]]) -> dict[str, Report]:
    """The report on all categories of a range in each language. `parts` are those on the categories, by language."""
    return {
        language: whole_of(load_catalog(language), slug, [part[language] for part in parts]) for language in parts[0]
    }


def whole_of(t: Catalog, slug: str, parts: Sequence[Report]) -> Report:
    """The report on all categories of a range, from the reports on each, in one language.

    What it says is what they say: nobody is asked about a range twice.
    """
    first, *_ = parts
    return dataclasses.replace(
        first,
        slug=slug,
        title=range_title(first.range, t),
        date=max(part.date for part in parts),
        category=None,
        files=sorted((file for part in parts for file in part.files), key=lambda file: file.change.path),
        ignored=sorted(path for part in parts for path in part.ignored),
        overview=_overview(t, [part.overview for part in parts], [part.category or "" for part in parts]),
        parts=tuple(parts),
    )


def _overview(t: Catalog, overviews: Sequence[Overview], categories: Sequence[str]) -> Overview:
    def gathered(list_of: Callable[[Overview], Statements]) -> Statements:
        # The lines are on other pages.
        return tuple(statement._replace(lines=()) for one in overviews for statement in list_of(one))

    room = max(_SHORTEST_PART, _LONGEST_SUMMARY // len(overviews))
    summaries = [
        t("page.part_summary", category=escape(category), summary=beginning(" ".join(one.summary.split()), room))
        for category, one in zip(categories, overviews, strict=True)
    ]
    [(author, _)] = Counter(one.author for one in overviews).most_common(1)
    doubts = dict.fromkeys(word for one in overviews for word in one.summary_unproven)
    return Overview(
        " ".join(summaries),
        (),
        gathered(lambda one: one.new_features),
        gathered(lambda one: one.breaking_changes),
        gathered(lambda one: one.other_updates),
        (),
        author,
        summary_unproven=tuple(doubts),
    )
