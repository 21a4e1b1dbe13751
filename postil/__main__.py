"""`python -m postil` is the program `postil`."""

import sys

from postil.cli import main

sys.exit(main())
