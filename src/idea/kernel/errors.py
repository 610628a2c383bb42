"""The one family of errors: each has a stable code, an HTTP status and a remedy (RFC 9457).

Describes what went wrong; turning it into a page or a JSON answer is for the entrances.
"""

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


@dataclass(frozen=True, slots=True)
class Issue:
    """One place in an input where something is wrong.

    `row` counts from 1 as a person sees the file (the header is row 1); `column` is the
    column's name; `value` is the offending text, cut to 80 characters.
    """

    code: str
    message: str
    row: int | None = None
    column: str | None = None
    value: str | None = None
    severity: str = "error"  # "error": left out; "warning": kept, but look; "info": what was done

    def as_dict(self) -> dict[str, Any]:
        return {key: value for key, value in asdict(self).items() if value is not None}


class Problem(Exception):  # noqa: N818  the word RFC 9457 uses
    """Something the caller can understand and mend. Subclass it; never raise it bare."""

    code: ClassVar[str] = "problem"
    status: ClassVar[int] = 500
    title: "ClassVar[str | StrPromise]" = _("Something went wrong")

    def __init__(
        self,
        detail: str,
        *,
        remedy: str = "",
        issues: tuple[Issue, ...] = (),
        retry_after: int | None = None,
    ) -> None:
        """`retry_after`: seconds after which it is worth another try (RFC 9110, 10.2.3)."""
        super().__init__(detail)
        self.detail = str(detail)
        self.remedy = str(remedy)
        self.issues = issues
        self.retry_after = retry_after

    def as_dict(self, *, instance: str = "") -> dict[str, Any]:
        """Return the members of `application/problem+json`; code, remedy and issues extend it."""
        body: dict[str, Any] = {
            "type": f"urn:idea:problem:{self.code}",
            "title": str(self.title),
            "status": self.status,
            "detail": self.detail,
            "code": self.code,
        }
        if self.remedy:
            body["remedy"] = self.remedy
        if instance:
            body["instance"] = instance
        if self.issues:
            body["issues"] = [issue.as_dict() for issue in self.issues]
        return body


class BadInput(Problem):
    code = "bad-input"
    status = 422
    title = _("The input cannot be used as it is")


class NotFound(Problem):
    code = "not-found"
    status = 404
    title = _("Not found")


class SignInRequired(Problem):
    code = "sign-in-required"
    status = 401
    title = _("Sign in first")


class Forbidden(Problem):
    code = "forbidden"
    status = 403
    title = _("Not permitted")


class Conflict(Problem):
    code = "conflict"
    status = 409
    title = _("In conflict with what is there")


class TooMany(Problem):
    code = "too-many-requests"
    status = 429
    title = _("Too many requests")


class Unavailable(Problem):
    code = "unavailable"
    status = 503
    title = _("Not available now")


class Unexpected(Problem):
    """A fault of ours: logged with its traceback, told of without it."""

    code = "internal"
    status = 500
    title = _("Something went wrong on our side")
