"""Requests to a language model behind OpenAI's API, one by one or as a batch. The only importer of the SDK."""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, NoReturn, TypeVar

from ..config import OpenAISettings
from ..errors import ServerError, SummarizerError, SummarizerUnavailableError
from ..progress import Log
from ..quoting import display
from ..remote import hide_credentials
from .pace import Budget, Clock, Gate, backoff, retry_after
from .prompt import Prompt

if TYPE_CHECKING:
    from openai import OpenAI
    from openai.types import Batch
    from openai.types.chat import ChatCompletion

T = TypeVar("T")

_PATIENCE_WITH_FAILURES = 3
"""Requests given up in a row after which the server is left alone for the rest of the build."""

_PATIENCE_WITH_REQUESTS = 10
"""Requests in a row that the server finds wrong after which it is left alone likewise: it is no matter of one text."""

_PATIENCE_WITH_REFUSALS = 30 * 60.0
"""Seconds without one answer after which a server that is busy is left alone for the rest of the build."""

_PAUSE_WORTH_A_LINE = 10.0
"""Seconds of a pause that the log tells of."""

_CONNECT_WITHIN = 10.0
"""Seconds in which a server has to take a connection: a model may think for long, but an open port does not."""

AnswerForm = Literal["json_schema", "json_object", "text"]
"""How a server is told what the answer looks like: held to a schema, held to JSON, or asked for it in words."""

_FORMS: tuple[AnswerForm, ...] = ("json_schema", "json_object", "text")

_ABOUT_THE_FORM = re.compile(r"response_?format|json_?schema|json_?object|schema|json mode|structured output", re.I)
_ABOUT_THE_LENGTH = re.compile(r"context.?(length|window|size)|too (long|large|many)|tokens", re.I)


@dataclass(frozen=True)
class BatchState:
    """What has become of a batch; both mappings are by `custom_id`."""

    status: Literal["in progress", "done", "failed"]
    """`failed` if the batch as a whole did not come to its end; what it has answered until then is there."""
    reason: str = ""
    """The server's word for the state, and why a batch failed."""
    answers: Mapping[str, str] = field(default_factory=dict)
    failures: Mapping[str, str] = field(default_factory=dict)
    """Why single requests have no answer."""


def has_key(settings: OpenAISettings) -> bool:
    """Whether the environment holds a key for the configured server."""
    return bool(_key(settings))


