"""Ports of the tests' own: nobody else gets one before the test's server has it, nor while that is down."""

import atexit
import socket
from collections import deque

_MOST = 64  # held at once; whoever asked so long ago listens by now, or is over

_held: deque[socket.socket] = deque()


def free_port() -> int:
    """A port on loopback at which nobody listens until a server of the test does, which may go and come back.

    A socket that does not listen holds it: the kernel gives it to nobody who asks for any port, and whoever connects
    is refused. A server that wants this very port gets it nevertheless, as it reuses addresses.
    """
    holder = socket.socket()
    holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    holder.bind(("127.0.0.1", 0))
    _held.append(holder)
    if len(_held) > _MOST:
        _held.popleft().close()
    return int(holder.getsockname()[1])


@atexit.register
def _let_go() -> None:
    for one in _held:
        one.close()
