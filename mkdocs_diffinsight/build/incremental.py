"""Making a site: what was made before is taken from disk, the rest is made and kept, one range after the other.

Nothing that makes pages is imported before there is one to make.
"""

from __future__ import annotations

import functools
import gc
import hashlib
import importlib.metadata
import posixpath
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from .. import __version__
from ..cache.pictures import KeptPictures
from ..disk import Part, checksum, scratch_folder
from ..explain.server.choose import may_ask
from ..explain.tally import Tally
from ..git.following.silences import Silence, silence_without_changes
from ..model.listed import ListedReport
from ..model.naming import Names
from ..model.patch import range_hash
from ..model.ranges import RangeItem
from ..model.report import Report
from ..progress import Log, Progress
from ..settings.options import Settings
from ..site.beside.pictures import Pictures
from ..site.map.addresses import addresses_of
from ..site.map.frame import Frame
from ..site.map.site import Site, SitePage
from .kept import KeptLists, KeptRange, RangeFiles, TextKeys
from .range_reports import Build, RangeDrafts, RangeReports, named_alike, summary_of, tell_of_secrets
from .reading import Place
from .store import RANGES, RECORDS, digest, finished_name, source_name
from .stores import open_store

if TYPE_CHECKING:
    from .site_writer import SiteWriter

_KEY_DIGITS = 16
_TEMPLATES = Path(__file__).parents[1] / "site" / "pages" / "templates"
_EDITION = 15
"""The edition of pages: to be raised where the same becomes another page without a new version of the package."""
_LIBRARIES = ("Jinja2", "markdown-it-py", "rapidfuzz")
"""That make what is kept."""
_SITE = "site.json"
_ALLOCATIONS = 50_000
"""Between two runs of the garbage collector; Python's own 700 take a seventh of the time."""


@dataclass(frozen=True)
class MadeSite:
    """What a build hands to MkDocs."""

    sites: Sequence[Site] = ()
    """One for each language, the main one first."""
    pictures: Mapping[str, str] = field(default_factory=dict)
    """Files of the site that are elsewhere, by their path below its sources."""
    withheld: Sequence[SitePage] = ()
    """Pages of reports that the site does not take, and that no other page tells of."""
    owners: Mapping[str, str] = field(default_factory=dict)
    """By the path of what belongs to one of them alone, the path of its page."""
    left_out: frozenset[str] = frozenset()
    """The files that the site is expected not to take."""


