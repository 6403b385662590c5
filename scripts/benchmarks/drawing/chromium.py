"""Headless Chromium, the same HTML."""

import subprocess
import tempfile
from pathlib import Path

from scripts.benchmarks import peers
from scripts.benchmarks.drawing import html, stage


def draw(lines, target):
    """Print one page to PDF; the page's own margin boxes carry the page numbers."""
    with tempfile.TemporaryDirectory(prefix="portal-bench-chromium-") as folder:
        page = Path(folder) / "ledger.html"
        page.write_text(html.page(lines), "utf-8")
        ended = subprocess.run(
            [
                peers.chromium(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                f"--user-data-dir={folder}/profile",
                "--no-pdf-header-footer",
                f"--print-to-pdf={target}",
                page.as_uri(),
            ],
            capture_output=True,
            text=True,
        )
    if ended.returncode or not target.exists():
        raise SystemExit(f"Chromium ended with status {ended.returncode}: {ended.stderr.strip()[-200:]}")


if __name__ == "__main__":
    stage.run(draw)
