"""``python -m policytasks`` is the command ``policytasks``."""

from __future__ import annotations

import sys

from policytasks.cli import main

if __name__ == "__main__":
    sys.exit(main())
