"""`diffinsight batch`: texts through the Batch API, sent today, collected when they are done, at half the price.

A batch answers requests that do not depend on each other. What does (a second try, the overview of a report) goes into
the next one: submit and collect until nothing is left.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import click

from ..build.plan import asking
from ..build.range_reports import counted, read_drafts, write_texts
from ..errors import SummarizerError
from ..explain.model import Question
from ..explain.model.prompt import Prompt
from ..explain.model.tokens import count_tokens
from ..explain.server.openai import OpenAIClient
from ..explain.server.pace import Budget
from ..explain.server.sent import SentBatch, SentBatches, mark_of
from ..settings.options import Settings
from .common import log, site_command

_MOST_REQUESTS = 50_000
"""That the API takes in one batch (https://platform.openai.com/docs/guides/batch)."""


@click.group()
def batch() -> None:
    """Have the texts written through the Batch API, at half the price and within a day."""


@batch.command()
@site_command
def submit(settings: Settings) -> None:
    """Send what is to be asked."""
    drafts, client, sent = read_drafts(settings, log), _client(settings), SentBatches(settings.cache_dir)
    with sent.locked(log):
        known = {batch.id for batch in _settled(sent, client)}
        asker = sent.asker()
        write_texts(drafts, settings, asker, log)
        sent.forget(asker.used)
        there = (client.find_batches() or {}) if asker.noted else {}
        new = {mark: name for mark, name in there.items() if name not in known}
        made = [_send(model, prompts, new, sent, client) for model, prompts in _chunks(asker.noted)]
    for line in filter(None, made):
        click.echo(line)
    if not any(made):
        click.echo("Nothing is to be sent: the cache has every text, or its request is under way.")


def _send(
    model: str, prompts: Mapping[str, Prompt], there: Mapping[str, str], sent: SentBatches, client: OpenAIClient
) -> str | None:
    """Send a batch, if it is not `there` already; what there is to say of it. Raises `SummarizerError`."""
    mark, requests = mark_of(model, prompts), counted(len(prompts), "request")
    batch = SentBatch(mark, None, list(prompts), model, client.address)
    if name := there.get(mark):  # by a command whose cache did not survive it
        log.info("%s is at the server already, with %s; nothing is sent twice.", name, requests)
        sent.keep(replace(batch, id=name))
        return None
    tokens = sum(count_tokens(prompt.text, model) for prompt in prompts.values())
    log.info("%s sent.", asking([model], client.address, len(prompts), tokens))
    sent.keep(batch)
    name = client.submit_batch([(request, client.body(model, prompt)) for request, prompt in prompts.items()], mark)
    sent.keep(replace(batch, id=name))
    return f"{name}: {requests}"


@batch.command()
@site_command
def collect(settings: Settings) -> None:
    """Store the texts of the batches that are done."""
    answers = 0
    failures: list[str] = []
    still_open: list[str] = []
    drafts, client, sent = read_drafts(settings, log), _client(settings), SentBatches(settings.cache_dir)
    with sent.locked(log):
        for batch in _settled(sent, client):
            if not (batch.requests and batch.id) or _is_elsewhere(batch, sent, client):
                continue
            state = client.read_batch(batch.id, set(batch.requests))
            if state.status == "in progress":
                still_open.append(batch.id)
                continue
            answers += len(state.answers)
            if state.status != "done":
                failures.append(f"{batch.id}: {state.reason}")
            failures += state.failures.values()
            problems = {request: state.failures[request] for request in state.hopeless}
            # Kept before they are used: the range that they are about may be out of the configuration for now.
            sent.keep(replace(batch, requests=(), answers=state.answers, problems=problems))
        asker = sent.asker()
        tally = write_texts(drafts, settings, asker, log)
        sent.forget(asker.used)
    click.echo(f"{counted(answers, 'answer')}; texts: {tally}")
    for reason in dict.fromkeys(failures):
        click.echo(f"Some requests have no answer: {reason}")
    for name in still_open:
        click.echo(f"{name} is still at work; collect again later.")
    if asker.noted:
        click.echo(f"{counted(len(asker.noted), 'more request')} can be sent: run `diffinsight batch submit`.")


def _client(settings: Settings) -> OpenAIClient:
    """The way to the server, for requests that no build's budget limits. Raises `SummarizerUnavailableError`."""
    return OpenAIClient(settings.openai, Budget())


def _settled(sent: SentBatches, client: OpenAIClient) -> Sequence[SentBatch]:
    """The batches whose names are known: of one whose sending was interrupted, the server knows whether it came."""
    batches = sent.load()
    doubtful = [batch for batch in batches if batch.requests and not batch.id]
    if not doubtful:
        return batches
    there = client.find_batches()
    if there is None:
        raise SummarizerError(
            f"The sending of {sent.path(doubtful[0])} was interrupted, and the server has no list of batches. If it "
            "has the batch, write its name into the file, as `id`; else delete the file."
        )
    for batch in doubtful:
        if name := there.get(batch.mark):
            log.info("%s came to the server, although its sending was interrupted.", name)
            sent.keep(replace(batch, id=name))
        else:
            sent.drop(batch)
    return sent.load()


def _is_elsewhere(batch: SentBatch, sent: SentBatches, client: OpenAIClient) -> bool:
    if not batch.server or batch.server == client.address:
        return False
    log.warning(
        "%s was sent to %s, and the configuration names %s. Collect it with the first address, or delete %s.",
        *(batch.id, batch.server, client.address, sent.path(batch)),
    )
    return True


def _chunks(noted: Mapping[str, Question]) -> Iterator[tuple[str, dict[str, Prompt]]]:
    """What is to be sent, by batch: each is for one model."""
    by_model: dict[str, list[tuple[str, Prompt]]] = {}
    for request, (model, prompt) in noted.items():
        by_model.setdefault(model, []).append((request, prompt))
    for model, prompts in by_model.items():
        for start in range(0, len(prompts), _MOST_REQUESTS):
            yield model, dict(prompts[start : start + _MOST_REQUESTS])
