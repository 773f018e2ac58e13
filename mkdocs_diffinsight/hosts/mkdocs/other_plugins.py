"""What is known of other plugins, so that reports are at home beside them."""

from __future__ import annotations

import datetime
import glob
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File
from mkdocs.structure.pages import Page

from ...language.catalog import match_language

_TAGS = "material.plugins.tags.plugin"
_RSS = "mkdocs_rss_plugin.plugin"
_AUTHORS = "mkdocs_git_authors_plugin.plugin"
_REVISION_DATES = "mkdocs_git_revision_date_localized_plugin.plugin"
_STATIC_I18N = "mkdocs_static_i18n.plugin"
_GUARDED = "encryptcontent"
"""What the plugin of this name sets on a page that it guards."""
_DATES = ("git_revision_date_localized", "git_creation_date_localized")
_NO_SUMMARY = ("description", "summary")


def allowed_tags(config: MkDocsConfig) -> Sequence[str] | None:
    """The tags that Material's plugin takes on pages, in order; nothing where it takes all."""
    limits = [set(map(str, plugin.config.tags_allowed)) for plugin in _plugins(config, _TAGS) if _has_limit(plugin)]
    return sorted(set.intersection(*limits)) if limits else None


def _has_limit(plugin: Any) -> bool:
    return bool(plugin.config.enabled and plugin.config.tags_allowed and plugin.config.tags_name_property == "tags")


def leave_out_of_authors(config: MkDocsConfig, folders: Iterable[str]) -> None:
    """Keep the plugin that shows who wrote a page from asking git about pages that git does not have."""
    for plugin in _plugins(config, _AUTHORS):
        own = [f"{glob.escape(folder)}/*" for folder in folders]
        known = list(plugin.config["exclude"] or [])
        plugin.config["exclude"] = [*known, *(pattern for pattern in own if pattern not in known)]


def is_asked_for_feed(config: MkDocsConfig) -> bool:
    """Whether a plugin puts every page of the site into a feed."""
    return any(_plugins(config, _RSS))


def show_date(config: MkDocsConfig, page: Page, date: datetime.date | None) -> None:
    """Let a page have its own date, or none, where a plugin has taken the time of the build for that of a commit."""
    for name in _DATES if "git_revision_date_localized" in page.meta else ():
        for key in [key for key in page.meta if key == name or key.startswith(f"{name}_")]:
            shown = page.meta.pop(key)
            if date and key == name and shown:
                page.meta[key] = _dated(config, page, date)


def _dated(config: MkDocsConfig, page: Page, date: datetime.date) -> str:
    """A date as that plugin shows it."""
    for plugin in _plugins(config, _REVISION_DATES):
        noon = datetime.datetime.combine(date, datetime.time(12), datetime.UTC)
        locale = getattr(page.file, "locale", None) or page.meta.get("locale") or plugin.config["locale"]
        kind = plugin.config["type"]
        formats = plugin.util.get_date_formats_for_timestamp(int(noon.timestamp()), locale=locale, add_spans=True)
        return str(formats[kind]) + (str(formats["iso_date"]) if kind == "timeago" else "")
    return date.isoformat()


def is_known_to_be_guarded(page: Page) -> bool:
    """Whether a plugin is about to put what only some may read in the place of a page's text."""
    return hasattr(page, _GUARDED)


def hide_summary(page: Page) -> None:
    """Keep a theme from showing in clear what a guarded page is about."""
    for name in _NO_SUMMARY:
        page.meta.pop(name, None)


def _plugins(config: MkDocsConfig, module: str) -> Iterator[Any]:
    yield from (plugin for plugin in config.plugins.values() if type(plugin).__module__ == module)


class Locales:
    """The languages of a site that the plugin `static-i18n` builds one after the other."""

    def __init__(self, plugin: Any, languages: Sequence[str]) -> None:
        """`languages` are those of the reports."""
        self._plugin = plugin
        self._locales: dict[str, str] = {}
        for locale in plugin.build_languages:
            language = match_language(locale)
            if language and language in languages:
                self._locales.setdefault(language, str(locale))

    @classmethod
    def of(cls, config: MkDocsConfig, languages: Sequence[str]) -> Locales | None:
        """Those of a site, if it is built so."""
        plugins = list(_plugins(config, _STATIC_I18N))
        return cls(plugins[0], languages) if plugins else None

    @property
    def default(self) -> str:
        return str(self._plugin.default_language)

    @property
    def is_further_build(self) -> bool:
        """Whether another language of the same site has been built before."""
        return bool(self._plugin.building)

    def homes(self) -> Mapping[str, str]:
        """The folder of the site in each language of reports that it has; none for the default one."""
        return {language: "" if own == self.default else own for language, own in self._locales.items()}

    def is_built_now(self, language: str) -> bool:
        """Whether reports in a language belong to what is built; those in a language without a site, to the default."""
        return self._locales.get(language, self.default) == str(self._plugin.current_language)

    def adopt(self, file: File, elsewhere: Mapping[str, File]) -> None:
        """Tell the plugin about a page of the language that is built, and where it is in others, by their languages."""
        own = self._plugin.current_language
        others = {self._locales.get(language, ""): other for language, other in elsewhere.items()}
        vars(file).update(
            locale=own,
            locale_alternate_of=own,
            localization=own,
            norm_src_uri=file.src_uri,
            alternates={own: file, **{locale: other for locale, other in others.items() if locale not in ("", own)}},
        )
        self._plugin.i18n_files_per_language.setdefault(own, []).append(file)
