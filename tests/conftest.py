"""Hypothesis judges what is right, never how fast a busy machine is. What the tests start hears every signal."""

import signal

from hypothesis import HealthCheck, settings

for number in (signal.SIGINT, signal.SIGHUP):  # ignored where the tests were started by `nohup`, or with `&`
    if signal.getsignal(number) is signal.SIG_IGN:  # a program that is started inherits that, but no function
        signal.signal(number, lambda *_: None)
settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")
