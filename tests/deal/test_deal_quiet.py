"""Solvers write nothing where answers go."""

import ctypes
import os
import subprocess
import sys

import numpy as np
import pytest
from deal_games import random_game
from keeping_games import build
from scipy import optimize

from detente.deal import Goal, Programme
from detente.deal.solutions._quiet import quiet

LIBC = ctypes.CDLL("ucrtbase" if sys.platform == "win32" else None)


def chatter():
    """What compiled code does: past `sys.stdout`, through the C library's buffer and without."""
    LIBC.puts(b"chatter in a buffer")
    os.write(1, b"chatter at once\n")


def test_a_programme_that_chats_leaves_stdout_clean(capfd, monkeypatch):
    def chatty(*args, **options):
        chatter()
        return solver(*args, **options)

    solver = optimize.milp
    monkeypatch.setattr(optimize, "milp", chatty)
    programme = Programme(build(*random_game(1), draws=4))
    goal = Goal(kind="least", scale=np.ones(2), counted=np.ones(2, bool))
    assert programme.best(goal) is not None
    LIBC.fflush(None)
    assert capfd.readouterr().out == ""


def test_what_is_said_before_and_after_arrives_in_order(capfd):
    sys.stdout.write("before ")
    with quiet():
        chatter()
    sys.stdout.write("after")
    assert capfd.readouterr().out == "before after"


def test_stdout_comes_back_when_the_block_fails(capfd):
    def fail():
        chatter()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), quiet():
        fail()
    sys.stdout.write("there")
    assert capfd.readouterr().out == "there"


def test_without_a_standard_output_there_is_nothing_to_keep_clean():
    code = (
        "import os, sys\n"
        "sys.stdout = None\n"
        "os.close(1)\n"
        "from detente.deal.solutions._quiet import quiet\n"
        "with quiet():\n"
        "    print('still runs', file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == "still runs\n"
    assert done.stdout == ""
