"""`diffinsight import`: the texts of published reports go into the cache, under the hashes of the real changes."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import babel
import click

from ..build.range_reports import Build, make_drafts
from ..cache.texts import Cache
from ..errors import ArchiveError, DiffInsightError, RepositoryError
from ..explain.grounding import Ground, check_overview, check_summary
from ..language.catalog import match_language
from ..language.quoting import display
from ..model.patch import range_hash
from ..model.ranges import CompareRange, parse_compare
from ..model.report import Draft
from ..model.texts import Author, FileSummary, Overview
from ..settings.options import Settings
from .common import log, site_command
from .markdown_form import TOLD_BY_LETTERS, PublishedReport, compare_of, read_report

_MOSTLY = 0.5
"""The share of a report's files that a published one must tell of for its overview to stand for all of them."""


_LARGEST_REPORT = 100_000_000
"""Bytes of a published report that are read."""


@click.command("import")
@click.argument("reports", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--range", "compare", metavar="BASE...HEAD", help="The range of the report; default: its permalink's.")
@click.option("--model", metavar="NAME", help="The model that wrote the texts.")
@click.option("--person", metavar="NAME", help="The person who wrote the texts.")
@click.option("--language", metavar="TAG", help="The language of the texts; default: the site's main one.")
@site_command
def import_reports(
    settings: Settings,
    reports: Sequence[Path],
    compare: str | None,
    model: str | None,
    person: str | None,
    language: str | None,
) -> None:
    """Take the texts of published REPORTS over into the site's cache."""
    if compare and len(reports) > 1:
        raise click.UsageError("--range is for one report at a time.")
    if model and person:
        raise click.UsageError("--model and --person exclude each other.")
    language = _configured(language, settings) if language else settings.languages[0]
    author = Author("person", person) if person else Author("model", model or "")
    failed = []
    for path in reports:
        try:
            published = read_report(_read_text(path))
            placed = _import(path, published, compare, author, language, settings)
        except (DiffInsightError, ValueError, OSError) as error:
            log.error("%s was not imported: %s", path, error)
            failed.append(path)
        else:
            _tell_language(path, published.language, language, settings)
            if not placed:
                failed.append(path)
    if failed:
        raise click.ClickException(f"{len(failed)} of {len(reports)} reports could not be imported.")


def _tell_language(path: Path, written: str | None, language: str, settings: Settings) -> None:
    """Say so where texts were taken over in another language than the one that they are written in."""
    taken_for = babel.Locale.parse(language).get_display_name("en")
    if written and written != language:
        name = babel.Locale.parse(written).get_display_name("en")
        once = "" if written in settings.languages else ", once `languages` has it"
        log.warning(
            "%s: its texts look %s, and were taken over as %s. `--language %s` takes them for what they are%s.",
            *(path, name, taken_for, written, once),
        )
    elif language in TOLD_BY_LETTERS and not written:
        log.warning("%s: its texts do not look %s, as which they were taken over; see `--language`.", path, taken_for)


def _configured(tag: str, settings: Settings) -> str:
    language = match_language(tag)
    if language not in settings.languages:
        raise click.UsageError(
            f"--language is {tag!r}; the site has {', '.join(settings.languages)}. "
            "Add it to `languages` first, or name one of these."
        )
    return language


def _read_text(path: Path) -> str:
    """A file's text, whatever line endings a checkout gave it. Raises `ArchiveError`, `OSError`."""
    with path.open("rb") as file:
        content = file.read(_LARGEST_REPORT + 1)
    if len(content) > _LARGEST_REPORT:
        raise ArchiveError(f"it is larger than {_LARGEST_REPORT // 1_000_000} MB")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ArchiveError(f"it is no UTF-8 text ({error.reason} at byte {error.start})") from error
    lines = text.split("\n")
    # A diff may have carriage returns of its own: only where every line ends with one is it the checkout's.
    return text.replace("\r\n", "\n") if all(line.endswith("\r") for line in lines[:-1]) else text


def _import(
    path: Path, published: PublishedReport, compare: str | None, author: Author, language: str, settings: Settings
) -> int:
    """Store every text of a report published in `language` whose change the repository has; how many those are.

    The range is `compare`, or the one that the report names. A text whose report shows another change of the file than
    the range has is left out, and so is the overview of such a report. Raises `ArchiveError` where there is none,
    `RepositoryError` where it does not resolve, `ValueError` for a `compare` that is no range, and `OSError`.
    """
    base, head, direct = parse_compare(compare) if compare else compare_of(published)
    asked = CompareRange(base, head, direct, settings.repository)
    cache = Cache(settings.cache_dir, language, log.warning, settings.scratch_dir)
    limited = [configured for configured in settings.ranges if configured.paths]
    with closing(Build(replace(settings, ranges=(asked, *limited)), log)) as build:
        build.reader.expect(build.reader.places)
        ranges = list(map(build.reader.read, build.reader.places))
    read = next((one for one in ranges if one.range == asked and not one.is_lost), None)
    if read is None:
        raise RepositoryError(f"git cannot read all of the range {display(asked.compare)}")
    evidence = {file.change.path: file for file in read.files}
    known = [item for item in published.items if item.path in evidence]
    placed = [item for item in known if item.is_about(evidence[item.path].change)]
    kept = []
    for item in placed:
        key = evidence[item.path].diff_hash
        if _is_a_persons(cache.summary(key), author):
            kept.append(item.path)
        else:
            summary = item.summary(author)
            if author.kind == "model":
                summary = check_summary(summary, Ground.of([evidence[item.path]]))
            cache.keep_summary(key, item.path, summary)
    paths = {item.path for item in placed}
    same = [one for one in ranges if one is not read and one.resolved == read.resolved]
    draft = _draft_of(paths, [draft for one in [read, *same] for draft in make_drafts(one, settings)])
    reported = {file.change.path for file in draft.files} if draft else paths
    key = range_hash(evidence[name].diff_hash for name in reported)
    if _is_a_persons(cache.overview(key), author):
        kept.append("the overview")
    elif placed and len(placed) == len(known):
        overview = published.overview(author)
        if author.kind == "model":
            overview = check_overview(overview, Ground.of([evidence[name] for name in reported]))
        cache.keep_overview(key, overview)
    unplaced = [item.path for item in published.items if item.path not in evidence]
    others = [item.path for item in known if item.path not in paths]
    total = len(placed) + len(unplaced) + len(others)
    log.info("%s: %d of %d files placed in %s", path, len(placed), total, asked.compare)
    for name in unplaced:
        log.warning(
            "%s: %s could not be placed: the range %s does not change it", path, display(name, 200), asked.compare
        )
    for name in others:
        log.warning(
            "%s: the text about %s was left out: the report shows another change of it than the one in %s",
            *(path, display(name, 200), asked.compare),
        )
    if others:
        log.warning("%s: the overview was left out, as it is about other changes, too. Is the range right?", path)
    for name in kept:
        log.info("%s: %s keeps the text that a person gave it", path, display(name, 200))
    if untold := len(reported - paths):
        log.info("%s: files of the site's report that it does not tell of: %d", path, untold)
    return len(placed)


def _is_a_persons(earlier: FileSummary | Overview | None, author: Author) -> bool:
    """Whether a person wrote what the text of somebody else would replace."""
    return earlier is not None and earlier.author.kind == "person" and author.kind != "person"


def _draft_of(paths: set[str], drafts: Sequence[Draft]) -> Draft | None:
    """The report of the site that a published one stands for, or `None` where it tells of a small part only."""

    def shared(draft: Draft) -> int:
        return sum(file.change.path in paths for file in draft.files)

    candidates = [draft for draft in drafts if draft.files and shared(draft) >= _MOSTLY * len(draft.files)]
    return max(candidates, key=lambda draft: (shared(draft), -len(draft.files)), default=None)