class SiteMaker:
    """Makes the site of a build."""

    def __init__(self, build: Build, settings: Settings, frame: Frame, log: Log) -> None:
        """Find the folder for the build, which `store.close` lets others have. Raises `OSError`."""
        self._build = build
        self._reader = build.reader
        self._settings = settings
        self._frame = frame
        self._log = log
        self.key = digest(_key(settings, frame), self._reader.reader_key)
        """Tells what all pages are made with."""
        self.addresses = addresses_of(
            settings.reports_dir,
            settings.languages,
            use_directory_urls=frame.use_directory_urls,
            site_url=frame.site_url,
            homes=frame.homes,
        )
        """The addresses of each language."""
        self._folders = tuple(f"{posixpath.dirname(own.index)}/" for own in self.addresses.values())
        self._pictures = KeptPictures(settings.scratch_dir)
        self._shown_pictures = Pictures(settings.scratch_dir, settings.reports_dir)
        self._caches = build.caches
        names = Names()  # a range may be asked for twice
        self._made: list[KeptRange] = []
        self.summary = ""
        """What has been made, for the log."""
        keys = [digest(self.key, repr(_placeless(one.range)), repr(one.resolved))[:32] for one in self._reader.places]
        ranges = {place: f"{names.take(key)}.json" for place, key in zip(self._reader.places, keys, strict=True)}
        self._range_files = {place: f"{RANGES}/{name}" for place, name in ranges.items()}
        asked = digest([repr(_placeless(item)) for item in settings.ranges])
        pages = scratch_folder(settings.scratch_dir, Part.PAGES)
        self.store = open_store(pages, self.key[:_KEY_DIGITS], asked, set(ranges.values()))

    def make(self) -> MadeSite:
        """Everything that the site has, if it takes what it took before.

        Raises `RepositoryError`, `TemplateError` and `OSError`.
        """
        with _rare_collections():
            self._made, tally = self._ranges()
            reports = sum(len(one.texts) for one in self._made)
            files = sum(len(hashes) for one in self._made for _, hashes, _ in one.texts)
            self.summary = summary_of(reports, files, len(self._settings.languages), tally)
            return self._site(None)

    def make_without(self, left_out: frozenset[str]) -> MadeSite:
        """Make the site once more without files that it does not take. Raises `TemplateError` and `OSError`."""
        with _rare_collections():
            return self._site(left_out)

    def telling(self, pages: Set[str]) -> set[str]:
        """The files that tell what is on pages: what belongs to reports, and feeds and lists in their languages."""
        _, owners = self._withheld(pages)
        of_reports = {uri for one in self._made for uri in one.files.uris}
        lists = self._known_lists()
        for site in lists.sites if lists else ():
            if not pages.isdisjoint(page.uri for page in site.pages):
                owners |= {uri: site.index.uri for uri in site.data if uri not in of_reports}
        return {uri for uri in owners if not uri.endswith(".md")}

    def _site(self, left_out: frozenset[str] | None) -> MadeSite:
        """`left_out` is as before if it is not known."""
        silences = self._silences()
        key = digest(self.key, [one.files.digest for one in self._made], repr(silences))
        lists = self._known_lists()
        if left_out is None:
            left_out = frozenset(lists.left_out if lists else ())
        if lists is None or lists.key != key or left_out != frozenset(lists.left_out):
            lists = self._make_lists(silences, key, lists, left_out)
        pictures = dict.fromkeys(one for kept in self._made for one in kept.files.every_picture)
        withheld, owners = self._withheld(left_out) if left_out else ((), {})
        paths = {self._shown_pictures.uri(*one): str(self._pictures.path(*one)) for one in pictures}
        return MadeSite(lists.sites, paths, withheld, owners, left_out)

    def _withheld(self, left_out: Set[str]) -> tuple[list[SitePage], dict[str, str]]:
        """The pages of reports that a site does not take, and what they alone have: its path with that of such a page.

        That on a whole range goes with any of its parts.
        """
        withheld: list[SitePage] = []
        owners: dict[str, str] = {}
        shared: set[str] = set()
        for one in self._made:
            reports = one.files.reports
            for n, report in enumerate(reports):
                pictures = [self._shown_pictures.uri(*picture) for picture in report.pictures]
                parts = reports[:n] if one.has_whole and n == len(reports) - 1 else ()
                for language, own in report.pages.items():
                    uris = (each.pages[language][0].uri for each in (report, *parts))
                    owner = next((uri for uri in uris if uri in left_out), None)
                    if owner is None:
                        shared.update(pictures)
                        continue
                    withheld += own
                    owners |= dict.fromkeys((*(page.uri for page in own), *report.data[language], *pictures), owner)
        return withheld, {uri: page for uri, page in owners.items() if uri not in shared}

    def _silences(self) -> list[Silence]:
        """Why items have no report, in the order of the configuration."""
        silences = dict(self._reader.silences)
        items = [place.item for place in self._reader.places]
        telling = {item for item, one in zip(items, self._made, strict=True) if one.texts}
        for item, ranges in Counter(items).items():
            if item not in telling:
                silences[item] = silence_without_changes(self._settings.ranges[item], ranges)
        return [silence for _, silence in sorted(silences.items())]

    def _ranges(self) -> tuple[list[KeptRange], Tally]:
        """What is made of each range, as it was kept or anew, and where the texts are from.

        One range goes all the way before the next one is read. Those that a model is to tell of come last, together.
        """
        build, tally = self._build, Tally()
        known = {place: self._known(place) for place in self._reader.places}
        stale = [place for place, kept in known.items() if kept is None]
        if stale:  # whatever else there is a record of: its files may not be true any longer
            self.store.keep_only(self._records(), RANGES)
        self._reader.expect(stale)
        made: dict[Place, KeptRange] = {}
        slugs: dict[Place, list[str]] = {}
        asked: dict[Place, RangeDrafts] = {}
        names = Names()
        with Progress(len(stale), self._log, "Making reports") as progress:
            for place, kept in known.items():
                found = kept or build.read(place)
                own = slugs[place] = [names.take(name) for name in found.names]
                if isinstance(found, KeptRange):
                    if found.slugs == own:
                        made[place] = found
                        tally.cached += found.cached
                        tally.by_rules += found.by_rules
                        continue
                    self._reader.expect([place])  # another report has its name now
                    found = build.read(place)
                if build.is_for_model(found):
                    asked[place] = found
                else:
                    made[place] = self._make_range(place, found, build.write(found), own)
                progress.advance()
        with Progress(len(asked), self._log, "Making reports") as progress:
            for (place, read), reports in zip(asked.items(), build.ask([*asked.values()]), strict=True):
                made[place] = self._make_range(place, read, reports, slugs[place])
                progress.advance()
        for place in self._reader.places:
            tell_of_secrets(place.range.compare, made[place].secrets, self._settings.secrets, self._log)
        tally.add(build.tally)
        return [made[place] for place in self._reader.places], tally

    def _known(self, place: Place) -> KeptRange | None:
        """What was made of a range, if it would be made the same again."""
        kept = before = self.store.record(self._range_files[place], KeptRange)
        if kept is None or not kept.is_settled or not self._are_ours(kept):
            return None
        if (state := self._state(kept.files)) != kept.state:  # most often a cache that was copied
            if not self._is_whole(kept.files):
                return None
            kept = replace(kept, state=state)
        stamps = [stamp for text in kept.texts for stamp in self._stamps(*text)]
        # Rules wrote what is missing, unless a model can be asked now, or a warning is due.
        if None in stamps and (self._settings.summarizer == "cached" or may_ask(self._settings)):
            return None
        if kept.stamps != (now := digest(stamps)):
            if kept.contents != self._contents(kept.texts):
                return None
            kept = replace(kept, stamps=now)  # the files were only written again, as by `git clone`
        if kept is not before:
            self.store.write_record(self._range_files[place], kept)
        self._reader.use(place)
        for picture in kept.files.every_picture:
            self._caches[0].use_picture(*picture)
        return kept

    def _known_lists(self) -> KeptLists | None:
        """What was made of all ranges, if it is whole."""
        lists = self.store.record(_SITE, KeptLists)
        if lists is None or not all(map(self._is_ours, lists.uris)):
            return None
        if (state := self.store.state(lists.checksums)) != lists.state:
            if not self.store.holds(lists.checksums):
                return None
            lists = replace(lists, state=state)
            self.store.write_record(_SITE, lists)
        return lists

    def _are_ours(self, kept: KeptRange) -> bool:
        """Whether a record tells of reports of this site, and of nothing that would stand anywhere else in it."""
        files, languages = kept.files, set(self._settings.languages)
        return (
            len(kept.names) == len(kept.slugs) == len(files.reports)
            and all(one.pages.keys() == one.data.keys() == languages for one in files.reports)
            and all(pages for one in files.reports for pages in one.pages.values())
            and all(len(hashes) == len(telling) for _, hashes, telling in kept.texts)
            and all(self._is_ours(uri) and source_name(uri) in files.checksums for uri in files.uris)
        )

    def _is_ours(self, uri: str) -> bool:
        return uri.startswith(self._folders)

    def _state(self, files: RangeFiles) -> str:
        """Tells the state of all that was made of a range."""
        return digest(self.store.state(files.checksums), [self._pictures.stamp(*one) for one in files.every_picture])

    def _is_whole(self, files: RangeFiles) -> bool:
        return self.store.holds(files.checksums) and all(self._pictures.holds(*one) for one in files.every_picture)

    def _stamps(self, overview: str, files: Sequence[str], telling: Sequence[bool]) -> Iterator[object]:
        """When the texts of a report were written; `None` for one that is to be had, but is not there."""
        for cache in self._caches:
            yield cache.overview_stamp(overview) or (None if any(telling) else "")
            for diff_hash, is_telling in zip(files, telling, strict=True):
                yield cache.summary_stamp(diff_hash) or (None if is_telling else "")

    def _contents(self, texts: Sequence[TextKeys]) -> str:
        """Tells what is in the files of texts."""
        digests = (
            own for overview, files, _ in texts for cache in self._caches for own in cache.digests(overview, files)
        )
        return hashlib.sha256(b"".join(digests)).hexdigest()

    def _make_range(self, place: Place, read: RangeDrafts, made: RangeReports, slugs: Sequence[str]) -> KeptRange:
        """Make everything that stands at the addresses of a range's reports, and keep it."""
        reports = [named_alike(report, slug) for report, slug in zip(made.reports, slugs, strict=False)]
        range_slug = slugs[len(reports)] if len(slugs) > len(reports) else None
        texts = [_texts_of(next(iter(report.values()))) for report in reports]
        # Before the pages are: what is written in between is to be noticed by the next build.
        stamps = digest([stamp for text in texts for stamp in self._stamps(*text)])
        contents = self._contents(texts)
        self.store.folder.remove(self._range_files[place])  # it is no longer true while files are written
        files = self._writer.write_range(reports, range_slug, _listed_name(self._range_files[place]))
        every = [one for report in reports for one in report.values()]
        authors = [one.overview.author for one in every]
        authors += [file.summary.author for one in every for file in one.files]
        by_rules = sum(author.kind == "rules" for author in authors)
        shown = (len(authors) - by_rules, by_rules, files, self._state(files), read.secrets)
        changed = (file for report in reports for file in next(iter(report.values())).files)
        pictures = (one for file in changed for one in file.evidence.kept_pictures.items())
        # On a full disk the cache may lack some pictures.
        is_settled = made.is_settled and all(self._pictures.holds(blob, picture.format) for blob, picture in pictures)
        kept = KeptRange(is_settled, read.names, slugs, texts, stamps, contents, *shown)
        self.store.write_record(self._range_files[place], kept)
        return kept

    def _make_lists(
        self, silences: Sequence[Silence], key: str, before: KeptLists | None, left_out: frozenset[str]
    ) -> KeptLists:
        """Make what depends on all reports together, and delete what no page is made of any more."""
        made = self._made
        reports = {slug: own for one in made for slug, own in zip(one.slugs, one.files.reports, strict=True)}
        self.store.folder.remove(_SITE)  # it is no longer true while files are written
        lists = self._writer.write_lists(self._listed(left_out), reports, silences, key, before, left_out)
        lists = replace(lists, state=self.store.state(lists.checksums))
        self.store.write_record(_SITE, lists)
        own = (name for one in made for name in one.files.checksums)
        finished = (finished_name(page.uri) for site in lists.sites for page in site.below_lists)
        self.store.keep_only({*lists.checksums, *own, *finished, *self._records(), _SITE, *RECORDS})
        return lists

    def _listed(self, left_out: Set[str]) -> dict[str, list[ListedReport]]:
        """The reports that lists show, by language. Raises `StoreError`."""
        listed: dict[str, list[ListedReport]] = {language: [] for language in self._settings.languages}
        for place in self._reader.places:
            for report in self.store.listed(_listed_name(self._range_files[place])):
                for language, own in listed.items():
                    one, page = report[language], self.addresses[language].report
                    # A report on a whole range would tell of each part.
                    is_whole = left_out.isdisjoint(map(page, [one, *one.parts]))
                    own += [each for each in ([one] if is_whole else one.parts) if page(each) not in left_out]
        return listed

    def _records(self) -> set[str]:
        """The files of ranges."""
        return {name for one in self._range_files.values() for name in (one, _listed_name(one))}

    @functools.cached_property
    def _writer(self) -> SiteWriter:
        from .site_writer import SiteWriter

        return SiteWriter(self._settings, self._frame, self.addresses, self.store, self.key)


