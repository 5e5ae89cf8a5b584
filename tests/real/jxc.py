"""Running the product as outside programs do."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any


def jxc(command: str, book: Path) -> dict[str, Any]:
    """Run a command of the product in a process of its own; what it prints for machines."""
    words = [sys.executable, "-m", "jxc_xl", command, str(book), "--json", "--lang", "en"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        raise SystemExit(f"jxc {command} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer
