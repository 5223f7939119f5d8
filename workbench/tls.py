"""TLS for every request the program sends: the certificates that are trusted, and how distrust is recognised.

Sending is done elsewhere, for pages in `web/http/client.py` and for drafts in `delivery/platforms/api.py`.
"""

import ssl
from functools import cache


@cache
def make_ssl_context() -> ssl.SSLContext:
    """The context of all connections. The first call reads the certificates, which takes some 50 ms."""
    import httpx  # noqa: PLC0415 - whoever sends nothing need not load it

    return httpx.create_ssl_context()


def is_certificate_error(fault: BaseException | None) -> bool:
    """Whether a request failed because the server's certificate is not trusted."""
    # httpx wraps the error of the TLS library, so the causes are searched for it.
    while fault is not None and not isinstance(fault, ssl.SSLError):
        fault = fault.__cause__ or fault.__context__
    return isinstance(fault, ssl.SSLCertVerificationError)