class OpenAIClient:
    """Sends prompts and gives the texts of the answers. Thread-safe.

    Every method raises `SummarizerUnavailableError` once asking is pointless: each later call, and each that is
    waiting, gets the same error without a request. Other failures are a `SummarizerError`.
    """

    def __init__(
        self,
        settings: OpenAISettings,
        budget: Budget,
        *,
        log: Log | None = None,
        clock: Clock | None = None,
        patience: float = _PATIENCE_WITH_REFUSALS,
    ) -> None:
        """Set up the client; nothing is sent yet. Raises `SummarizerUnavailableError` without a usable key.

        `patience` is for how many seconds a server may refuse everything for being busy.
        """
        key, names = _key(settings), " or ".join(_key_names(settings))
        needs_key = settings.azure_endpoint or not (settings.base_url or os.environ.get("OPENAI_BASE_URL"))
        if needs_key and not key:
            raise SummarizerUnavailableError(f"{names} is not set.")
        if not (key.isascii() and key.isprintable()):
            raise SummarizerUnavailableError(f"{names} holds a character that no key has.")
        if settings.azure_endpoint and not (settings.api_version or os.environ.get("OPENAI_API_VERSION")):
            raise SummarizerUnavailableError("The version of the API is not known. Set `openai.api_version`.")
        self._settings = settings
        self._budget = budget
        self._log = log
        self._patience = patience
        self._gate = Gate(settings.concurrency, clock or Clock())
        self._forms: dict[str, AnswerForm] = {}
        self._sdk = _sdk_client(settings)

    def ask(self, model: str, prompt: Prompt) -> str:
        """Wait for the text of an answer, whatever it says.

        A server that cannot hold a model to a schema, or to JSON, is asked in the next simpler form.
        """
        form = self._form(model)
        while True:
            body = _body(model, prompt, form)
            try:
                completion = self._send(partial(self._answer, body), body)
            except _FormRefusedError:
                simpler = _FORMS[_FORMS.index(form) + 1 :]
                if not simpler:
                    raise
                form = simpler[0]
            else:
                self._forms[model] = form
                return _content(completion)

    def body(self, model: str, prompt: Prompt) -> dict[str, Any]:
        """The JSON body of a request, as a line of a batch needs it."""
        return _body(model, prompt, self._form(model))

    @property
    def address(self) -> str:
        """Of the server, as it may be shown."""
        return hide_credentials(str(self._sdk.base_url))

    def submit_batch(self, requests: Sequence[tuple[str, Mapping[str, Any]]]) -> str:
        """Hand in requests, each a `custom_id` and a body, to be answered within a day; the name of the batch.

        The server's limits, such as 50,000 requests and 200 MB, are the caller's care. The budget is not touched.
        """
        url: Any = "/chat/completions" if self._settings.azure_endpoint else "/v1/chat/completions"
        lines = [
            json.dumps({"custom_id": custom_id, "method": "POST", "url": url, "body": body}) + "\n"
            for custom_id, body in requests
        ]
        data = "".join(lines).encode()
        file = self._send(lambda: self._sdk.files.create(file=("requests.jsonl", data), purpose="batch"))
        # Never sent twice: if only the answer got lost, a second batch would be paid for.
        with self._gate.slot(), self._sdk_errors({}):
            return self._sdk.batches.create(input_file_id=file.id, endpoint=url, completion_window="24h").id

    def read_batch(self, batch_id: str) -> BatchState:
        """Ask what has become of a batch, and for its answers if it has come to an end."""
        batch, reason = self._send(partial(self._retrieve, batch_id))
        if batch.status in ("validating", "in_progress", "finalizing", "cancelling"):
            return BatchState("in progress", reason)
        answers: dict[str, str] = {}
        failures: dict[str, str] = {}
        for file_id in filter(None, (batch.output_file_id, batch.error_file_id)):
            file = self._send(partial(self._sdk.files.content, file_id))
            for line in file.content.splitlines():
                _read_line(line, answers, failures)
        return BatchState("done" if batch.status == "completed" else "failed", reason, answers, failures)

    def close(self) -> None:
        """Let nobody wait any more, as when the build is interrupted."""
        self._gate.close(SummarizerUnavailableError("The build was stopped."))

    def _form(self, model: str) -> AnswerForm:
        return self._forms.get(model, _FORMS[0])

    def _answer(self, body: Mapping[str, Any]) -> ChatCompletion:
        self._budget.take_request()
        completion: ChatCompletion = self._sdk.chat.completions.create(**body)
        _check_shape(completion)
        tokens = getattr(completion.usage, "total_tokens", None)
        if isinstance(tokens, int):
            self._budget.add_tokens(tokens)
        return completion

    def _retrieve(self, batch_id: str) -> tuple[Batch, str]:
        """A batch, and its status and first error in words."""
        batch = self._sdk.batches.retrieve(batch_id)
        errors = (batch.errors.data if batch.errors else None) or []
        return batch, display(": ".join([batch.status, *(str(error.message) for error in errors[:1])]), 200)

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
            except _BusyError as error:
                self._hold(sent_after, error)
                raise
            self._gate.answered()
            return answer

    def _hold(self, sent_after: int, error: _BusyError) -> None:
        """Stop all requests for as long as a busy server asks for."""
        longer, refused = self._gate.refused(sent_after, _pause(error))
        if refused >= self._patience:
            raise SummarizerUnavailableError(
                f"{error} It has refused everything for {refused / 60:.0f} minutes."
            ) from error
        if self._log and longer >= _PAUSE_WORTH_A_LINE:
            self._log.info("%s It is asked again in %.0f s.", error, longer)

    @contextmanager
    def _sdk_errors(self, body: Mapping[str, Any]) -> Iterator[None]:
        """Turn whatever the SDK raises for a request into our own errors.

        `APIError` is the root of the SDK's tree, but a body that is no JSON, or JSON of another shape, leaves it as
        one of Python's own errors.
        """
        import openai

        try:
            yield
        except (openai.AuthenticationError, openai.PermissionDeniedError) as error:
            raise SummarizerUnavailableError(
                f"The server refuses the key ({_reason(error)}). Check {' or '.join(_key_names(self._settings))}."
            ) from error
        except openai.APIConnectionError as error:
            # Known by its name, as the HTTP library below is another one in other versions of the SDK.
            connected = type(error.__cause__).__name__ != "ConnectTimeout"
            if connected and isinstance(error, openai.APITimeoutError):
                raise ServerError(f"No answer within {self._settings.timeout:g} s (`openai.timeout`).") from error
            address = self._settings.azure_endpoint or self._settings.base_url or self._sdk.base_url
            raise ServerError(
                f"The server at {address} cannot be reached ({_reason(error.__cause__ or error)})."
            ) from error
        except openai.RateLimitError as error:
            if getattr(error, "code", None) == "insufficient_quota":
                raise SummarizerUnavailableError(f"The account has no quota left ({_reason(error)}).") from error
            raise _BusyError(f"The server is busy ({_reason(error)}).") from error
        except openai.APIStatusError as error:
            status = getattr(error, "status_code", 0)
            if status >= 500 or status in (408, 409) or isinstance(error, openai.InternalServerError):
                raise ServerError(f"The server fails ({_reason(error)}).") from error
            if status in (400, 404, 422) and "response_format" in body and _is_about_the_form(str(error)):
                raise _FormRefusedError(f"The server refuses the request ({_reason(error)}).") from error
            if isinstance(error, openai.NotFoundError):
                raise SummarizerUnavailableError(self._not_found(error, body.get("model"))) from error
            raise _WrongRequestError(f"The server refuses the request ({_reason(error)}).") from error
        except openai.OpenAIError as error:
            raise SummarizerError(f"The server refuses the request ({_reason(error)}).") from error
        except (ValueError, TypeError, AttributeError, RecursionError) as error:
            raise ServerError(f"The server's answer is not what the API promises ({_reason(error)}).") from error

    def _not_found(self, error: Exception, model: str | None) -> str:
        option = "azure_endpoint" if self._settings.azure_endpoint else "base_url"
        name = f" and the name of the model ({model!r})" if model else ""
        return f"The server does not know the address or the model ({_reason(error)}). Check `openai.{option}`{name}."


