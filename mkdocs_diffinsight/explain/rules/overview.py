"""The overview of a report by rules: what a reader has to act on, then the news, then a line for what is none. Pure.

One thing is told once, by its topic, however many files show it: what authors say of commits and in changelogs first,
then what diffs show that they did not say.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from ...analyze.audience import Audience, audience_of
from ...analyze.authors.messages import purposes
from ...analyze.files.settings import lists_dependencies
from ...analyze.lines.edits import Replacement
from ...language.catalog import Catalog
from ...language.quoting import escape
from ...model.change_kinds import ChangeKind
from ...model.changes import Commit, CommitType, FileChange, Purpose, Status
from ...model.findings import Findings, Form, Kind, Noise, Source, Subject, Topic
from ...model.report import ReportFile
from ...model.texts import BREAKING_CHANGE, NEW_FEATURE, RULES, Overview, Statement, Statements, plain
from .claims import Claim
from .explanation import Explainer, Told, file_name, says_something
from .judgement import anchors_reworded, ends_for_users, grows_beside_values, own_anchors_gone
from .news import ASIDE, DETAILS, ORDER, is_sentence
from .passages import leading
from .phrases import Phrases
from .points import as_read

_MAX_NAMES = 6
_FEW_NAMES = 3
_MOST_TOPICS = 2
_MAX_HIGHLIGHTS = 7
_MAX_URGENT = 8
"""So much of what calls for action; of more, what authors say is told before what only diffs show."""
_FEWEST_OTHERS = 2
"""Highlights that are left for what calls for no action."""
_MOST_OF_A_CHANGELOG = 4
_FEWEST = 3
"""With fewer, a file has several highlights."""
_ENOUGH = 5
"""So many highlights say enough without what only is said in another way."""
_MAX_ITEMS = 40
_MOST_LINES = 12
"""Topics of which a line tells; further ones are named."""
_MAX_OF_A_FILE = 3
_LINE_LENGTH = 200
_MAX_SENTENCES = 2
"""So few highlights make a paragraph; more make a list."""
_QUOTE_LENGTH = 140
_FORMS = {Form.METADATA: Noise.METADATA, Form.WHITESPACE: Noise.WHITESPACE, Form.MOVED: Noise.MOVED}
_PICTURES = (Noise.IMAGE, Noise.BINARY, Noise.LFS)
_BY_KIND = ("action", "values", "parts")
"""Sorts of news in a summary that are told by their kind."""
_UPKEEP = tuple(map(Noise, "metadata whitespace moved links renamed mode encoding generated".split()))
_LISTS = ("breaking_changes", "new_features", "other_updates")
"""The lists, what a reader has to act on first."""
_LAST = (Topic.FIX, Topic.GUIDANCE, Topic.UPKEEP)
_TOPICS = {topic: number for number, topic in enumerate(sorted(Topic, key=_LAST.__contains__))}
"""What a reader has to act on first; fixes and upkeep after what may change how a thing works."""
_ACT = (ChangeKind.END, ChangeKind.DEPRECATION, ChangeKind.REQUIREMENT)
_INTERNAL = (CommitType.UPKEEP, CommitType.DOCS)
_TOPIC_OF = {
    CommitType.FEATURE: Topic.FEATURE,
    CommitType.FIX: Topic.FIX,
    CommitType.REMOVAL: Topic.NEWS,
    CommitType.DEPRECATION: Topic.DEPRECATION,
    CommitType.PERFORMANCE: Topic.FIX,
}
_KIND_OF = {
    Topic.BREAKING: ChangeKind.INTERFACE,
    Topic.END: ChangeKind.END,
    Topic.DEPRECATION: ChangeKind.DEPRECATION,
    Topic.REQUIREMENT: ChangeKind.REQUIREMENT,
    Topic.UPKEEP: ChangeKind.UPKEEP,
}
# e.g. Models are available, Ensure that it is there, and 設定
_PREDICATE = re.compile(
    r"[^\x00-\x7f]|(?<!\w)\w{2,40}(?:ed|ies)\b|\b(?:is|are|was|were|be|been|has|have|had|can|could|will|would|must|should|may"
    r"|does?|did|not|now|when|if|that|which|instead|longer)\b|\A(?:\W{0,3}\w{1,40}: )?(?:add|allow|avoid|clean|drop"
    r"|ensure|fix|handle|improve|make|move|prevent|raise|remove|rename|require|review|set|show|skip|support|treat"
    r"|update|use)\w{0,3}\b",
    re.IGNORECASE,
)
"""In a sentence, unlike in the name of a thing."""
# e.g. max_tokens, the
_WORD = re.compile(r"\w[\w./-]*\w|\w")
# e.g. deprecated
_ENDING = re.compile(r"(?<=\w{4})(?:ed|es|e|s|ing|ion)\Z")
# e.g. #12
_NUMBERED = re.compile(r"(?<![\w&])[#!](\d{1,7})\b")
# e.g. The exit code is 2 instead of 0.
_BEHAVES = re.compile(
    r"\b(?:instead of|no longer|anymore|now|previously|will(?: \w{1,20}){0,2} be|will (?:always|not|no))\b"
    r"|(?:よう|なく)に?なり|に変更|代わりに|改为|不再|现在|現在会|[将將]会",
    re.IGNORECASE,
)
"""What says that a thing works in another way."""
# e.g. feat(html)!: say more
_TYPE = re.compile(
    r"(?:feat|fix|chore|docs|refactor|perf|build|ci|test|style|revert)(?:\(([\w./, -]{1,60})\))?!?:\s+(?=\S)"
)
# e.g. `app`, max_tokens
_NAMED = re.compile(r"`([^`]{1,80})`|(?<!\w)(?:[A-Za-z0-9]{1,40}_\w{1,60}|[a-z]{1,40}[A-Z]\w{0,60})")
# e.g. 1.0.0b2
_VALUE = re.compile(r"\d")
# e.g. 1.0.0b2, acme_client, Azure AI Studio
_NAME = re.compile(r"\d|[_./@]|[a-z][A-Z]|(?:\A|\s)[A-Z]\w*\s[A-Z]")
"""In versions and in names of programs and products."""
_SAME = 0.6
"""So many words of the shorter of two texts stand in both, if both tell of one thing."""
_LEAST_WORDS = 3
_MAX_WITH_WORD = 50
"""Texts with a word; one that stands in more of them tells nothing."""


@dataclass(frozen=True, eq=False)
class _File:
    """A file of the report with what its diff shows."""

    file: ReportFile
    told: Sequence[Told]
    topic: str
    """What it is about: the title of a document, set apart."""

    @cached_property
    def found(self) -> Findings:
        return as_read(self.file.evidence.findings)

    @property
    def change(self) -> FileChange:
        return self.file.change

    @property
    def path(self) -> str:
        return self.file.change.path

    @property
    def type(self) -> str:
        return self.file.summary.modification_type

    @cached_property
    def noise(self) -> Noise | None:
        """Why the file is upkeep, if so; one with the same edit as another is told with that one."""
        if noise := self.found.noise:
            return noise
        if self.found.kind in (Kind.IMAGE, Kind.BINARY, Kind.LFS):
            return Noise(self.found.kind)
        if self.change.status is Status.RENAMED and not self.change.changes:
            return Noise.RENAMED
        if self.change.status is not Status.MODIFIED:
            return None
        return Noise.GENERATED if self.found.kind is Kind.GENERATED else _FORMS.get(self.found.form)

    @property
    def is_upkeep(self) -> bool:
        return self.noise in _UPKEEP and self.change.status not in (Status.ADDED, Status.REMOVED)

    @cached_property
    def is_for_readers(self) -> bool:
        return audience_of(self.path) is Audience.READERS

    @property
    def breaks_untold(self) -> bool:
        """Whether it breaks something, and neither its author nor anything that it shows says what."""
        if self.type != BREAKING_CHANGE or self.file.summary.author != RULES or self.file.evidence.broken_by:
            return False
        return not any(one.is_breaking for one in self.told)

    @cached_property
    def is_navigation(self) -> bool:
        """Whether it leads to pages, and says nothing itself."""
        return self.found.kind is Kind.SETTINGS and any(f.subject is Subject.ENTRY for f in self.found.findings)

    @property
    def is_wording(self) -> bool:
        """Whether nothing but words, links or fields changes."""
        return all(one.kind in ASIDE for one in self.told) and self.change.status is Status.MODIFIED


@dataclass(frozen=True, eq=False)
class _Item:
    """One thing that a report tells."""

    kind: ChangeKind
    brief: str
    sentence: str
    files: Sequence[_File]
    list: str
    """The list of the overview that it belongs to."""
    is_breaking: bool = False
    is_quoted: bool = False
    is_named: bool = False
    """It says which files it is about."""
    topic: Topic = Topic.NEWS
    """What the author's word is about, if it is one."""
    is_late: bool = False
    """It comes after other news: other words for what was said before, or what leads somewhere."""
    told: Told | None = None
    """What one file shows of it."""
    place: str = ""
    """The section that a list's words begin with."""
    claim: Claim | None = None
    """What its author says, if it is their word."""
    reached: frozenset[str] = frozenset()
    """The names of what others can reach or need that the diff shows it to be about."""

    @property
    def is_urgent(self) -> bool:
        """Whether a reader has to act on it."""
        return self.is_breaking or self.kind in _ACT

    @property
    def is_of_rank(self) -> bool:
        """Whether it is told beside anything else."""
        ranks = self.is_named or ORDER[self.kind] < ORDER[ChangeKind.GUIDANCE]
        return self.is_quoted or self.is_urgent or (ranks and not self.is_late)

    @property
    def weight(self) -> tuple[bool, bool, bool, bool, int, int]:
        order = _TOPICS[self.topic] if self.is_quoted else ORDER[self.kind]
        files = 0 if self.is_quoted else -len(self.files)
        return not self.is_breaking, not self.is_urgent, not self.is_quoted, self.is_late, order, files


