"""The pages of a site."""

from __future__ import annotations

import pytest

from mkdocs_diffinsight.language.catalog import load_catalog
from mkdocs_diffinsight.site.map.addresses import Addresses
from mkdocs_diffinsight.site.map.topics import contents_of

from ..reports import changed, entry

ADDRESSES = Addresses("reports", use_directory_urls=True)


class TestContents:
    def test_there_is_a_page_for_each_type_term_and_month(self) -> None:
        reports = [
            entry("2024-01-31", changed("a.md", "1"), changed("b.md", "2", kind="Docs!", hits=("b*",))),
            entry("2024-02-01", changed("c.md", "3", kind="breaking change", hits=("c",))),
        ]
        contents = contents_of(reports, load_catalog("en"), ADDRESSES, terms=["b*", "c"])
        topics = [*contents.types, *contents.terms, *contents.months]
        assert [(topic.uri, topic.count) for topic in topics] == [
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
        one, two = entry("2024-01-01", changed("a.md", "1")), entry("2024-01-02", changed("a.md", "2"))
        assert ADDRESSES.files not in contents_of([one], load_catalog("en"), ADDRESSES).uris()
        assert ADDRESSES.files in contents_of([one, two], load_catalog("en"), ADDRESSES).uris()
