"""Every error that a caller may see, as one tree.

CareError                     code               status
├── InvalidInput              invalid_input      422
│   └── WrongType             unsupported_file   415
├── TooLarge                  too_large          413
├── NotSignedIn               not_signed_in      401
│   ├── BadToken              bad_token          401
│   ├── TokenExpired          token_expired      401
│   └── BadPassword           bad_password       401
├── Forbidden                 forbidden          403
│   ├── BadSignature          bad_signature      403
│   └── Blocked               blocked            403
├── NotFound                  not_found          404
├── Conflict                  conflict           409
│   ├── AlreadyClaimed        already_claimed    409
│   ├── NotOwner              not_owner          409
│   ├── IllegalMove           illegal_move       409
│   ├── AlreadyAnswered       already_answered   409
│   └── AlreadyExists         already_exists     409
├── TooMany                   too_many_requests  429
└── Unavailable               unavailable        503

The API layer alone turns them into JSON: `{error: {code, message, details}}`.
"""

from typing import Any, ClassVar


class CareError(Exception):
    """Something the caller did or met that has a name, a status and details."""

    code: ClassVar[str] = "error"
    status: ClassVar[int] = 500

    def __init__(self, message: str, **details: Any) -> None:
        super().__init__(message)
        self.message = message
        self.details = details


class InvalidInput(CareError):
    code = "invalid_input"
    status = 422


class TooLarge(CareError):
    code = "too_large"
    status = 413


class NotSignedIn(CareError):
    code = "not_signed_in"
    status = 401


class BadToken(NotSignedIn):
    code = "bad_token"


class TokenExpired(NotSignedIn):
    code = "token_expired"


class BadPassword(NotSignedIn):
    """Says the same for an unknown address and for a wrong password."""

    code = "bad_password"


class Forbidden(CareError):
    code = "forbidden"
    status = 403


class Blocked(Forbidden):
    """An admin decided that this visitor may not write any more."""

    code = "blocked"


class NotFound(CareError):
    """Also for things that exist but belong to somebody else."""

    code = "not_found"
    status = 404


class Conflict(CareError):
    code = "conflict"
    status = 409


class AlreadyClaimed(Conflict):
    code = "already_claimed"


class NotOwner(Conflict):
    code = "not_owner"


class IllegalMove(Conflict):
    code = "illegal_move"


class AlreadyAnswered(Conflict):
    code = "already_answered"


class AlreadyExists(Conflict):
    code = "already_exists"


class TooMany(CareError):
    """`details["retry_after_s"]` says when to try again."""

    code = "too_many_requests"
    status = 429


class Unavailable(CareError):
    code = "unavailable"
    status = 503