class _BusyError(SummarizerError):
    """The server takes no request now (429)."""


class _WrongRequestError(SummarizerError):
    """The server finds the request wrong (400, 422 and such)."""


class _FormRefusedError(SummarizerError):
    """The server cannot be told in this form what the answer looks like."""


def _key_names(settings: OpenAISettings) -> tuple[str, ...]:
    """The variables that may hold the key, as the SDK reads them."""
    return ("AZURE_OPENAI_AD_TOKEN", "AZURE_OPENAI_API_KEY") if settings.azure_endpoint else ("OPENAI_API_KEY",)


def _variable(name: str) -> str:
    # A secret that was pasted or read from a file often ends in a line break.
    return os.environ.get(name, "").strip()


def _key(settings: OpenAISettings) -> str:
    return next(filter(None, map(_variable, _key_names(settings))), "")


def _sdk_client(settings: OpenAISettings) -> OpenAI:
    import openai  # takes most of a second: only builds that ask a model pay for it

    timeout = openai.Timeout(settings.timeout, connect=min(settings.timeout, _CONNECT_WITHIN))
    try:
        if not settings.azure_endpoint:
            return openai.OpenAI(
                # A server of one's own may want no key, but the SDK does.
                api_key=_key(settings) or "unset",
                base_url=settings.base_url,
                timeout=timeout,
                max_retries=0,
            )
        token = _variable("AZURE_OPENAI_AD_TOKEN") or None
        return openai.AzureOpenAI(
            azure_endpoint=settings.azure_endpoint,
            api_version=settings.api_version,
            azure_ad_token=token,
            api_key=None if token else _key(settings),
            timeout=timeout,
            max_retries=0,
        )
    except Exception as error:  # an address that is none: the HTTP library's own error, which the SDK lets through
        option = "azure_endpoint" if settings.azure_endpoint else "base_url"
        address = settings.azure_endpoint or settings.base_url or os.environ.get("OPENAI_BASE_URL")
        raise SummarizerUnavailableError(
            f"No client can be set up for the server at {address} ({_reason(error)}). Check `openai.{option}`."
        ) from error