def write_overview(catalog: Catalog, explainer: Explainer, files: Sequence[ReportFile]) -> Overview:
    """Tell what the files of a report have in common and which of them matter most."""
    names = _short_names(file.change.path for file in files)
    phrases = Phrases.markdown(catalog)
    seen = []
    for one in files:
        topic = explainer.topic(one.evidence)
        seen.append(_File(one, explainer.told(one.evidence, topic or phrases.path(names[one.change.path])), topic))
    return _Writer(catalog, explainer, seen, names).overview()


class _Writer:
    """Writes one overview."""

    def __init__(self, catalog: Catalog, explainer: Explainer, files: Sequence[_File], names: dict[str, str]) -> None:
        self._catalog = catalog
        self._explainer = explainer
        self._files = files
        self._pictures = [file for file in files if file.noise in _PICTURES]
        self._upkeep = [file for file in files if file.is_upkeep]
        self._main = [file for file in files if not (file.is_upkeep or file.noise in _PICTURES)]
        self._shown = [file for file in self._main if file.is_for_readers or file.type == BREAKING_CHANGE]
        self._internal = [file for file in self._main if file not in self._shown]
        self._phrases = Phrases.markdown(catalog)
        self._short = Phrases.markdown(catalog, _QUOTE_LENGTH, leading)
        self._names = names
        self._replaced = _replaced(self._shown)
        self._commits = _commits(files)

    def _t(self, key: str, **values: object) -> str:
        return self._catalog(f"rules.overview.{key}", **values)

    def _name(self, file: _File) -> str:
        return self._phrases.path(self._names[file.path])

    def _name_list(self, files: Sequence[_File], limit: int = _MAX_NAMES) -> str:
        return self._phrases.names([self._name(file) for file in files], limit)

    def overview(self) -> Overview:
        if not self._files:
            nothing = self._t("nothing")
            return Overview(nothing, plain(nothing), (), (), (), (), RULES)
        items = self._items()
        shown = self._leading(items)
        new, breaking = (
            self._listed([i for i in items if i.list == key]) for key in ("new_features", "breaking_changes")
        )
        others = self._others(items, shown)
        asides = tuple(self._asides())
        highlights = self._highlights(shown)
        if not highlights and self._is_all_upkeep:
            highlights = (self._only_upkeep(),)
        elif not highlights:
            highlights, asides = tuple(self._as_sentence(one) for one in asides[:2]), asides[2:]
        summary = self._summary(shown, highlights)
        return Overview(summary, highlights, new, breaking, (*others, *asides), tuple(self._insights()), RULES)

    # What there is to tell

    def _items(self) -> list[_Item]:
        """All news of the report, each once, the most urgent first."""
        said = list(self._said())
        covered = {file.path for purpose, files in self._commits.values() if list(_claims(purpose)) for file in files}
        seen = [item for item in self._seen() if not self._is_covered(item, covered)]
        return sorted(self._paired(said, seen), key=lambda item: item.weight)

    def _paired(self, said: Sequence[_Item], seen: Sequence[_Item]) -> list[_Item]:
        """What authors say, with what diffs show of the same names as its proof, and what only diffs show."""
        told = list(said)
        texts = _Texts()
        for item in said:
            texts.add(item.brief)
        rest = []
        for item in seen:
            claims = ((n, one.claim) for n, one in enumerate(told))
            n, claim = next(((n, claim) for n, claim in claims if claim and claim.tells(item.reached)), (0, None))
            if claim:
                told[n] = self._proven(told[n], claim, item)
            elif not texts.has(item.brief):
                rest.append(item)
        return [*told, *rest]

    def _proven(self, said: _Item, claim: Claim, shown: _Item) -> _Item:
        """An author's word with what the diff shows of it: that it breaks something, and which version is needed."""
        files = list({file.path: file for file in (*said.files, *shown.files)}.values())
        if shown.is_breaking and not said.is_breaking and claim.topic is not Topic.DEPRECATION:
            topic = claim.topic if claim.topic in (Topic.END, Topic.REQUIREMENT) else Topic.BREAKING
            said = self._quoted(topic, claim.text, files, claim.number, is_over=True)
        if shown.kind is not ChangeKind.REQUIREMENT:
            return replace(said, files=files)
        brief, sentence = (
            self._t("numbered", text=self._phrases.unfinished(text), number=shown.brief)
            for text in (said.brief, said.sentence)
        )
        return replace(said, files=files, brief=brief, sentence=self._phrases.finished(sentence))

    def _is_covered(self, item: _Item, covered: set[str]) -> bool:
        """Whether an author says what the code of an item is for."""
        return not item.is_breaking and all(f.path in covered and f.found.kind is Kind.CODE for f in item.files)

    def _said(self) -> Iterator[_Item]:
        """What authors say: in changelogs, then in commits that no entry tells of."""
        told = _Texts()
        breaks = False
        numbers = self._numbers
        for file in self._main:
            for quotation in file.found.quotations:
                told_before = quotation.is_removed or not is_sentence(quotation) or told.has(quotation.text)
                if quotation.source is Source.CHANGELOG and not told_before:
                    told.add(quotation.text)
                    breaks |= quotation.topic is Topic.BREAKING
                    is_over = file.type == BREAKING_CHANGE and ends_for_users(quotation)
                    is_recap = file.file.evidence.is_recap
                    yield self._quoted(quotation.topic, quotation.text, [file], is_over=is_over, is_recap=is_recap)
        for purpose, files in self._commits.values():
            shown = [f for f in files if f.is_for_readers and f.found.kind is not Kind.DOCUMENT]
            for topic, text in _claims(purpose) if shown or purpose.notes or purpose.is_breaking else ():
                told_before = told.has(text) or not numbers.isdisjoint(_references(purpose))
                if not told_before or (topic is Topic.BREAKING and not breaks):
                    told.add(text)
                    yield self._quoted(topic, text, files or self._main, purpose.pull)

    @cached_property
    def _numbers(self) -> frozenset[int]:
        """The pull requests and reports that changelogs of the range tell of."""
        quotations = (quotation for file in self._main for quotation in file.found.quotations)
        return frozenset(number for one in quotations if not one.is_removed for number in one.references)

    def _quoted(
        self,
        topic: Topic,
        text: str,
        files: Sequence[_File],
        number: int | None = None,
        *,
        is_over: bool = False,
        is_recap: bool = False,
    ) -> _Item:
        said = _without_type(text)
        quoted = self._with_number(self._phrases.says(said), number)
        kind = _KIND_OF.get(topic, ChangeKind.ANNOUNCEMENT)
        breaking = (topic is Topic.BREAKING and not is_recap) or is_over
        list_ = "breaking_changes" if breaking else "new_features" if topic is Topic.FEATURE else "other_updates"
        key = f"said_{topic}" if topic is not Topic.NEWS or _PREDICATE.search(said) else "listed"
        values = {"name": self._topic(files[0])} if key == "listed" else {}
        short = quoted if breaking else self._with_number(self._short.says(said), number)
        return _Item(
            kind,
            quoted if list_ != "other_updates" else self._t(key, text=quoted, **values),
            self._phrases.finished(self._t(key, text=short, **values)),
            files,
            list_,
            breaking,
            is_quoted=True,
            topic=Topic.DEFAULT if topic is Topic.NEWS and _BEHAVES.search(text) else topic,
            claim=Claim(topic, text, number),
        )

    def _seen(self) -> Iterator[_Item]:
        """What diffs show, by file; the same in several files is one item."""
        groups: dict[tuple[str, bool], list[tuple[_File, Told]]] = {}
        gone: set[tuple[str, str]] = set()
        for file in self._shown:
            for one in self._of_file(file, self._news_of(file)):
                if one.gone and one.gone <= gone:  # as another file does that offered the same
                    continue
                gone |= one.gone
                text = one.event or one.brief.removeprefix(one.place).casefold()
                groups.setdefault((text, self._list_of(file, one) == "breaking_changes"), []).append((file, one))
        for group in groups.values():
            list_ = min((self._list_of(file, one) for file, one in group), key=_LISTS.index)
            yield self._shared(list_, [file for file, _ in group], [one for _, one in group])
        yield from self._replacements()

    def _news_of(self, file: _File) -> list[Told]:
        """What a file shows that is told of no other file, each replacement once; nothing where it is wording."""
        if file.is_wording and not file.breaks_untold:
            return []
        told = {*self._replaced}
        mine = []
        for one in file.told:
            if one.replacement not in told and not self._is_known(file, one):
                mine.append(one)
                told.update([one.replacement] if one.replacement else [])
        if mine and file.breaks_untold:
            mine[0] = replace(mine[0], is_breaking=True)
        return mine

    def _is_known(self, file: _File, told: Told) -> bool:
        """Whether it is told by something else: by an entry of a changelog, or by the page that it leads to."""
        if told.is_quoted and self._is_changelog(file):
            return True
        targets = told.news.targets if told.news else frozenset()
        return bool(targets) and targets <= self._pages

    @cached_property
    def _pages(self) -> frozenset[str]:
        """The names of the documents that came or went."""
        pages = (file for file in self._shown if file.found.kind is Kind.DOCUMENT)
        return frozenset(file_name(page.path) for page in pages if page.change.status in (Status.ADDED, Status.REMOVED))

    def _replacements(self) -> Iterator[_Item]:
        """What gave way to the same thing in several files."""
        for replacement, told in self._replaced.items():
            files, kinds = [file for file, _ in told], [one.kind for _, one in told]
            sides = self._phrases.sides(*replacement)
            text = self._t("replaced", n=len(files), names=self._name_list(files, _FEW_NAMES), **sides)
            kind = min(kinds, key=ORDER.__getitem__)
            if kind is ChangeKind.GUIDANCE and all(map(_VALUE.search, replacement)):
                kind = ChangeKind.VALUE
            names = all(map(_NAME.search, replacement)) or all(map(str.isalpha, replacement))
            is_late = not names or kind in DETAILS or all(lists_dependencies(file.path) for file in files)
            if kind is ChangeKind.GUIDANCE and not is_late:
                kind = ChangeKind.ANNOUNCEMENT
            sentence = self._phrases.finished(text)
            yield _Item(kind, text, sentence, files, "other_updates", is_named=True, is_late=is_late)

    def _shared(self, list_: str, files: Sequence[_File], told: Sequence[Told]) -> _Item:
        """What one file shows, or several."""
        one = told[0]
        files = list(dict.fromkeys(files))
        breaking = list_ == "breaking_changes" and one.is_breaking
        item = _Item(
            one.kind,
            one.brief,
            one.sentence,
            files,
            list_,
            breaking,
            is_late=_is_late(one, files),
            reached=one.reached,
        )
        if one.event and len(files) > 1:
            text = self._t(one.event, n=len(files), names=self._name_list(files))
            return replace(item, brief=text, sentence=self._phrases.finished(text), is_named=True)
        if len(files) > 1:
            text = self._explainer.shared(one)
            return replace(item, brief=self._phrases.unfinished(text), sentence=text)
        if len(told) > 1:
            return replace(item, brief=one.brief.removeprefix(one.place))
        return replace(item, brief=one.line or one.brief, told=one, place="" if one.line else one.place)

    def _is_changelog(self, file: _File) -> bool:
        return any(quotation.source is Source.CHANGELOG for quotation in file.found.quotations)

    def _of_file(self, file: _File, told: Sequence[Told]) -> list[Told]:
        """What is told of one file: all that a reader has to act on, and the first of the rest."""
        if file.file.summary.author != RULES:
            title = escape(file.file.summary.modification_title)
            kind = told[0].kind if told else ChangeKind.GUIDANCE
            return [Told(kind, title, self._phrases.finished(title), is_breaking=file.type == BREAKING_CHANGE)]
        act = [one for one in told if one.is_breaking or one.kind in _ACT]
        new = [one for one in told if one not in act and self._list_of(file, one) == "new_features"]
        rest = [one for one in told if one not in act and one not in new]
        return [*act, *new, *rest[: max(1 if not (act or new) else 0, _MAX_OF_A_FILE - len(act))]]

    @cached_property
    def _lists_features(self) -> bool:
        """Whether authors of the range list what is new: a document that comes with it is none of that."""
        return any(
            quotation.topic is Topic.FEATURE and quotation.source is Source.CHANGELOG and not quotation.is_removed
            for file in self._main
            for quotation in file.found.quotations
        )

    def _list_of(self, file: _File, one: Told) -> str:
        has_new = file.type == NEW_FEATURE or grows_beside_values(file.found)
        if has_new and file.found.kind is Kind.DOCUMENT and self._lists_features:
            return "other_updates"
        by_others = file.file.summary.author != RULES
        if file.type == BREAKING_CHANGE and (one.is_breaking or file.change.status is Status.REMOVED or by_others):
            return "breaking_changes"
        is_feature = has_new and file.found.kind is not Kind.TEXT  # such as a licence
        return "new_features" if is_feature and (by_others or one.is_new) else "other_updates"

    # The lists

    def _leading(self, items: Sequence[_Item]) -> list[_Item]:
        """What a reader has to act on, and the first of the news: of each file what ranks first."""
        news = [item for item in items if item.kind is not ChangeKind.UPKEEP]
        firsts = list(_firsts(news))
        firsts += [item for item in news if item not in firsts][: max(0, _FEWEST - len(firsts))]
        urgent = [item for item in firsts if item.is_urgent]
        others = [item for item in firsts if not item.is_urgent]
        first = sorted(urgent, key=lambda item: not item.is_quoted)[:_MAX_URGENT]
        shown = [item for item in urgent if item in first]
        for item in others[: max(_FEWEST_OTHERS, _MAX_HIGHLIGHTS - len(shown))]:
            if item.is_of_rank or len(shown) < _ENOUGH:
                shown.append(item)
        return [item for cluster in _clustered(shown or items[:1]) for item in cluster]

    def _highlights(self, items: Sequence[_Item]) -> Statements:
        mark = "- " if len(items) > _MAX_SENTENCES else ""
        goes_on = [False, *itertools.starmap(_goes_on, itertools.pairwise(items))]
        return tuple(
            _about(item.files, mark + self._highlight(item, goes_on=goes))
            for item, goes in zip(items, goes_on, strict=False)
        )

    def _highlight(self, item: _Item, *, goes_on: bool = False) -> str:
        """An item as a sentence; behind one on the same document, it is not named again."""
        if goes_on:
            return self._phrases.finished(self._later(item) or item.sentence)
        return self._phrases.finished(self._topical(item, item.sentence))

    def _others(self, items: Sequence[_Item], shown: Sequence[_Item]) -> Statements:
        """What is no highlight: what ranks, and of other files one line; of those without room the names."""
        known = {item.files[0].path for item in shown if len(item.files) == 1}
        rest = [item for item in items if item.list == "other_updates" and item not in shown]
        rest = [item for item in rest if not item.is_late or item.files[0].path not in known]
        clusters = _clustered(rest)
        small = [cluster for cluster in clusters if not cluster[0].is_quoted][_MOST_LINES:]
        if len(small) <= 1:
            return self._listed(rest)
        further = {file.path: file for cluster in small for file in cluster[0].files}
        listed = self._listed([item for cluster in clusters if cluster not in small for item in cluster])
        files = list(further.values())
        return (*listed, _about(files, self._t("further", n=len(files), names=self._name_list(files))))

    def _listed(self, items: Sequence[_Item]) -> Statements:
        clusters = _clustered(items)
        listed = [_about(cluster[0].files, self._line(cluster)) for cluster in clusters[:_MAX_ITEMS]]
        if rest := clusters[_MAX_ITEMS:]:
            files = dict.fromkeys(file.path for cluster in rest for item in cluster for file in item.files)
            listed.append(Statement(self._t("rest", n=len(rest)), files=tuple(files)))
        return tuple(listed)

    def _line(self, cluster: Sequence[_Item]) -> str:
        """What is told of one file in a list: what ranks first, and more where that is short."""
        text, place = self._topical(cluster[0], cluster[0].brief), cluster[0].place
        for item in cluster[1:_MAX_OF_A_FILE]:
            more = self._later(item) or (item.brief.removeprefix(place) if item.place == place else item.brief)
            longer = self._catalog("rules.semicolon").join([text, more])
            if item.is_urgent or len(longer) <= _LINE_LENGTH:
                text, place = longer, item.place
        return text

    def _later(self, item: _Item) -> str:
        return self._explainer.later(item.told) if item.told else ""

    def _topical(self, item: _Item, text: str) -> str:
        """What is told, behind what it is about: the document's title, or the file."""
        if item.is_quoted or item.is_named or any(self._topic(file) in text for file in item.files[:1]):
            return text
        topics = self._phrases.names([self._topic(file) for file in item.files], _FEW_NAMES)
        return self._t("item", name=topics, title=text)

    def _topic(self, file: _File) -> str:
        return file.topic or self._name(file)

    def _summary(self, shown: Sequence[_Item], highlights: Statements) -> str:
        """What the range means for a reader: which topics change, or what there is to tell of one or two of them."""
        groups: dict[str, list[_Item]] = {}
        for item in shown:
            if not (item.is_quoted or item.is_named):
                groups.setdefault(_sort(item), []).append(item)
        if (
            len({self._topic(file) for items in groups.values() for item in items for file in item.files})
            <= _MOST_TOPICS
        ):
            sentences = [one.text.removeprefix("- ") for one in highlights]
        else:
            sentences = [self._highlight(item) for item in shown[:1] if item.is_quoted or item.is_named]
            sentences += [self._of_topics(sort, items) for sort, items in groups.items()]
        return self._catalog("rules.space").join(sentences[:_MAX_SENTENCES])

    def _of_topics(self, sort: str, items: Sequence[_Item]) -> str:
        """Which topics have news of a sort, by the kind of it where there is one alone."""
        topics = list(dict.fromkeys(self._topic(file) for item in items for file in item.files))
        kinds = {item.kind for item in items}
        key = kinds.pop() if sort in _BY_KIND and len(kinds) == 1 else sort
        return self._t(f"about_{key}", n=len(topics), names=self._phrases.names(topics, _MOST_TOPICS))

    @property
    def _is_all_upkeep(self) -> bool:
        return len(self._upkeep) == len(self._files)

    def _only_upkeep(self) -> Statement:
        """What is said of a report that is upkeep and nothing else."""
        noises = {file.noise for file in self._upkeep}
        kinds = [self._catalog(f"rules.noise.{noise}.brief") for noise in _UPKEEP if noise in noises]
        return _about(self._files, self._t("all_upkeep", n=len(kinds), kinds=self._phrases.names(kinds, len(kinds))))

    def _as_sentence(self, statement: Statement) -> Statement:
        return statement._replace(text=self._phrases.finished(statement.text))

    def _asides(self) -> Iterator[Statement]:
        """A line for wording, one for links, one for upkeep, one for pictures."""
        wording = [f for f in self._shown if f.is_wording and not self._is_replaced(f)]
        for kind in ASIDE:
            if files := [f for f in wording if f.told and f.told[0].kind is kind]:
                yield _about(files, self._t(f"only_{kind}", n=len(files), names=self._name_list(files, _FEW_NAMES)))
        if said := self._said_of_upkeep():
            yield said
        if self._internal:
            names = self._name_list(self._internal, _FEW_NAMES)
            yield _about(self._internal, self._t("internal", n=len(self._internal), names=names))
        parts = []
        for noise in _UPKEEP:
            if some := [f for f in self._upkeep if f.noise is noise]:
                names = self._name_list(some, _FEW_NAMES)
                parts.append(self._catalog(f"rules.noise.{noise}.files", n=len(some), names=names))
        if parts:
            yield _about(self._upkeep, self._t("upkeep", parts=self._catalog("rules.comma").join(parts)))
        if self._pictures:
            yield _about(self._pictures, self._pictures_clause())

    def _said_of_upkeep(self) -> Statement | None:
        """What authors say of commits that concern their own people alone."""
        said = [
            (purpose, files)
            for purpose, files in self._commits.values()
            if purpose.type in _INTERNAL
            and not list(_claims(purpose))
            and any(map(_is_no_page, files))
            and self._numbers.isdisjoint(_references(purpose))
        ]
        if not said:
            return None
        texts = [
            self._with_number(self._phrases.says(_without_type(purpose.title)), purpose.pull) for purpose, _ in said
        ]
        files = list({file.path: file for _, some in said for file in some}.values())
        return _about(files, self._t("said_of_upkeep", n=len(said), texts=self._phrases.names(texts)))

    def _with_number(self, quoted: str, number: int | None) -> str:
        return self._t("numbered", text=quoted, number=f"#{number}") if number else quoted

    def _is_replaced(self, file: _File) -> bool:
        """Whether all that a file shows is told for several."""
        return all(one.replacement in self._replaced for one in file.told)

    def _pictures_clause(self) -> str:
        statuses = (Status.ADDED, Status.REMOVED, Status.MODIFIED, Status.RENAMED)
        groups = {status: [f for f in self._pictures if f.change.status is status] for status in statuses}
        parts = [
            self._t(f"images_{status}", n=len(group), names=self._name_list(group, _FEW_NAMES))
            for status, group in groups.items()
            if group
        ]
        key = "stored_images" if any(f.noise is Noise.LFS for f in self._pictures) else "images"
        return self._t(key, parts=self._catalog("rules.comma").join(parts))

    # How things hang together

    def _insights(self) -> Iterator[Statement]:
        yield from self._lost()
        yield from self._documented()
        yield from self._unnamed_breaks()
        yield from self._unpaired()

    def _lost(self) -> Iterator[Statement]:
        """Anchors that links lead to and that are gone."""
        for key, lost in (("lost", own_anchors_gone), ("reworded", anchors_reworded)):
            if files := [f for f in self._main if lost(f.found)]:
                anchors = [self._phrases.path(f"#{anchor}") for f in files for anchor in lost(f.found)]
                names = self._phrases.names(anchors, _FEW_NAMES)
                yield _about(
                    files, self._t(key, n=len(anchors), anchors=names, names=self._name_list(files, _FEW_NAMES))
                )

    def _documented(self) -> Iterator[Statement]:
        """New things that come with their documentation and tests."""
        for purpose, files in self._commits.values():
            if purpose.type is not CommitType.FEATURE:
                continue
            pages = [
                f for f in files if f.found.kind is Kind.DOCUMENT and f.is_for_readers and not self._is_changelog(f)
            ]
            code = [f for f in files if f.found.kind is Kind.CODE]
            if pages and code:
                yield _about(
                    pages,
                    self._t(
                        "documented", text=self._phrases.says(purpose.title), names=self._name_list(pages, _FEW_NAMES)
                    ),
                )

    def _unnamed_breaks(self) -> Iterator[Statement]:
        """Breaks that a changelog of the range does not name."""
        entries = [q for f in self._main for q in f.found.quotations if q.source is Source.CHANGELOG]
        broken = [
            f
            for f in self._main
            if f.type == BREAKING_CHANGE
            and f.found.kind is Kind.CODE
            and any(t.is_breaking and not t.is_quoted for t in f.told)
        ]
        if entries and broken and not any(q.topic in (Topic.BREAKING, Topic.END) for q in entries):
            yield _about(broken, self._t("unnamed_break", n=len(broken), names=self._name_list(broken, _FEW_NAMES)))

    def _unpaired(self) -> Iterator[Statement]:
        if files := [f for f in self._main if f.change.is_unpaired and not f.found.successor]:
            yield _about(files, self._t("unpaired", n=len(files), names=self._name_list(files, _FEW_NAMES)))


