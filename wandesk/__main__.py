"""The command line: starts the window, the demo, the self-test or a child process."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from wandesk import __version__
from wandesk.resources import unset_library_paths

USAGE_ERROR = 2
FAILED = 1
INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run Wan Desk; returns the exit code (2: the command line or the profile folder is unusable)."""
    unset_library_paths(os.environ)
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments[:1] == ["--child"]:
        return _child(arguments[1:])
    from wandesk.app.last_words import missing_library, print_whatever_it_says, tell, unexpected

    print_whatever_it_says()
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.out is not None and not options.demo:
        parser.error("--out needs --demo")
    is_frozen = bool(getattr(sys, "frozen", False))
    try:
        return _start(options)
    except ImportError as missing:
        is_of_qt = concerns_qt(missing)
        if not (is_of_qt or is_frozen):
            raise
        tell(missing_library(missing, is_frozen=is_frozen) if is_of_qt else unexpected(missing))
        return FAILED
    except Exception as error:
        if not is_frozen:
            raise
        tell(unexpected(error))
        return FAILED


def concerns_qt(missing: ImportError) -> bool:
    """Whether the missing library is one of Qt, or a system library that Qt needs."""
    name = (missing.name or "").partition(".")[0]
    # An error of shiboken that loads another library names no module, nor does any in the standalone program, which
    # carries what the others need.
    told = str(missing)
    return name in {"PySide6", "shiboken6"} or "shiboken" in told or "cannot open shared object file" in told


def _start(options: argparse.Namespace) -> int:
    """Start the demo, the self-test or the window. Raises ImportError where Qt cannot be loaded."""
    from wandesk.settings.environment_keys import take_keys  # children have no keys, and start without this import

    keys = take_keys()
    if options.demo:
        from wandesk.app.demo import run_demo

        try:
            return run_demo(out=options.out)
        except KeyboardInterrupt:
            return INTERRUPTED
    if options.self_test:
        from wandesk.app.process_exit import end_process
        from wandesk.app.self_test import run_self_test

        end_process(run_self_test())
    gc.disable()  # collecting takes a tenth of the start and finds nothing; Application collects later
    from wandesk.app.window import run_window

    return run_window(files=options.files, folder=options.profile, keys=keys)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="wandesk",
        description="Turn a picture, and an audio file if you like, into a video with Alibaba Cloud's Wan models.",
    )
    parser.add_argument(
        "files", nargs="*", metavar="FILE", help="pictures and audio files, as if dropped on the window"
    )
    parser.add_argument("--profile", type=_folder, metavar="DIR", help="keep settings, jobs and videos under DIR")
    parser.add_argument("--demo", action="store_true", help="make the sample video in Practice, without a window")
    parser.add_argument("--out", type=_folder, metavar="DIR", help="with --demo: where the video goes")
    parser.add_argument("--self-test", action="store_true", help="try every part once, off screen, and report")
    parser.add_argument("--version", action="version", version=f"Wan Desk {__version__}")
    return parser


def _folder(text: str) -> Path:
    if not text:  # for example an unset variable in a script; it must not mean the current folder
        raise argparse.ArgumentTypeError("the name of the folder is empty")
    return Path(text)


def _child(arguments: list[str]) -> int:
    match arguments:
        case ["media", *rest]:
            from wandesk.media import worker

            return worker.run(rest)
        case ["simulator", *rest]:
            from wandesk.simulator import command_line

            return command_line.main(rest)
        case _:
            print(f"wandesk: unknown child process {' '.join(arguments)!r}", file=sys.stderr)
            return USAGE_ERROR


if __name__ == "__main__":
    sys.exit(main())