def _body(model: str, prompt: Prompt, form: AnswerForm) -> dict[str, Any]:
    instructions = prompt.instructions
    if form != "json_schema":
        schema = json.dumps(prompt.schema, ensure_ascii=False)
        instructions += f"\n\nAnswer with one JSON object under this JSON Schema, and with nothing else:\n{schema}\n"
    body: dict[str, Any] = {
        "model": model,
        "messages": [{"role": "system", "content": instructions}, {"role": "user", "content": prompt.data}],
    }
    if form == "json_schema":
        schema_format = {"name": prompt.name, "schema": dict(prompt.schema), "strict": True}
        body["response_format"] = {"type": form, "json_schema": schema_format}
    elif form == "json_object":
        body["response_format"] = {"type": form}
    return body


def _is_about_the_form(message: str) -> bool:
    return bool(_ABOUT_THE_FORM.search(message)) and not _ABOUT_THE_LENGTH.search(message)


def _pause(error: Exception) -> float | None:
    """For how many seconds the server that raised an error wants to be left alone, if it says so."""
    response = getattr(error.__cause__, "response", None)
    return None if response is None else retry_after(response.headers, time.time())


def _check_shape(completion: ChatCompletion | str) -> None:
    """Raise `ServerError` for what is no answer of the API: nothing that a model has said."""
    try:
        if isinstance(completion, str):  # how the SDK hands over a body that is not JSON
            raise ValueError(f"no JSON but {completion[:60]!r}")
        choice = completion.choices[0]
        if not (choice.message.content is None or isinstance(choice.message.content, str)):
            raise TypeError(f"no text but {choice.message.content!r:.60}")
    except (ValueError, TypeError, IndexError, AttributeError) as error:
        raise ServerError(f"The server's answer cannot be used ({_reason(error)}).") from error


def _content(completion: ChatCompletion) -> str:
    """What a model has said. Raises `SummarizerError` if it did not come to an end."""
    choice = completion.choices[0]
    if choice.message.refusal or choice.finish_reason == "content_filter":
        raise SummarizerError(f"The model refused ({display(str(choice.message.refusal or 'content filter'), 200)}).")
    if choice.finish_reason == "length":
        raise SummarizerError("The answer was cut off at the model's limit.")
    return choice.message.content or ""


def _read_line(line: bytes, answers: dict[str, str], failures: dict[str, str]) -> None:
    """Take over one line of a batch's output: the answer to a request, or why there is none."""
    from openai.types.chat import ChatCompletion

    try:
        result = json.loads(line)
        custom_id = str(result["custom_id"])
        response = result.get("response") or {}
        body = response.get("body") or {}
        error = result.get("error") or body.get("error") or response.get("status_code") or "no answer"
    except (ValueError, TypeError, KeyError, AttributeError):
        return  # says nothing about any request
    try:
        if error != 200:
            message = error.get("message") if isinstance(error, dict) else error
            raise SummarizerError(f"The server refuses the request ({display(str(message), 200)}).")
        completion = ChatCompletion.construct(**body)
        _check_shape(completion)
        answers[custom_id] = _content(completion)
    except SummarizerError as problem:
        failures[custom_id] = str(problem)


def _reason(error: BaseException) -> str:
    """What an error says, in one line, without the keys, which some servers send back."""
    text = str(error)
    for name in ("OPENAI_API_KEY", "AZURE_OPENAI_API_KEY", "AZURE_OPENAI_AD_TOKEN"):
        if key := _variable(name):
            text = text.replace(key, "***")
    return display(text, 200).rstrip(".")