def _replaced(files: Iterable[_File]) -> dict[Replacement, list[tuple[_File, Told]]]:
    """What gave way to the same thing in several files, the most frequent first."""
    found: dict[Replacement, dict[str, tuple[_File, Told]]] = {}
    for file in files:
        for one in file.told:
            if one.replacement:
                found.setdefault(one.replacement, {}).setdefault(file.path, (file, one))
    shared = [(replacement, [*where.values()]) for replacement, where in found.items() if len(where) > 1]
    return dict(sorted(shared, key=lambda item: -len(item[1])))


def _is_no_page(file: _File) -> bool:
    return file.found.kind is not Kind.DOCUMENT or not file.is_for_readers


def _commits(files: Sequence[_File]) -> dict[Commit, tuple[Purpose, list[_File]]]:
    """What the commits of the files are for, and the files that each touches."""
    touched: dict[Commit, list[_File]] = {}
    for file in files:
        for commit in file.file.evidence.commits:
            touched.setdefault(commit, []).append(file)
    said = purposes(touched).items()
    return {commit: (purpose, touched[commit]) for commit, purpose in said if says_something(purpose.title)}


def _claims(purpose: Purpose) -> Iterator[tuple[Topic, str]]:
    """What a commit says that concerns others."""
    if purpose.notes:
        yield from ((Topic.BREAKING, note) for note in purpose.notes)
    elif purpose.is_breaking:
        yield Topic.BREAKING, purpose.title
    if purpose.type in _TOPIC_OF and (purpose.notes or not purpose.is_breaking):
        yield _TOPIC_OF[purpose.type], purpose.title
    for one in purpose.squashed:
        if says_something(one.title):
            yield from _claims(one)


