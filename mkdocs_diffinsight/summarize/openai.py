"""Explanations by a language model behind OpenAI's API. The only importer of the SDK."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from ..config import OpenAISettings
from ..errors import ServerError, SummarizerError, SummarizerUnavailableError
from ..model import MODIFICATION_TYPES, Author, Evidence, FileSummary, Overview, ReportFile, Statement, plain
from ..quoting import display
from .prompt import Prompt, file_prompt, overview_prompt

if TYPE_CHECKING:
    from openai import OpenAI
    from openai.types.chat import ChatCompletion

_PATIENCE = 3
"""Failures of the server in a row after which it is left alone for the rest of the build."""


def has_key() -> bool:
    """Whether the environment holds a key."""
    return bool(_key())


class OpenAISummarizer:
    """One request for a file, one for an overview, each answered as JSON under a schema."""

    def __init__(self, settings: OpenAISettings, language: str) -> None:
        """Set up the client; nothing is sent yet. Raises `SummarizerUnavailableError` without a usable key."""
        if not has_key() and not (settings.base_url or os.environ.get("OPENAI_BASE_URL")):
            raise SummarizerUnavailableError("OPENAI_API_KEY is not set.")
        if not (_key().isascii() and _key().isprintable()):
            raise SummarizerUnavailableError("OPENAI_API_KEY holds a character that no key has.")
        self._settings = settings
        self._language = language
        self._client = _client(settings)
        self._failures = 0

    def summarize_file(self, evidence: Evidence) -> FileSummary:
        model = self._settings.model
        answer = self._ask(model, file_prompt(evidence.change, self._language))
        with _unusable_answers():
            modification_type = _text(answer, "modification_type")
            if modification_type not in MODIFICATION_TYPES:
                raise ValueError(f"modification_type is {modification_type!r}")
            return FileSummary(
                modification_type,
                " ".join(_text(answer, "modification_title").split()),
                plain(_text(answer, "explanation").strip()),
                Author("model", model),
            )

    def summarize_report(self, files: Sequence[ReportFile]) -> Overview:
        model = self._settings.overview_model
        answer = self._ask(model, overview_prompt(files, self._language))
        with _unusable_answers():
            return Overview(
                summary=_text(answer, "summary").strip(),
                highlights=plain(_text(answer, "highlights").strip()),
                new_features=_texts(answer, "new_features"),
                breaking_changes=_texts(answer, "breaking_changes"),
                other_updates=_texts(answer, "other_updates"),
                insights=plain(_text(answer, "insights").strip()),
                author=Author("model", model),
            )

    def _ask(self, model: str, prompt: Prompt) -> Mapping[str, Any]:
        try:
            with self._sdk_errors(model):
                completion = self._client.chat.completions.create(
                    model=model,
                    messages=[
                        {"role": "system", "content": prompt.instructions},
                        {"role": "user", "content": prompt.data},
                    ],
                    response_format={
                        "type": "json_schema",
                        "json_schema": {"name": prompt.name, "schema": dict(prompt.schema), "strict": True},
                    },
                )
        except ServerError as error:
            self._failures += 1
            if self._failures >= _PATIENCE:
                raise SummarizerUnavailableError(f"{error} That is {_PATIENCE} failures in a row.") from error
            raise
        self._failures = 0
        return _read_answer(completion)

    @contextmanager
    def _sdk_errors(self, model: str) -> Iterator[None]:
        """Turn whatever the SDK raises for a request into our own errors.

        `APIError` is the root of the SDK's tree, but a body that is no JSON, or JSON of another shape, leaves it as
        one of Python's own errors.
        """
        import openai

        try:
            yield
        except (openai.AuthenticationError, openai.PermissionDeniedError) as error:
            raise SummarizerUnavailableError(
                f"The server refuses the key ({_reason(error)}). Check OPENAI_API_KEY."
            ) from error
        except openai.NotFoundError as error:
            raise SummarizerUnavailableError(
                f"The server does not know the address or the model ({_reason(error)}). "
                f"Check `openai.base_url` and the name of the model ({model!r})."
            ) from error
        except openai.APITimeoutError as error:
            raise ServerError(f"No answer within {self._settings.timeout:g} s (`openai.timeout`).") from error
        except openai.APIConnectionError as error:
            address = self._settings.base_url or self._client.base_url
            raise ServerError(
                f"The server at {address} cannot be reached ({_reason(error.__cause__ or error)})."
            ) from error
        except openai.RateLimitError as error:
            if getattr(error, "code", None) == "insufficient_quota":
                raise SummarizerUnavailableError(f"The account has no quota left ({_reason(error)}).") from error
            raise ServerError(f"The server is busy ({_reason(error)}).") from error
        except openai.InternalServerError as error:
            raise ServerError(f"The server fails ({_reason(error)}).") from error
        except openai.OpenAIError as error:
            raise SummarizerError(f"The server refuses the request ({_reason(error)}).") from error
        except (ValueError, TypeError, AttributeError, RecursionError) as error:
            raise ServerError(f"The server's answer is not what the API promises ({_reason(error)}).") from error


def _key() -> str:
    # A secret that was pasted or read from a file often ends in a line break.
    return os.environ.get("OPENAI_API_KEY", "").strip()


def _client(settings: OpenAISettings) -> OpenAI:
    import openai  # takes most of a second: only builds that ask a model pay for it

    try:
        return openai.OpenAI(
            # A server of one's own may want no key, but the SDK does.
            api_key=_key() or "unset",
            base_url=settings.base_url,
            timeout=settings.timeout,
            max_retries=settings.max_retries,
        )
    except Exception as error:  # an address that is none: the HTTP library's own error, which the SDK lets through
        address = settings.base_url or os.environ.get("OPENAI_BASE_URL")
        raise SummarizerUnavailableError(
            f"No client can be set up for the server at {address} ({_reason(error)}). Check `openai.base_url`."
        ) from error


def _read_answer(completion: ChatCompletion | str) -> Mapping[str, Any]:
    """The JSON object in an answer. Raises `SummarizerError` for everything else that a server can send."""
    with _unusable_answers():
        if isinstance(completion, str):  # how the SDK hands over a body that is not JSON
            raise ValueError(f"no JSON but {completion[:60]!r}")
        choice = completion.choices[0]
        if choice.message.refusal or choice.finish_reason == "content_filter":
            reason = display(choice.message.refusal or "content filter", 200)
            raise SummarizerError(f"The model refused ({reason}).")
        if choice.finish_reason == "length":
            raise SummarizerError("The answer was cut off at the model's limit.")
        answer = json.loads(choice.message.content or "")
        if not isinstance(answer, dict):
            raise ValueError(f"JSON, but no object: {answer!r:.60}")
        return answer


@contextmanager
def _unusable_answers() -> Iterator[None]:
    try:
        yield
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError) as error:
        reason = f"no {error}" if isinstance(error, KeyError) else _reason(error)
        raise SummarizerError(f"The answer cannot be used ({reason}).") from error


def _reason(error: BaseException) -> str:
    """What an error says, in one line, without the key, which some servers send back."""
    text = str(error).replace(_key(), "***") if has_key() else str(error)
    return display(text, 200).rstrip(".")


def _text(answer: Mapping[str, Any], key: str) -> str:
    value = answer[key]
    if not isinstance(value, str) or not value.strip():
        raise TypeError(f"{key} is {value!r:.60}")
    return value


def _texts(answer: Mapping[str, Any], key: str) -> tuple[Statement, ...]:
    value = answer[key]
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise TypeError(f"{key} is {value!r:.60}")
    return tuple(Statement(item.strip()) for item in value)
