"""Sets up Wan Desk in this folder if necessary, then runs every check and every test.

    python3 packaging/test.py                 everything; the last lines are pytest's own summary
    python3 packaging/test.py --fast [ARGS]   only the tests of domain, engine and storage, in less than 30 seconds
    python3 packaging/test.py ARGS            only pytest, with ARGS, from the project's folder

Needs Python 3.11 and pip and nothing else. The exit code is 0 when everything passes.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - this is the message for an older Python; it must come before new syntax
    sys.exit("Wan Desk needs Python 3.11 or newer; this is Python {}.{}.".format(*sys.version_info))

from collections.abc import Sequence

import checks
import environment


def main(arguments: Sequence[str]) -> int:
    """Sets up, then runs checks and tests. Returns 0, or the first other exit code."""
    try:
        python = environment.prepare(checks=True, qt=environment.Qt.OFF_SCREEN, tools=True)
    except environment.CannotSetUp as problem:
        print(problem, file=sys.stderr)
        return 1
    if arguments[:1] == ["--fast"]:
        return checks.run_fast_tests(python, arguments[1:])
    if arguments:
        return checks.run_tests(python, arguments)
    failed = checks.run_checks(python)
    code = checks.run_every_test(python)
    return code or (1 if failed else 0)


if __name__ == "__main__":
    try:
        raise SystemExit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
