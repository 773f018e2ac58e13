"""Requests to a language model behind OpenAI's API, one by one or as a batch. The only importer of the SDK."""

from __future__ import annotations

import hashlib
import json
import os
import re
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING, Any, Literal, NoReturn, TypeVar
from urllib.parse import parse_qsl, unquote

from ... import __version__
from ...errors import ServerError, SummarizerError, SummarizerUnavailableError, UnusableAnswerError
from ...language.meant import wrong_server
from ...language.quoting import display, hide_credentials
from ...progress import Log
from ...settings.options import OpenAISettings
from ..model.prompt import Prompt
from .connection import LARGEST_ANSWER, bounded_client, room_for
from .pace import Budget, Clock, Gate, backoff, retry_after
from .replies import MESSAGE_LENGTH, BatchState, check_completion, read_batch_line, read_json_body, status_of, text_of

if TYPE_CHECKING:
    from openai import OpenAI

T = TypeVar("T")

_PATIENCE_WITH_FAILURES = 3
"""Requests given up in a row after which the server is left alone for the rest of the build."""

_PATIENCE_WITH_REQUESTS = 10
"""Requests in a row that the server finds wrong after which it is left alone: it is no matter of one text."""

_PATIENCE_WITH_REFUSALS = 30 * 60.0
"""Seconds without one answer after which a server that is busy is left alone for the rest of the build."""

_PAUSE_WORTH_A_LINE = 10.0
"""Seconds of a pause that the log tells of."""

_CONNECT_WITHIN = 10.0
"""Seconds in which a server has to take a connection: a model may think for long, but an open port does not."""

_BYTES_OF_A_LINE, _LARGEST_FILE = 64_000, 512_000_000
"""Room in a file of answers: for each request, as a mean, and at most."""

_MARK = "diffinsight"
"""The field of a batch's metadata that says what is in it."""
_PAGE, _MOST_PAGES = 100, 20
"""Batches that are listed at a time, and how often."""

_HIDDEN = "***"

_BOUND, _LONGEST_ANSWER = "max_completion_tokens", 16_000
"""How long an answer may be, with the thoughts before it: a small model may else write for ever."""
_ABOUT_THE_BOUND = re.compile(r"max_(completion_)?tokens")

AnswerForm = Literal["json_schema", "json_object", "text"]
"""How a server is told what the answer looks like: held to a schema, held to JSON, or asked for it in words."""

_FORMS: tuple[AnswerForm, ...] = ("json_schema", "json_object", "text")

_ABOUT_THE_FORM = re.compile(r"response_?format|json_?schema|json_?object|schema|json mode|structured output", re.I)
_ABOUT_THE_LENGTH = re.compile(r"context.?(length|window|size)|too (long|large|many)|tokens", re.I)


def has_key(settings: OpenAISettings) -> bool:
    """Whether the environment holds a key for the configured server."""
    return bool(_key(settings))


def circumstances(settings: OpenAISettings) -> str:
    """What an answer depends on besides the model and the question: the server that gives it, and who reads it."""
    about = "\0".join([__version__, _shown(_address(settings)), settings.api_version or ""])
    return hashlib.sha256(about.encode()).hexdigest()[:16]


