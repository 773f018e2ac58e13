"""What is relied on inside MkDocs, and seen from outside."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import jinja2
import pytest
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import PluginCollection
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from mkdocs_diffinsight.hosts.mkdocs.internals import Watch, is_known, lend_anchors

NOW = datetime.datetime(2024, 1, 2, 3, 4, tzinfo=datetime.UTC)


def config() -> MkDocsConfig:
    made = MkDocsConfig()
    made.plugins, made.site_dir = PluginCollection(), "site"
    made.plugins._current_plugin = None  # as while no hook is called
    return made


def test_mkdocs_is_as_it_was() -> None:
    assert is_known(config())


@pytest.mark.parametrize(
    "change",
    [
        lambda patch: patch.setitem(TemplateContext.__annotations__, "all_pages", "object"),
        lambda patch: patch.delattr(Page, "present_anchor_ids"),
        lambda patch: patch.delattr(File, "_content"),
        lambda patch: patch.setattr(PluginCollection, "__init__", lambda collection: None),
    ],
    ids=["context", "anchors", "content", "events"],
)
def test_what_is_made_in_another_way_is_noticed(
    change: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    change(monkeypatch)
    assert not is_known(config())


def page(name: str) -> File:
    return File.generated(config(), name, content="")


@pytest.mark.parametrize(
    "template",
    [
        "{% set all = pages %}{{ all | length }}",
        "{% for one in (pages) %}{{ one.src_uri }}{% endfor %}",
        "{{ pages.documentation_pages() | length }}",
        "{{ pages }}",
        "{{ 'yes' if pages }}",
        "{{ build_date_utc }}",
        "{{ build_date_utc.year }}",
        "{{ build_date_utc < now }}",
        "{{ '{:%Y}'.format(build_date_utc) }}",
    ],
)
def test_what_a_template_asks_is_seen_and_answered(template: str) -> None:
    context: dict[str, Any] = {"pages": Files([page("a.md"), page("b.md")]), "build_date_utc": NOW, "now": NOW}
    if "documentation_pages" not in template:
        context["pages"] = list(context["pages"])
    shown = jinja2.Template(template)
    expected = shown.render(context)
    watch = Watch()
    watch.put_into(context)  # type: ignore[arg-type]
    assert not watch.was_asked
    assert shown.render(context) == expected
    assert watch.was_asked


@pytest.mark.parametrize("template", ["{% if false %}{{ build_date_utc }}{{ pages | length }}{% endif %}", "{{ now }}"])
def test_what_a_template_only_names_is_not_asked(template: str) -> None:
    context: dict[str, Any] = {"pages": [], "build_date_utc": NOW, "now": NOW}
    watch = Watch()
    watch.put_into(context)  # type: ignore[arg-type]
    jinja2.Template(template).render(context)
    assert not watch.was_asked


def test_anchors_are_looked_for_when_somebody_asks() -> None:
    asked = []

    def anchors() -> list[str]:
        asked.append(1)
        return ["one", "two"]

    shown = Page(None, page("a.md"), config())
    lend_anchors(shown, anchors)
    assert asked == []
    assert shown.present_anchor_ids is not None
    assert "one" in shown.present_anchor_ids
    assert "three" not in shown.present_anchor_ids
    assert asked == [1]
