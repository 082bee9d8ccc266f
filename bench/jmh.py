"""One benchmark of Ranvier's JMH jar in a process of its own, for the scripts that time both sides."""

import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

JAR = pathlib.Path(__file__).resolve().parent.parent / "ranvier-bench" / "target" / "ranvier-bench.jar"
WARM_UP_SECONDS = 2.5


def median_round(benchmark, parameters, rounds, seconds):
    """The median of the rounds, in the benchmark's unit, milliseconds."""
    home = os.environ.get("JAVA_HOME")
    java = pathlib.Path(home) / "bin" / "java" if home else "java"
    chosen = [each for key, value in parameters.items() for each in ("-p", f"{key}={value}")]
    with tempfile.NamedTemporaryFile(suffix=".json") as result:
        command = [
            *(str(java), "-jar", str(JAR), benchmark, *chosen),
            *("-wi", "1", "-w", f"{round(WARM_UP_SECONDS * 1000)}ms"),
            *("-i", str(rounds), "-r", f"{round(seconds * 1000)}ms"),
            *("-f", "1", "-foe", "true", "-rf", "json", "-rff", result.name),
        ]
        ended = subprocess.run(command, capture_output=True, text=True)
        if ended.returncode != 0:
            sys.exit(f"jmh: {' '.join(command)} failed: {ended.stdout}{ended.stderr}")
        metric = json.load(open(result.name))[0]["primaryMetric"]
    return statistics.median(metric["rawData"][0])