class OpenAIClient:
    """Sends prompts and gives the texts of the answers. Thread-safe.

    Every method raises `SummarizerUnavailableError` once asking is pointless: each later call, and each that is
    waiting, gets the same error without a request. Other failures are a `SummarizerError`.
    """

    def __init__(
        self, settings: OpenAISettings, budget: Budget, *, log: Log | None = None, clock: Clock | None = None
    ) -> None:
        """Set up the client; nothing is sent yet. Raises `SummarizerUnavailableError` without a usable key."""
        key, names = _key(settings), " or ".join(_key_names(settings))
        needs_key = settings.azure_endpoint or not (settings.base_url or os.environ.get("OPENAI_BASE_URL"))
        if needs_key and not key:
            raise SummarizerUnavailableError(f"{names} is not set.")
        if not (key.isascii() and key.isprintable()):
            raise SummarizerUnavailableError(f"{names} holds a character that no key has.")
        if settings.azure_endpoint and not (settings.api_version or os.environ.get("OPENAI_API_VERSION")):
            raise SummarizerUnavailableError("The version of the API is not known. Set `openai.api_version`.")
        address = _address(settings)
        if address and "://" not in address:  # of the variable: options were checked
            problem = "OPENAI_BASE_URL is no address such as 'https://llm.example.org/v1'"
            raise SummarizerUnavailableError(f"{problem}: {wrong_server(address)}.")
        self._settings = settings
        self._budget = budget
        self._log = log
        self._gate = Gate(settings.concurrency, clock or Clock())
        self._forms: dict[str, AnswerForm] = defaultdict(lambda: _FORMS[0])
        self._unbounded: set[str] = set()
        self._reason = partial(_reason, hidden=_credentials(settings))
        self._sdk = _sdk_client(settings)
        self._address = _shown(_address(settings) or str(self._sdk.base_url))

    def ask(self, model: str, prompt: Prompt) -> str:
        """Wait for the text of an answer, whatever it says.

        A server that cannot hold a model to a schema, or to JSON, is asked in the next simpler form.
        """
        form = self._forms[model]
        while True:
            body = _body(model, prompt, form, bounded=model not in self._unbounded)
            try:
                completion = self._send(partial(self._answer, body), body)
            except _BoundRefusedError:
                self._unbounded.add(model)
            except _FormRefusedError:
                form = _FORMS[_FORMS.index(form) + 1]  # the last one asks for no form, so no server refuses it
            else:
                self._forms[model] = form
                return text_of(completion)

    def body(self, model: str, prompt: Prompt) -> dict[str, Any]:
        """The JSON body of a request, as a line of a batch needs it."""
        return _body(model, prompt, self._forms[model], bounded=model not in self._unbounded)

    @property
    def address(self) -> str:
        """The server's address, as it may be shown."""
        return _shown(str(self._sdk.base_url))

    def submit_batch(self, requests: Sequence[tuple[str, Mapping[str, Any]]], mark: str) -> str:
        """Hand in requests, each a `custom_id` and a body, to be answered within a day; the name of the batch.

        `mark` is what `find_batches` finds it by. The server's limits, such as 50,000 requests and 200 MB, are the
        caller's care. The budget is not touched.
        """
        url: Any = "/chat/completions" if self._settings.azure_endpoint else "/v1/chat/completions"
        lines = [
            json.dumps({"custom_id": custom_id, "method": "POST", "url": url, "body": body}) + "\n"
            for custom_id, body in requests
        ]
        data = "".join(lines).encode()
        files, batches = self._sdk.files.with_raw_response, self._sdk.batches.with_raw_response
        file = self._send(lambda: _named(files.create(file=("requests.jsonl", data), purpose="batch")))
        # Never sent twice: if only the answer got lost, a second batch would be paid for.
        with self._gate.slot(), self._sdk_errors({}):
            metadata = {_MARK: mark}
            return _named(batches.create(input_file_id=file, endpoint=url, completion_window="24h", metadata=metadata))

    def find_batches(self) -> Mapping[str, str] | None:
        """The latest batches that were handed in with a mark, by that; nothing where the server gives no list of them.

        Raises `SummarizerUnavailableError`.
        """
        names: dict[str, str] = {}
        after = ""
        for _ in range(_MOST_PAGES):
            try:
                page = self._send_once(partial(self._page, after), {})
            except SummarizerUnavailableError:
                raise
            except SummarizerError:
                return None
            if page is None:
                return None
            batches = [one for one in page if isinstance(one, dict) and isinstance(one.get("id"), str)]
            for batch in batches:
                metadata = batch.get("metadata")
                mark = metadata.get(_MARK) if isinstance(metadata, dict) else None
                if isinstance(mark, str) and batch.get("status") not in ("failed", "cancelling", "cancelled"):
                    names.setdefault(mark, batch["id"])
            if len(page) < _PAGE or not batches:
                break
            after = batches[-1]["id"]
        return names

    def read_batch(self, batch_id: str, requests: Collection[str]) -> BatchState:
        """Ask what has become of a batch, and for the answers to these requests if it has come to an end."""
        retrieved = self._send(partial(self._retrieve, batch_id))
        if retrieved is None:
            return BatchState("gone", "the server does not know it any more")
        batch, status, reason = retrieved
        if status in ("validating", "in_progress", "finalizing", "cancelling"):
            return BatchState("in progress", reason)
        state = BatchState("done" if status == "completed" else "failed", reason)
        names = [batch.get(name) for name in ("output_file_id", "error_file_id")]
        files = [self._send(partial(self._download, name, len(requests))) for name in names if isinstance(name, str)]
        for content in filter(None, files):
            for line in BytesIO(content):
                read_batch_line(line, requests, state)
        if None in files and not state.answers:
            return BatchState("gone", "the server does not have its answers any more")
        return state

    def close(self) -> None:
        """Let nobody wait any more, as when the build is interrupted."""
        self._gate.close(SummarizerUnavailableError("The build was stopped."))

    def _answer(self, body: Mapping[str, Any]) -> Mapping[str, Any]:
        self._budget.take_request()
        # Read by ourselves: the SDK would make objects of all that a server likes to send.
        response = self._sdk.chat.completions.with_raw_response.create(**body)
        completion: dict[str, Any] = read_json_body(response.http_response.content)
        check_completion(completion)
        usage = completion.get("usage")
        tokens = usage.get("total_tokens") if isinstance(usage, dict) else None
        if isinstance(tokens, int) and tokens > 0:
            self._budget.add_tokens(tokens)
        return completion

    def _page(self, after: str) -> Sequence[Any] | None:
        """Some batches of the server's list, the latest first."""
        import openai

        try:
            start = {"after": after} if after else {}
            response = self._sdk.batches.with_raw_response.list(limit=_PAGE, extra_query=start)
        except (openai.NotFoundError, openai.BadRequestError):
            return None
        data = read_json_body(response.http_response.content)["data"]
        if not isinstance(data, list):
            raise TypeError(f"no list but {data!r:.60}")
        return data

    def _retrieve(self, batch_id: str) -> tuple[Mapping[str, Any], str, str] | None:
        """A batch, its status, and that with its first error."""
        import openai

        try:
            response = self._sdk.batches.with_raw_response.retrieve(batch_id)
        except openai.NotFoundError:
            # Unknown is what is missing from a list; where there is no list either, it is the address that is wrong.
            if self._page("") is None:
                raise
            return None
        batch = read_json_body(response.http_response.content)
        return batch, *status_of(batch)

    def _download(self, file_id: str, requests: int) -> bytes | None:
        import openai

        try:
            with room_for(min(LARGEST_ANSWER + requests * _BYTES_OF_A_LINE, _LARGEST_FILE)):
                return bytes(self._sdk.files.content(file_id).content)
        except openai.NotFoundError:
            return None

    def _send(self, request: Callable[[], T], body: Mapping[str, Any] | None = None) -> T:
        """Send a request until it is answered, refused for good, or has failed too often."""
        failures = 0
        while True:
            try:
                return self._send_once(request, body or {})
            except _BusyError:
                continue  # the gate holds until the server may be asked again
            except ServerError as error:
                in_a_row = self._gate.failed()
                failures += 1
                if failures <= self._settings.max_retries:
                    self._gate.wait(max(_pause(error) or 0, backoff(2.0 ** (failures - 2))))
                elif in_a_row >= _PATIENCE_WITH_FAILURES * failures:
                    self._give_up(error, _PATIENCE_WITH_FAILURES)
                else:
                    raise
            except _WrongRequestError as error:
                if self._gate.failed() >= _PATIENCE_WITH_REQUESTS:
                    self._give_up(error, _PATIENCE_WITH_REQUESTS)
                raise
            except SummarizerUnavailableError as error:
                self._gate.close(error)
                raise

    def _give_up(self, error: SummarizerError, failures: int) -> NoReturn:
        given_up = SummarizerUnavailableError(f"{error} That is {failures} failures in a row.")
        self._gate.close(given_up)
        raise given_up from error

    def _send_once(self, request: Callable[[], T], body: Mapping[str, Any]) -> T:
        with self._gate.slot() as sent_after:
            try:
                with self._sdk_errors(body):
                    answer = request()
            except _BusyError as error:  # all requests stop for as long as the server asks for
                longer, refused = self._gate.refused(sent_after, _pause(error))
                if refused >= _PATIENCE_WITH_REFUSALS:
                    since = f"It has refused everything for {refused / 60:.0f} minutes."
                    raise SummarizerUnavailableError(f"{error} {since}") from error
                if self._log and longer >= _PAUSE_WORTH_A_LINE:
                    self._log.info("%s It is asked again in %.0f s.", error, longer)
                raise
            self._gate.answered()
            return answer

    @contextmanager
    def _sdk_errors(self, body: Mapping[str, Any]) -> Iterator[None]:
        """Turn whatever the SDK raises for a request into our own errors.

        `APIError` is the root of the SDK's tree, but a body that is no JSON, or JSON of another shape, leaves it as
        one of Python's own errors.
        """
        import openai

        try:
            yield
        except openai.APIConnectionError as error:
            if isinstance(error.__cause__, SummarizerError):  # our own way to the server, which some versions wrap
                raise error.__cause__ from None
            # Known by its name, as the HTTP library below is another one in other versions of the SDK.
            connected = type(error.__cause__).__name__ != "ConnectTimeout"
            if connected and isinstance(error, openai.APITimeoutError):
                raise ServerError(f"No answer within {self._settings.timeout:g} s (`openai.timeout`).") from error
            reason = self._reason(error.__cause__ or error)
            raise ServerError(f"The server at {self._address} cannot be reached ({reason}).") from error
        except (openai.AuthenticationError, openai.PermissionDeniedError) as error:
            reason, names = self._reason(error), " or ".join(_key_names(self._settings))
            raise SummarizerUnavailableError(f"The server refuses the key ({reason}). Check {names}.") from error
        except openai.RateLimitError as error:
            if getattr(error, "code", None) == "insufficient_quota":
                raise SummarizerUnavailableError(f"The account has no quota left ({self._reason(error)}).") from error
            raise _BusyError(f"The server is busy ({self._reason(error)}).") from error
        except openai.APIStatusError as error:
            status = getattr(error, "status_code", 0)
            if status >= 500 or status in (408, 409) or isinstance(error, openai.InternalServerError):
                raise ServerError(f"The server fails ({self._reason(error)}).") from error
            if status in (400, 422) and _BOUND in body and _ABOUT_THE_BOUND.search(str(error)[:MESSAGE_LENGTH]):
                raise _BoundRefusedError(f"The server refuses the request ({self._reason(error)}).") from error
            if status in (400, 404, 422) and "response_format" in body and _is_about_the_form(str(error)):
                raise _FormRefusedError(f"The server refuses the request ({self._reason(error)}).") from error
            if isinstance(error, openai.NotFoundError):
                raise SummarizerUnavailableError(self._not_found(error, body.get("model"))) from error
            raise _WrongRequestError(f"The server refuses the request ({self._reason(error)}).") from error
        except openai.OpenAIError as error:
            raise SummarizerError(f"The server refuses the request ({self._reason(error)}).") from error
        except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
            raise ServerError(f"The server's answer is not what the API promises ({self._reason(error)}).") from error

    def _not_found(self, error: Exception, model: str | None) -> str:
        name = f" and the name of the model ({model!r})" if model else ""
        unknown = f"The server does not know the address or the model ({self._reason(error)})."
        return f"{unknown} Check {_address_option(self._settings)}{name}."


