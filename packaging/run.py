"""Sets up Wan Desk in this folder if necessary, then starts it.

    python3 packaging/run.py [FILE...] [--profile DIR] [--demo [--out DIR]] ...

Needs Python 3.11 and pip and nothing else. The arguments are Wan Desk's own; files are relative to the current folder.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - this is the sentence an older Python gets; it must come before new syntax
    sys.exit("Wan Desk needs Python 3.11 or newer; this is Python {}.{}.".format(*sys.version_info))

import os
from collections.abc import Sequence

import environment

sys.path.append(str(environment.ROOT))  # at the end: nothing in there may hide a library
from wandesk.app.display import has_display, named_displays

# Options that still mean "open the window", each with its number of values.
_WINDOW_OPTIONS = {"--profile": 1}


def wants_window(arguments: Sequence[str]) -> bool:
    """Whether these arguments open the window: none, files, or a profile. Every other option does something else."""
    waiting = 0
    for argument in arguments:
        if waiting:
            waiting -= 1
        elif argument == "--":
            return True
        elif argument.startswith("-"):
            name, _, value = argument.partition("=")
            if name not in _WINDOW_OPTIONS:
                return False
            waiting = 0 if value else _WINDOW_OPTIONS[name]
    return True


def qt_of(arguments: Sequence[str]) -> environment.Qt:
    """How much of Qt a start with these arguments loads."""
    if wants_window(arguments):
        return environment.Qt.WINDOW
    if arguments[0] == "--child" or not {"--version", "--help", "-h"}.isdisjoint(arguments):
        return environment.Qt.NOTHING
    return environment.Qt.CORE if "--demo" in arguments else environment.Qt.OFF_SCREEN


def main(arguments: Sequence[str]) -> int:
    """Sets up and starts. Returns Wan Desk's exit code (on POSIX, its process replaces this one)."""
    if wants_window(arguments) and not has_display(os.environ, sys.platform):
        named = named_displays(os.environ)
        why = f"The display here does not answer ({named})" if named else "There is no display here"
        print(f"{why}, so this runs the demo: the sample picture becomes a video.", file=sys.stderr, flush=True)
        arguments = ["--demo"]
    try:
        python = environment.prepare(checks=False, qt=qt_of(arguments))
    except environment.CannotSetUp as problem:
        print(problem, file=sys.stderr)
        return 1
    # -P: a file beside the user's pictures must never be imported in place of a library.
    command = [str(python), "-P", "-m", "wandesk", *arguments]
    sys.stdout.flush()
    if os.name == "posix":
        os.execv(command[0], command)  # noqa: S606 - the arguments are the user's own, and no shell reads them
    return environment.run_to_its_end(
        command
    )  # Windows' execv starts a second process and lets the shell continue at once


if __name__ == "__main__":
    try:
        raise SystemExit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
