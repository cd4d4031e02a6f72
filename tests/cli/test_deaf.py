"""Processes of ours do not hear Ctrl-C, not even while they still load."""

import signal
import subprocess
import sys
import threading

import pytest

from detente._deaf import deaf

pytestmark = pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="no masks here")

WAITS = "import sys, time; print('up', flush=True); time.sleep(0.3); print('whole', flush=True)"


@pytest.mark.parametrize("held", [True, False])
def test_a_process_begun_deaf_goes_on(held):
    words = [sys.executable, "-c", WAITS]
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    if held:
        with deaf():
            started = subprocess.Popen(words, **options)
    else:
        started = subprocess.Popen(words, **options)
    with started:
        assert started.stdout.readline() == "up\n"
        started.send_signal(signal.SIGINT)
        said, fault = started.communicate(timeout=30)
    assert (said == "whole\n") is held
    assert ("KeyboardInterrupt" in fault) is not held


def test_what_is_pressed_meanwhile_comes_at_the_end_of_the_block():
    reached = []

    def press():
        with deaf():
            signal.pthread_kill(threading.get_ident(), signal.SIGINT)
            reached.append("the end of the block")

    with pytest.raises(KeyboardInterrupt):
        press()
    assert reached == ["the end of the block"]
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, set())
