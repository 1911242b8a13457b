"""The main job: ``make demo`` holds from the first step to the verified chain."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_real_plan_goes_through_its_whole_life(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.demo", str(tmp_path / "demo")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "全部步驟都成立。" in done.stdout and "sound" in done.stdout
    for refusal in ("（403）", "（409）", "（422）"):
        assert refusal in done.stdout
    assert (tmp_path / "demo" / "bundle.zip").exists()
