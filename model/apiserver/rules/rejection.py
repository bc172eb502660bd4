"""rejection: a request that the API server refuses, with the code and reason of its answer."""

from __future__ import annotations

CODES = {
    "BadRequest": 400,
    "Forbidden": 403,
    "NotFound": 404,
    "AlreadyExists": 409,
    "Conflict": 409,
    "Invalid": 422,
    "TooManyRequests": 429,
    "InternalError": 500,
}
"""The HTTP code of each reason (metav1.StatusReason)."""


class Rejected(Exception):
    """The API server does not do it; `.reason` and `.code` are those of the Status that the client gets, `.cause` of its details."""

    def __init__(self, reason: str, message: str, cause: str = "") -> None:
        super().__init__(message)
        self.reason = reason
        self.message = message
        self.cause = cause
        self.code = CODES[reason]