class _BusyError(SummarizerError):
    """The server takes no request now (429)."""


class _WrongRequestError(UnusableAnswerError):
    """The server finds the request wrong (400, 422 and such)."""


class _FormRefusedError(UnusableAnswerError):
    """The server cannot be told in this form what the answer looks like."""


class _BoundRefusedError(UnusableAnswerError):
    """The server cannot be told how long an answer may be, or not that it may be so long."""


def _key_names(settings: OpenAISettings) -> tuple[str, ...]:
    """The variables that may hold the key, as the SDK reads them."""
    return ("AZURE_OPENAI_AD_TOKEN", "AZURE_OPENAI_API_KEY") if settings.azure_endpoint else ("OPENAI_API_KEY",)


def _variable(name: str) -> str:
    # A secret that was pasted or read from a file often ends in a line break.
    return os.environ.get(name, "").strip()


def _key(settings: OpenAISettings) -> str:
    return next(filter(None, map(_variable, _key_names(settings))), "")


def _address(settings: OpenAISettings) -> str:
    """The server's address, as configured; empty where it is OpenAI's own."""
    return settings.azure_endpoint or settings.base_url or os.environ.get("OPENAI_BASE_URL", "")


def _address_option(settings: OpenAISettings) -> str:
    return f"`openai.{'azure_endpoint' if settings.azure_endpoint else 'base_url'}`"