class _Texts:
    """Texts by their words, to see which tell of one thing."""

    def __init__(self) -> None:
        self._known: list[tuple[set[str], set[str]]] = []
        self._by_word: dict[str, list[int]] = {}

    def add(self, text: str) -> None:
        words = _words(text)
        for word in words:
            self._by_word.setdefault(word, []).append(len(self._known))
        self._known.append((words, _names(text)))

    def has(self, text: str) -> bool:
        """Whether one of the texts tells of the same thing: with most of its words, and with a name that it has."""
        words, names = _words(text), _names(text)
        common = Counter(n for word in words for n in self._by_word.get(word, ())[:_MAX_WITH_WORD])
        for n, shared in common.items():
            others, other_names = self._known[n]
            least = min(len(words), len(others))
            same_names = not (names and other_names) or bool(names & other_names)
            if same_names and shared >= min(least, _LEAST_WORDS) > 1 and shared >= _SAME * least:
                return True
        return False


def _references(purpose: Purpose) -> set[int]:
    """The numbers of pull requests and reports that a commit names in its first line."""
    return {*map(int, _NUMBERED.findall(purpose.title)), *filter(None, [purpose.pull])}


def _names(text: str) -> set[str]:
    """The names of programs in a text."""
    return {match[1] or match[0] for match in _NAMED.finditer(text.replace("``", "`"))}


