"""Writes the pins anew: requirements/*.txt with hashes and package-lock.json, neither naming a registry.

Run by ``make pins`` after an edit of requirements/*.in or package.json. A pin that still fits stays as it is;
``make pins UPGRADE=1`` takes the newest that fit.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FLAGS = "--quiet --universal --python-version=3.11 --generate-hashes --no-header --no-annotate".split()
FLAGS += ["--no-emit-index-url", "--no-emit-find-links"]
SETS = {
    "run": (),
    "node": (),
    "dev": ("--constraint=run.txt",),
    "mutants": ("--constraint=run.txt", "--constraint=dev.txt"),
}


def without_addresses(lock: dict[str, object]) -> dict[str, object]:
    """A package lock without the addresses npm writes into it; npm asks for none of them."""
    packages = lock["packages"]
    if not isinstance(packages, dict):
        raise SystemExit("package-lock.json has no packages")
    slim = {
        path: {key: value for key, value in entry.items() if key not in {"funding", "resolved"}}
        for path, entry in packages.items()
    }
    return lock | {"packages": slim}


def pin_python(upgrade: bool) -> None:
    """Compile each requirements/NAME.in into NAME.txt, for every platform at once, for Python 3.11 and later."""
    for name, extra in SETS.items():
        command = [sys.executable, "-m", "uv", "pip", "compile", *FLAGS, *extra, f"{name}.in", "-o", f"{name}.txt"]
        subprocess.run(command + ["--upgrade"] * upgrade, cwd=ROOT / "requirements", check=True)


def pin_front_end(upgrade: bool) -> None:
    """Bring package-lock.json into step with package.json."""
    npm = ["npm", "update" if upgrade else "install", "--package-lock-only"]
    subprocess.run(npm, cwd=ROOT, check=True)
    path = ROOT / "package-lock.json"
    lock = without_addresses(json.loads(path.read_text("utf-8")))
    path.write_text(json.dumps(lock, indent=2, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    newest = bool(os.environ.get("UPGRADE"))
    pin_python(newest)
    pin_front_end(newest)