def _shown(address: str) -> str:
    """An address without what gives access to it."""
    return _without_keys(hide_credentials(re.sub(r"[\s'\"<>`]", "", address)))


def _credentials(settings: OpenAISettings) -> tuple[str, ...]:
    """The parts of the server's address that are told to nobody, the longest first."""
    rest = _address(settings).partition("://")[2]
    user, query = rest.rpartition("@")[0], re.split(r"[?#]", rest, maxsplit=1)[1:]
    parts = {user, *re.split(r"[:/?#@]", user), *query, *(value for text in query for _, value in parse_qsl(text))}
    parts |= {unquote(part) for part in parts}
    return tuple(sorted(filter(None, parts), key=len, reverse=True))


def _sdk_client(settings: OpenAISettings) -> OpenAI:
    import openai  # takes most of a second: only builds that ask a model pay for it

    try:
        common: dict[str, Any] = {
            "timeout": openai.Timeout(settings.timeout, connect=min(settings.timeout, _CONNECT_WITHIN)),
            "max_retries": 0,
            "http_client": bounded_client(openai.DefaultHttpxClient, settings.timeout),
        }
        if not settings.azure_endpoint:
            # A server of one's own may want no key, but the SDK does.
            return openai.OpenAI(api_key=_key(settings) or "unset", base_url=settings.base_url, **common)
        token = _variable("AZURE_OPENAI_AD_TOKEN") or None
        return openai.AzureOpenAI(
            azure_endpoint=settings.azure_endpoint,
            api_version=settings.api_version,
            azure_ad_token=token,
            api_key=None if token else _key(settings),
            **common,
        )
    except Exception as error:  # an address that is none: the HTTP library's own error, which the SDK lets through
        reason = _reason(error, hidden=_credentials(settings))
        problem = f"No client can be set up for the server at {_shown(_address(settings))} ({reason})."
        # The library's error quotes the address.
        raise SummarizerUnavailableError(f"{problem} Check {_address_option(settings)}.") from None


