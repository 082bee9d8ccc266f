"""How long `ranvier train digits` takes from the start of the process to the end of the first training step.

    python bench/start.py [--runs 5] [--json] [-- options of ranvier train]

The clock starts just before the launcher does and stops at the time that the run wrote for its first
step in events.jsonl. The program must be built, and the first run, which may still make its archive of
classes, is not counted. The run is ended once its first step is there. Needs no packages.
"""

import argparse
import datetime
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent


def first_step(folder):
    """The record of the first step, or None while there is none."""
    events = folder / "events.jsonl"
    if not events.exists():
        return None
    for line in events.read_text().splitlines(keepends=True):
        if line.endswith("\n") and (record := json.loads(line))["event"] == "step":
            return record
    return None


def one_start(options):
    """Seconds from the start of the launcher to the end of the first step."""
    with tempfile.TemporaryDirectory() as parent:
        folder = pathlib.Path(parent) / "run"
        begun = time.time()
        process = subprocess.Popen(
            [str(ROOT / "ranvier"), "train", "digits", "--out", str(folder), *options],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            while (record := first_step(folder)) is None:
                if process.poll() is not None:
                    sys.exit(f"start: the run ended before its first step: {process.stderr.read()}")
                time.sleep(0.02)
        finally:
            process.terminate()
            process.communicate()
    ended = datetime.datetime.fromisoformat(record["time"].replace("Z", "+00:00"))
    return ended.timestamp() - begun


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("options", nargs="*", help="options of ranvier train, after --")
    arguments = parser.parse_args()
    one_start(arguments.options)
    seconds = [one_start(arguments.options) for _ in range(arguments.runs)]
    if arguments.json:
        print(json.dumps({"seconds": seconds, "median": statistics.median(seconds)}))
    else:
        print("seconds to the first step:", " ".join(f"{each:.2f}" for each in seconds))
        print(f"median {statistics.median(seconds):.2f}")


if __name__ == "__main__":
    main()
