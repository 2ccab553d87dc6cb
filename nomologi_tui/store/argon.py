"""argon2id by one thread at a time: two at once in a process make OpenSSL fail, or wait for each other for ever."""

import threading

TURN = threading.RLock()  # held while a key is derived or a password is checked
