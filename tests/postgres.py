"""A PostgreSQL of the tests' own: its files in a temporary folder, gone when the tests end."""

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import time
from pathlib import Path

__all__ = ["MISSING", "server"]


def _program(name):
    found = shutil.which(name)
    if found:
        return found
    kept = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return str(kept[-1]) if kept else None


MISSING = None if _program("initdb") and _program("postgres") else "PostgreSQL is not installed"


def _other_user():
    """PostgreSQL refuses to run as root; its own user, or nobody, does it then."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            found = pwd.getpwnam(name)
            return {"user": found.pw_uid, "group": found.pw_gid, "extra_groups": []}
    raise RuntimeError("no user to run PostgreSQL as")


def _free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


@contextlib.contextmanager
def server(folder):
    """Start one; give the address of its database."""
    as_user = _other_user()
    place = Path(folder) / "pg"
    place.mkdir()
    if as_user:
        os.chown(place, as_user["user"], as_user["group"])
        for above in place.parents:  # it must be able to reach its own folder
            here = above.stat()
            if here.st_uid == 0 and above != Path("/") and here.st_mode & 0o1 == 0:
                above.chmod(here.st_mode | 0o11)
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": "/", **as_user}
    subprocess.run(
        [_program("initdb"), "-D", place, "-U", "tests", "-A", "trust", "-N", "-E", "UTF8"],
        check=True,
        **quiet,
    )
    port = _free_port()
    running = subprocess.Popen(
        [
            *(
                _program("postgres"),
                "-D",
                place,
                "-p",
                str(port),
                "-c",
                "listen_addresses=127.0.0.1",
            ),
            *("-c", f"unix_socket_directories={place}", "-c", "shared_buffers=32MB"),
        ],
        **quiet,
    )
    address = f"postgresql://tests@127.0.0.1:{port}/postgres"
    try:
        _wait(address, running)
        yield address
    finally:
        running.send_signal(2)  # fast shutdown
        try:
            running.wait(20)
        except subprocess.TimeoutExpired:
            running.kill()


def _wait(address, running):
    import psycopg

    for _ in range(100):
        if running.poll() is not None:
            raise RuntimeError("PostgreSQL ended as it started")
        try:
            psycopg.connect(address, connect_timeout=2).close()
        except psycopg.OperationalError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("PostgreSQL does not answer")