def _words(text: str) -> set[str]:
    return {_ENDING.sub("", word.casefold()) for word in _WORD.findall(text) if len(word) > 2}


def _firsts(items: Iterable[_Item]) -> Iterator[_Item]:
    """Of each file the first item, and all that authors say; of what is new in one document, a few."""
    numbers: Counter[str] = Counter()
    for item in items:
        path = item.files[0].path
        most = (
            1 if not item.is_quoted else _MAX_ITEMS if item.is_urgent or len(item.files) > 1 else _MOST_OF_A_CHANGELOG
        )
        if numbers[path] < most:
            numbers[path] += not (item.is_quoted and item.is_urgent)
            yield item


def _goes_on(before: _Item, item: _Item) -> bool:
    """Whether two items in a row are about one file, and none of them is a word of its authors."""
    return not (before.is_quoted or item.is_quoted) and list(before.files) == list(item.files) and len(item.files) == 1


def _clustered(items: Iterable[_Item]) -> list[list[_Item]]:
    """Items with those of one file together, where its first one is; what authors say stands alone."""
    clusters: dict[object, list[_Item]] = {}
    for item in items:
        key: object = item.files[0].path if len(item.files) == 1 and not item.is_quoted else id(item)
        clusters.setdefault(key, []).append(item)
    return list(clusters.values())


