"""What a model is asked, how its answers are read and checked: everything but the way to the server."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from mkdocs_diffinsight.errors import SummarizerError, SummarizerUnavailableError
from mkdocs_diffinsight.explain.model.language_model import MOST_PARTS, LanguageModel
from mkdocs_diffinsight.explain.model.prompt import Prompt, file_prompt, overview_prompt, parts_prompt
from mkdocs_diffinsight.explain.model.tokens import count_tokens
from mkdocs_diffinsight.model.change_kinds import ChangeKind
from mkdocs_diffinsight.model.fact_kinds import FactKind
from mkdocs_diffinsight.model.findings import (
    Evidence,
    Fact,
    LineSpan,
    Move,
    Noise,
    ProvenKind,
    Quotation,
    Source,
    Subject,
    Topic,
)
from mkdocs_diffinsight.model.patch import parse_hunks
from mkdocs_diffinsight.model.report import ReportFile
from mkdocs_diffinsight.model.texts import Author, FileSummary, Statement, plain

from ...commits import commit_saying, commits_saying
from ...growth import at_most
from .scripted import CHANGED, GOOD, OVERVIEW, SETTINGS, Answer, Answered, Scripted, evidence, settings, with_text


def model(scripted: Scripted, **fields: Any) -> Answered:
    return Answered(LanguageModel(settings(**fields), "en"), scripted)


def test_an_answer_becomes_statements_with_their_lines() -> None:
    summary = model(Scripted([GOOD])).summarize_file(CHANGED)
    assert summary == FileSummary(
        "minor update",
        "You may send 25 requests",
        (Statement("The limit rose from 10 to 25.", (LineSpan("L", 11, 11), LineSpan("R", 11, 11))),),
        Author("model", "small"),
    )


def with_title(title: str) -> dict[str, Any]:
    return {**with_text("The limit rose from 10 to 25.", "R11"), "modification_title": title}


@pytest.mark.parametrize(
    "answer",
    [
        with_title("1 2 " * 225_000),
        with_title("a" * 900_000),
        with_text("10 " * 300_000, "R11"),
        {**with_title("A"), "statements": [{"text": "It is 10.", "lines": ["R11"]}] * 20_000},
        "{" * 900_000,
        '{"a":' * 180_000,
        with_title("{" * 900_000),
    ],
    ids=["numbers in a title", "a title", "a text", "statements", "braces", "objects in objects", "braces in a title"],
)
def test_what_nobody_would_read_is_refused_at_once(answer: Answer) -> None:
    with at_most(1.0), pytest.raises(SummarizerError):
        model(Scripted([answer])).summarize_file(CHANGED)


def test_the_model_sees_numbered_lines() -> None:
    scripted = Scripted([GOOD])
    model(scripted).summarize_file(CHANGED)
    assert scripted.asked[0].content["diff"] == [
        "@@ ## Limits",
        "R10  Requests",
        "L11 -You may send 10 requests.",
        "R11 +You may send 25 requests with `burst`.",
    ]


def test_the_model_sees_facts_title_and_commits() -> None:
    fact = Fact(FactKind.LIMIT, "10", "25", ("Limits", "Requests"))
    scripted = Scripted(make=lambda _: GOOD)
    commits = (commit_saying("Raise the limit (#12)", "Spring is near.\n\nMore."), *commits_saying("wip"))
    told = replace(evidence("-a 10", "+a 25", facts=(fact,), title="Limits"), commits=commits)
    model(scripted).summarize_file(told)
    content = scripted.asked[0].content
    known = {"name": "F1", "kind": "limit", "before": "10", "after": "25", "where": "Limits / Requests"}
    assert content["facts"] == [known]
    assert content["document_title"] == "Limits"
    assert content["commits"] == [{"subject": "Raise the limit (#12)", "why": "Spring is near.", "pull": 12}]


def test_the_overview_sees_what_authors_say_of_the_commits_each_once() -> None:
    breaking = commit_saying("feat!: raise the limit", "BREAKING CHANGE: Ask for more.")
    files = [
        ReportFile(
            replace(evidence("-a 10", "+a 25", path=path), commits=(breaking,)),
            path,
            FileSummary("minor update", "A", (), Author("rules")),
        )
        for path in ("a.md", "b.md")
    ]
    content = overview_prompt(list(enumerate(files)), {}, "en").content
    assert content["commits"] == [{"subject": "feat!: raise the limit", "breaks": ["Ask for more."]}]


def test_of_many_commits_some_are_told() -> None:
    told = replace(
        evidence("-a 10", "+a 25"), commits=commits_saying(*(f"Raise the {n * 'very '}limit" for n in range(30)))
    )
    assert len(file_prompt(told, (), "en").content["commits"]) == 10


QUOTED = Quotation(Topic.END, "It is retired.", Source.DOCUMENT, (LineSpan("R", 10, 10),), where=("Limits",))


def test_the_model_sees_what_authors_say() -> None:
    scripted = Scripted(make=lambda _: GOOD)
    told = evidence("-a 10", "+a 25", quotations=(QUOTED, replace(QUOTED, is_removed=True)))
    model(scripted).summarize_file(told)
    quoted = {"name": "Q1", "topic": "end", "text": "It is retired.", "where": "Limits", "lines": ["R10"]}
    assert scripted.asked[0].content["quotations"] == [quoted, quoted | {"name": "Q2", "removed": True}]


def test_the_model_sees_kinds_and_moves_with_their_lines() -> None:
    lines = (LineSpan("R", 10, 12),)
    moves = Move(Subject.HEADING, "Keys", "keys.md", True, lines), Move(Subject.HEADING, "Ids", "ids.md", False, lines)
    kinds = ProvenKind(ChangeKind.END, lines), ProvenKind(ChangeKind.MOVED)
    told = evidence("-a 10", "+a 25", moves=moves, kinds=kinds)
    asked = file_prompt(told, (), "en").content
    assert asked["kinds"] == [{"kind": "end", "lines": ["R10-R12"]}, {"kind": "moved"}]
    assert asked["moves"] == [
        {"what": "Keys", "from": "keys.md", "lines": ["R10-R12"]},
        {"what": "Ids", "to": "ids.md", "lines": ["R10-R12"]},
    ]
    file = ReportFile(told, "item-1", FileSummary("minor update", "A", (), Author("rules")))
    (seen,) = overview_prompt([(1, file)], {}, "en").content["files"]
    assert (seen["kinds"], seen["moves"][0]) == (["end", "moved"], {"what": "Keys", "from": "keys.md"})


def test_a_quotation_is_cited_by_its_name() -> None:
    told = evidence("-a 10", "+a 25", quotations=(QUOTED,))
    (statement,) = model(Scripted([with_text("It is retired.", "Q1")])).summarize_file(told).statements
    assert (statement.lines, statement.unproven) == (QUOTED.lines, ())


def test_a_fact_is_cited_by_its_name() -> None:
    lines = (LineSpan("L", 10, 10), LineSpan("R", 10, 10))
    told = evidence("-a 10", "+a 25", facts=(Fact(FactKind.LIMIT, "10", "25", lines=lines),))
    (statement,) = model(Scripted([with_text("`a` takes 25.", "F1")])).summarize_file(told).statements
    assert (statement.lines, statement.unproven) == (lines, ())


def test_a_hunk_is_shown_with_all_headings_above_it() -> None:
    told = evidence("-a 10", "+a 25", sections=(("Plans", "Limits"),))
    assert file_prompt(told, parse_hunks(told.change.patch), "en").content["diff"][0] == "@@ Plans / Limits"


def test_a_hunk_whose_headings_are_not_known_is_shown_as_git_heads_it() -> None:
    told = evidence("-a 10", "+a 25", sections=())
    assert file_prompt(told, parse_hunks(told.change.patch), "en").content["diff"][0] == "@@ ## Limits"


@pytest.mark.parametrize(
    ("weights", "told"),
    [
        (("detail", "needed"), ["Second.", "First."]),
        (("cosmetic", "needed"), ["Second."]),
        (("cosmetic", "cosmetic"), ["First.", "Second."]),
        (("unheard of", "needed"), ["First.", "Second."]),
    ],
)
def test_what_a_reader_needs_comes_first_and_what_is_cosmetic_only_alone(
    weights: tuple[str, str], told: list[str]
) -> None:
    texts = zip(("First.", "Second."), weights, strict=True)
    statements = [{"text": text, "lines": ["R11"], "weight": weight} for text, weight in texts]
    answer = {"modification_type": "bug fix", "modification_title": "Limits", "statements": statements}
    summary = model(Scripted([answer])).summarize_file(CHANGED)
    assert [statement.text for statement in summary.statements] == told


def test_the_overview_sees_the_titles_of_documents() -> None:
    file = ReportFile(
        evidence("-a 10", "+a 25", title="Limits of plans"), "a", FileSummary("minor update", "A", (), Author("rules"))
    )
    assert overview_prompt([(1, file)], {}, "en").content["files"][0]["document_title"] == "Limits of plans"


def test_a_quotation_that_is_not_there_is_not_cited() -> None:
    told = evidence("-a 10", "+a 25", quotations=(QUOTED,))
    scripted = Scripted(make=lambda _: with_text("It is retired.", "Q2"))
    assert model(scripted).summarize_file(told).statements[0].unproven == ("Q2",)


def test_a_secret_never_leaves_the_machine() -> None:
    secret = "ghp_" + "aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3zA5"
    scripted = Scripted(make=lambda _: GOOD)
    told = replace(evidence(f"+token = {secret}", " Requests"), commits=commits_saying(f"Add {secret}"))
    model(scripted).summarize_file(told)
    assert all(secret not in prompt.text for prompt in scripted.asked)


def test_a_secret_in_a_path_or_a_persons_text_never_leaves_the_machine() -> None:
    secret = "ghp_" + "aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3zA5"
    told = evidence("-a 10", "+a 25", path=f"keys/{secret}.md", facts=(Fact(FactKind.LIMIT, "10", "25", (secret,)),))
    told = replace(told, change=replace(told.change, previous_path=f"{secret}.md"))
    summary = FileSummary("minor update", f"About {secret}", (Statement(f"It is {secret}."),), Author("person"))
    file = ReportFile(told, "item-1", summary)
    prompts = [
        file_prompt(told, (), "en"),
        parts_prompt(told, [summary], "en"),
        overview_prompt([(1, file)], {}, "en"),
    ]
    assert [secret in prompt.text for prompt in prompts] == [False] * 3


def test_a_secret_that_does_not_look_like_one_alone_never_leaves_the_machine() -> None:
    """A fact has the values of a line without what says that they are passwords."""
    old, new = "Sommer" + "1999", "Winter" + "2024"
    told = evidence(f"-password: {old}", f"+password: {new}", path="app.yml")
    told = replace(told, commits=commits_saying(f"Use {new}"))
    told = replace(told, findings=replace(told.findings, facts=(Fact(FactKind.KEY, old, new, ("password",)),)))
    summary = FileSummary("minor update", f"Now {new}", (Statement(f"It is {new}, was {old}."),), Author("person"))
    prompts = [
        file_prompt(told, parse_hunks(told.change.patch), "en"),
        parts_prompt(told, [summary], "en"),
        overview_prompt([(1, ReportFile(told, "item-1", summary))], {}, "en"),
    ]
    assert [(old in prompt.text, new in prompt.text) for prompt in prompts] == [(False, False)] * 3


def test_hunks_of_noise_are_not_sent() -> None:
    told = evidence("-a 10", "+a 25")
    patch = f"{told.change.patch}\n@@ -30,1 +30,1 @@\n-b\n+ b"
    change = replace(told.change, patch=patch)
    found = replace(told.findings, hunk_noise=(None, Noise.WHITESPACE))
    scripted = Scripted([with_text("`a` has 25.", "R10")])
    model(scripted).summarize_file(replace(told, change=change, findings=found))
    assert "R30 + b" not in scripted.asked[0].content["diff"]


LIES = {
    "number": ("The limit rose to 37.", "37"),
    "identifier": ("Set `max_burst` for it.", "max_burst"),
    "plain identifier": ("Call send_many() for it.", "send_many()"),
    "date": ("It holds from 2031-05-07.", "2031-05-07"),
    "quotation": ("It says “no limits at all”.", "no limits at all"),
}


@pytest.mark.parametrize(("text", "lie"), LIES.values(), ids=LIES)
def test_what_the_diff_does_not_show_is_asked_again_with_the_reason(text: str, lie: str) -> None:
    scripted = Scripted([with_text(text, "R11"), GOOD])
    summary = model(scripted).summarize_file(CHANGED)
    assert lie in " ".join(scripted.asked[1].content["rejected"]["not_found"])
    assert [statement.unproven for statement in summary.statements] == [()]


@pytest.mark.parametrize(("text", "lie"), LIES.values(), ids=LIES)
def test_what_still_fails_is_marked(text: str, lie: str) -> None:
    summary = model(Scripted([with_text(text, "R11")] * 2)).summarize_file(CHANGED)
    assert lie in " ".join(summary.statements[0].unproven)


@pytest.mark.parametrize("label", ["R999", "L10-L99", "R0", "line 11", "Q11", ""])
def test_lines_that_the_diff_does_not_show_are_no_proof(label: str) -> None:
    statement = model(Scripted([with_text("The limit rose.", label)] * 2)).summarize_file(CHANGED).statements[0]
    assert statement.lines == ()
    assert len(statement.unproven) == 1


@pytest.mark.parametrize("label", ["R11", "r11", "R10-R11", "R10-11", "R10–R11", " R11 "])
def test_lines_are_read_as_models_write_them(label: str) -> None:
    statement = model(Scripted([with_text("The limit rose.", label)])).summarize_file(CHANGED).statements[0]
    assert statement.lines[0].last == 11
    assert statement.unproven == ()


def test_a_title_is_checked_too() -> None:
    assert isinstance(GOOD, Mapping)
    summary = model(Scripted([{**GOOD, "modification_title": "Now 99 requests"}] * 2)).summarize_file(CHANGED)
    assert summary.title_unproven == ("99",)


def test_the_better_of_two_answers_is_taken() -> None:
    worse = with_text("It is 37, 38 and 39.", "R11")
    better = with_text("It is 37.", "R11")
    assert model(Scripted([better, worse])).summarize_file(CHANGED).statements[0].text == "It is 37."
    assert model(Scripted([worse, better])).summarize_file(CHANGED).statements[0].text == "It is 37."


def test_a_second_answer_that_cannot_be_used_costs_nothing() -> None:
    summary = model(Scripted([with_text("It is 37.", "R11"), "no JSON"])).summarize_file(CHANGED)
    assert summary.statements[0].unproven == ("37",)


def test_a_server_that_is_gone_at_the_second_try_ends_the_asking() -> None:
    scripted = Scripted([with_text("It is 37.", "R11"), SummarizerUnavailableError("Gone.")])
    with pytest.raises(SummarizerUnavailableError):
        model(scripted).summarize_file(CHANGED)


def test_without_the_check_nothing_is_asked_again() -> None:
    scripted = Scripted([with_text("It is 37.", "R11")])
    Answered(LanguageModel(SETTINGS, "en", ask_again=False), scripted).summarize_file(CHANGED)
    assert len(scripted.asked) == 1


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "[]",
        "Sorry, no.",
        {},
        {"modification_type": "great", "modification_title": "t", "statements": [{"text": "x", "lines": []}]},
        {"modification_type": "bug fix", "modification_title": "", "statements": [{"text": "x", "lines": []}]},
        {"modification_type": "bug fix", "modification_title": "t", "statements": []},
        {"modification_type": "bug fix", "modification_title": "t", "statements": "x"},
        {"modification_type": "bug fix", "modification_title": "t", "statements": ["x"]},
        {"modification_type": "bug fix", "modification_title": "t", "statements": [{"text": "x", "lines": "R1"}]},
        {"modification_type": "bug fix", "modification_title": "t", "statements": [{"text": 3, "lines": []}]},
    ],
)
def test_an_answer_of_another_shape_is_refused(answer: Answer) -> None:
    with pytest.raises(SummarizerError, match=r"\S"):
        model(Scripted([answer])).summarize_file(CHANGED)


class TestLongDiffs:
    LONG = evidence(*(f"+Line {n} of a long text that fills the window of a small model." for n in range(2_000)))

    @staticmethod
    def part(prompt: Prompt) -> Answer:
        last = prompt.content["diff"][-1].split(" ")[0] if "diff" in prompt.content else "R10"
        return with_text("A part of the text.", last)

    def test_every_part_fits_the_window(self) -> None:
        scripted = Scripted(make=self.part)
        model(scripted, context_tokens=16_000).summarize_file(self.LONG)
        assert len(scripted.asked) > 2
        assert max(count_tokens(prompt.text, "small") for prompt in scripted.asked) < 16_000

    def test_the_parts_are_merged_by_one_more_request(self) -> None:
        scripted = Scripted(make=self.part)
        model(scripted, context_tokens=16_000).summarize_file(self.LONG)
        *parts, merged = scripted.asked
        assert [prompt.content["part"] for prompt in parts] == [
            f"{n} of {len(parts)}" for n in range(1, len(parts) + 1)
        ]
        assert len(merged.content["parts"]) == len(parts)

    def test_no_line_is_lost_between_the_parts(self) -> None:
        scripted = Scripted(make=self.part)
        model(scripted, context_tokens=16_000).summarize_file(self.LONG)
        sent = [line for prompt in scripted.asked[:-1] for line in prompt.content["diff"] if not line.startswith("@@")]
        assert [line.split(" ")[0] for line in sent] == [f"R{n}" for n in range(10, 2_010)]

    def test_what_was_not_read_is_counted(self) -> None:
        scripted = Scripted(make=self.part)
        summary = model(scripted, context_tokens=8_000).summarize_file(self.LONG)
        read = sum(line.startswith("R") for prompt in scripted.asked for line in prompt.content.get("diff", ()))
        assert len(scripted.asked) == MOST_PARTS + 1
        assert summary.unread == 2_000 - read > 0

    def test_all_parts_are_asked_before_an_answer_is_needed(self) -> None:
        """So a batch has all of them, and a plan counts them."""
        questions = list(LanguageModel(settings(context_tokens=16_000), "en").explain_file(self.LONG))
        assert [question.prompt.content["part"] for question in questions] == [
            f"{n} of {len(questions)}" for n in range(1, len(questions) + 1)
        ]
        assert {question.model for question in questions} == {"small"}

    def test_a_second_try_that_is_to_come_later_does_not_keep_other_parts_waiting(self) -> None:
        conversation = LanguageModel(settings(context_tokens=16_000), "en").explain_file(self.LONG)
        next(conversation)
        assert "rejected" in conversation.send(json.dumps(with_text("It is 37,000,000.", "R10"))).prompt.content
        assert conversation.send(None).prompt.content["part"].startswith("2 of")


def report_files(*told: Evidence) -> list[ReportFile]:
    author = Author("model", "small")
    return [
        ReportFile(one, f"item-{n}", FileSummary("minor update", "T", plain("Text."), author))
        for n, one in enumerate(told)
    ]


class TestOverview:
    FILES = report_files(CHANGED, evidence("-a `guide`", "+b `guide`", path="docs/guide.md"))

    def test_every_statement_names_its_files(self) -> None:
        overview = model(Scripted([OVERVIEW])).summarize_report(self.FILES)
        assert overview.highlights == (Statement("The limit rose to 25.", files=("docs/limits.md",)),)
        assert overview.insights[0].files == ("docs/limits.md", "docs/guide.md")
        assert overview.new_features[0].text == "`burst` is new."
        assert overview.author == Author("model", "large")

    def test_what_no_file_shows_is_marked(self) -> None:
        assert isinstance(OVERVIEW, Mapping)
        lie = {**OVERVIEW, "highlights": [{"text": "The limit rose to 99.", "files": [1]}]}
        assert model(Scripted([lie, lie])).summarize_report(self.FILES).highlights[0].unproven == ("99",)

    def test_a_file_that_is_not_there_is_no_proof(self) -> None:
        assert isinstance(OVERVIEW, Mapping)
        lie = {**OVERVIEW, "highlights": [{"text": "The limit rose.", "files": [7]}]}
        statement = model(Scripted([lie, lie])).summarize_report(self.FILES).highlights[0]
        assert (statement.files, statement.unproven) == ((), ("7",))

    def test_a_highlight_without_a_file_is_asked_again(self) -> None:
        assert isinstance(OVERVIEW, Mapping)
        scripted = Scripted([{**OVERVIEW, "highlights": [{"text": "Much changed.", "files": []}]}, OVERVIEW])
        assert model(scripted).summarize_report(self.FILES).highlights[0].files == ("docs/limits.md",)
        assert scripted.asked[1].content["rejected"]["not_found"] == ["the files of 'Much changed.'"]

    def test_what_a_report_on_one_file_says_is_about_that_file(self) -> None:
        assert isinstance(OVERVIEW, Mapping)
        answer = {
            **OVERVIEW,
            "highlights": [{"text": "Much changed.", "files": []}],
            "other_updates": [],
            "insights": [],
        }
        overview = model(Scripted([answer])).summarize_report(self.FILES[:1])
        assert overview.highlights[0].files == ("docs/limits.md",)

    def test_a_summary_that_lies_gives_way_to_the_proven_highlights(self) -> None:
        assert isinstance(OVERVIEW, Mapping)
        lie = {**OVERVIEW, "summary": "There are 99 of them."}
        assert model(Scripted([lie, lie])).summarize_report(self.FILES).summary == "The limit rose to 25."

    def test_noise_is_counted_and_not_told(self) -> None:
        noise = evidence("-x", "+ x", path="docs/noise.md", noise=Noise.WHITESPACE)
        scripted = Scripted([OVERVIEW])
        model(scripted).summarize_report([*self.FILES, *report_files(noise)])
        content = scripted.asked[0].content
        assert [file["path"] for file in content["files"]] == ["docs/limits.md", "docs/guide.md"]
        assert content["upkeep"] == {"whitespace": 1}

    def test_unproven_statements_are_not_told(self) -> None:
        lie = FileSummary("bug fix", "T", (Statement("Now 37.", unproven=("37",)),), Author("model", "small"))
        scripted = Scripted([OVERVIEW])
        model(scripted).summarize_report([replace(self.FILES[0], summary=lie), self.FILES[1]])
        assert scripted.asked[0].content["files"][0]["statements"] == []

    def test_many_files_are_told_by_a_tree_of_requests(self) -> None:
        text = "You may send 25 requests with `burst`. " * 20
        summary = FileSummary("minor update", "T", plain(text), Author("model", "small"))
        told = [evidence("-a", "+b 25 `burst`", path=f"docs/{n}.md") for n in range(100)]
        files = [ReportFile(one, f"item-{n}", summary) for n, one in enumerate(told)]
        scripted = Scripted(make=lambda _: {**OVERVIEW, "other_updates": []})  # type: ignore[dict-item]
        overview = model(scripted, context_tokens=12_000).summarize_report(files)
        assert overview.highlights
        assert "parts" in scripted.asked[-1].content
        assert max(count_tokens(prompt.text, "large") for prompt in scripted.asked) < 12_000
        assert sum(len(prompt.content.get("files", ())) for prompt in scripted.asked) == 100
