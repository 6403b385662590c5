"""The server: `python -m portal.serving [--host H] [--port P] [--workers N]`.

One socket, N web processes that share it (waitress, eight threads each), and beside them the render worker, the scheduler and
two job workers, each a process of its own; `supervisor` replaces those that die. Behind a gateway that ends TLS,
`PORTAL_TRUSTED_PROXY` names its address: only then do its X-Forwarded headers count, and from everybody else they are taken
away.
"""

from __future__ import annotations


class CannotStart(RuntimeError):
    """The server must not start like this; the sentence names the mend."""