def _body(model: str, prompt: Prompt, form: AnswerForm, *, bounded: bool) -> dict[str, Any]:
    instructions = prompt.instructions
    if form != "json_schema":
        schema = json.dumps(prompt.schema, ensure_ascii=False)
        instructions += f"\n\nAnswer with one JSON object under this JSON Schema, and with nothing else:\n{schema}\n"
    body: dict[str, Any] = {
        "model": model,
        "messages": [{"role": "system", "content": instructions}, {"role": "user", "content": prompt.data}],
    }
    if bounded:
        body[_BOUND] = _LONGEST_ANSWER
    if form == "json_schema":
        schema_format = {"name": prompt.name, "schema": dict(prompt.schema), "strict": True}
        body["response_format"] = {"type": form, "json_schema": schema_format}
    elif form == "json_object":
        body["response_format"] = {"type": form}
    return body


def _is_about_the_form(message: str) -> bool:
    message = message[:MESSAGE_LENGTH]
    return bool(_ABOUT_THE_FORM.search(message)) and not _ABOUT_THE_LENGTH.search(message)


def _pause(error: Exception) -> float | None:
    """For how many seconds the server that raised an error wants to be left alone, if it says so."""
    response = getattr(error.__cause__, "response", None)
    return None if response is None else retry_after(response.headers, time.time())


def _named(response: Any) -> str:
    """The id of what the server has made."""
    name = read_json_body(response.http_response.content)["id"]
    if not isinstance(name, str) or not name:
        raise TypeError(f"no name but {name!r:.60}")
    return name


def _reason(error: BaseException, hidden: Iterable[str] = ()) -> str:
    """What an error says, in one line, without credentials: some servers send keys back, and libraries addresses."""
    text = _without_keys(hide_credentials(str(error)[:MESSAGE_LENGTH]))
    for part in hidden:
        text = text.replace(part, _HIDDEN)
    return display(text, 200).rstrip(".")


def _without_keys(text: str) -> str:
    for name in ("OPENAI_API_KEY", "AZURE_OPENAI_API_KEY", "AZURE_OPENAI_AD_TOKEN"):
        if key := _variable(name):
            text = text.replace(key, _HIDDEN)
    return text
