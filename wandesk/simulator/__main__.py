"""`python -m wandesk.simulator`."""

import sys

from wandesk.simulator.command_line import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
