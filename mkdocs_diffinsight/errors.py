"""Everything that diffinsight raises on purpose.

DiffInsightError
 x. ConfigError          an option that cannot be used as it stands
 x. RepositoryError      a repository that cannot be opened or read
    x. RangeError        a compare range with a side that does not resolve
    x. ObjectError       something in a repository that git cannot read
 x. AnalyzerError        an installed analyzer that fails on a file
 x. SummarizerError      a summary that could not be had
    x. ServerError                  the server fails, whatever it is asked
    x. UnusableAnswerError          a question has no answer that can be used, and would have none again
    x. SummarizerUnavailableError   asking again in this build is pointless
       x. BudgetSpentError             the build may not ask any more
 x. TemplateError        a page template that cannot be rendered
 x. StoreError           pages that were made before and are gone or broken
 x. ArchiveError         a Markdown file that is not a published report
 x. StarterError         a new site that cannot be made where and as it is asked for
"""

from __future__ import annotations


class DiffInsightError(Exception):
    """Base of all errors; its message is written for the person who can fix the cause."""


class ConfigError(DiffInsightError):
    """An option has a value that cannot be used."""


class RepositoryError(DiffInsightError):
    """A repository cannot be opened, or git fails in it."""


class RangeError(RepositoryError):
    """A side of a compare range does not resolve, or both have no common ancestor."""


class ObjectError(RepositoryError):
    """Git has ended over what it was asked to read; other parts of the repository may well be whole."""


class AnalyzerError(DiffInsightError):
    """An analyzer of another package fails, or finds what cannot be a finding."""


class SummarizerError(DiffInsightError):
    """One summary could not be had; the next one may well succeed."""


class ServerError(SummarizerError):
    """The server did not answer as servers do; this says nothing about the question."""


class UnusableAnswerError(SummarizerError):
    """A question has no answer that can be used; asked of the same model once more, it would have none again."""


class SummarizerUnavailableError(SummarizerError):
    """No summary can be had from this summarizer for the rest of the build."""


class BudgetSpentError(SummarizerUnavailableError):
    """The build has sent as many requests, or used as many tokens, as it may."""


class TemplateError(DiffInsightError):
    """A page template, most likely one in `custom_dir`, cannot be rendered."""


class StoreError(DiffInsightError):
    """A page that was made before cannot be read from the cache."""


class ArchiveError(DiffInsightError):
    """A Markdown file cannot be read as a published report."""


class StarterError(DiffInsightError):
    """A new site cannot be made here, or for this repository."""