def _listed_name(name: str) -> str:
    """The file with what lists know of the reports on a range, whose record has this name."""
    return f"{name}.listed"


def _placeless(item: RangeItem) -> RangeItem:
    """What is asked for without where a repository of this machine is: it is the same wherever it is."""
    return replace(item, repository=Path()) if isinstance(item.repository, Path) else item


def _texts_of(report: Report) -> TextKeys:
    hashes = [file.diff_hash for file in report.files]
    return range_hash(hashes), hashes, [not file.evidence.noise for file in report.files]


@contextmanager
def _rare_collections() -> Iterator[None]:
    """Look for cycles in memory less often: what is made here has hardly any, and there is very much of it."""
    before = gc.get_threshold()
    gc.set_threshold(_ALLOCATIONS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _key(settings: Settings, frame: Frame) -> str:
    """Tells what all pages are made with: this package, settings and templates, wherever they are."""
    here = Path()
    placeless = replace(settings, repository=here, cache_dir=here, scratch_dir=here)
    used = replace(placeless, ranges=(), openai=None, summarizer="rules")  # type: ignore[arg-type]
    around = replace(frame, theme_folders=())
    versions = [importlib.metadata.version(name) for name in _LIBRARIES]
    folders = [Path(folder) / "diffinsight" for folder in (*frame.theme_folders, str(_TEMPLATES))]
    templates = [
        (path.relative_to(folder).as_posix(), checksum(path.read_bytes()))
        for folder in folders
        for path in sorted(folder.rglob("*.html"))
    ]
    return digest(__version__, _EDITION, repr(used), asdict(around), versions, templates)
