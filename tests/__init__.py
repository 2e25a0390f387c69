"""The tests. Python keeps what it compiled of them and of the program, even if told not to.

Else each of the many processes that they start would compile the whole program again.
"""

from __future__ import annotations

import os
import sys

os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
