#!/bin/sh
# highspy 1.16.0 prints two lines on standard output when the first solver of a process is made. The option that
# keeps HiGHS quiet, output_flag, is set on a solver, so it comes too late; the second solver says nothing. A
# command that prints JSON and solves a programme on the way prints no JSON any more. What prints is the
# library, not Python, so sys.stdout cannot catch it.
# Seen: "Running HiGHS 1.16.0 (git hash: f3f113d): Copyright (c) 2026 under MIT licence terms" and a second line,
# before anything was solved. Exit 1 if this is no longer so.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" install --quiet --disable-pip-version-check highspy==1.16.0
"$home/venv/bin/python" - >"$home/said" <<'END'
import contextlib
import io

import highspy

with contextlib.redirect_stdout(io.StringIO()):
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    highspy.Highs()
END
cat "$home/said"
test "$(grep -c 'Running HiGHS 1.16.0' "$home/said")" = 1