def _is_late(told: Told, files: Iterable[_File]) -> bool:
    return told.is_late or all(file.is_navigation for file in files)


def _sort(item: _Item) -> str:
    """What an item is in a summary: a key of the catalog."""
    if item.kind is ChangeKind.PAGE:
        return "removed" if item.files[0].change.status is Status.REMOVED else "new"
    if item.is_urgent:
        return "breaking" if item.is_breaking else "action"
    if ORDER[item.kind] <= ORDER[ChangeKind.VALUE]:
        return "values"
    return "parts" if item.kind in (ChangeKind.SECTION, ChangeKind.TABLE) else "content"


def _about(files: Iterable[_File], text: str) -> Statement:
    return Statement(text, files=tuple(file.path for file in files))


def _without_type(title: str) -> str:
    """The title of a commit without the word for its type, which the overview says itself."""
    match = _TYPE.match(title)
    if not match:
        return title
    return f"{match[1]}: {title[match.end() :]}" if match[1] else title[match.end() :]


def _short_names(paths: Iterable[str]) -> dict[str, str]:
    """File names, with as many folders before them as tell them apart."""
    names: dict[str, str] = {}
    waiting = list(paths)
    for depth in range(1, 64):
        shown = {path: "/".join(path.split("/")[-depth:]) for path in waiting}
        numbers = Counter(shown.values())
        names |= {path: name for path, name in shown.items() if numbers[name] == 1 or name == path}
        waiting = [path for path in waiting if path not in names]
        if not waiting:
            break
    return names | {path: path for path in waiting}
