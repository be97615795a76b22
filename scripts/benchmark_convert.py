"""Throughput of `huibao convert` against OpenCC's own command line. Run by scripts/benchmark-convert."""

import os
import resource
import subprocess
import sys
import tempfile
import time
import zipfile

MEGABYTE = 1_000_000
SIZE = 10 * MEGABYTE
RUNS = 5


def run(command, output):
    """Seconds and peak memory in MB of a command. A fork of this small process costs neither."""
    code = ("import resource, subprocess, sys, time; start = time.perf_counter();"
            "subprocess.run(sys.argv[2:], check=True, stdout=open(sys.argv[1], 'wb'));"
            "print(time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)")
    seconds, peak = subprocess.run([sys.executable, "-c", code, output, *command], check=True, capture_output=True,
                                   text=True).stdout.split()
    unit = 1 if sys.platform == "darwin" else 1024
    return float(seconds), int(peak) * unit / MEGABYTE


def main():
    huibao, wheel = sys.argv[1:3]
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(wheel) as archive:
            opencc = archive.extract("opencc/clib/bin/opencc", folder)
        os.chmod(opencc, 0o755)
        dictionaries = os.path.join("vendor", "opencc", "share", "opencc")
        # The sample's chapters in Simplified, again and again.
        chapters = os.path.join("content", "chapters")
        text = "".join(open(os.path.join(chapters, name), encoding="utf-8").read()
                       for name in sorted(os.listdir(chapters)) if name.endswith(".md"))
        text = subprocess.run([huibao, "convert", "--opencc", "hk2s"], input=text, capture_output=True, check=True,
                              encoding="utf-8").stdout
        path, larger, output = (os.path.join(folder, name) for name in ("text.txt", "larger.txt", "output"))
        times = SIZE // len(text.encode()) + 1
        for file, factor in ((path, 1), (larger, 4)):
            with open(file, "w", encoding="utf-8") as out:
                for _ in range(times * factor):
                    out.write(text)
        size = os.path.getsize(path)
        ours = [huibao, "convert", "--from", "zh-Hans-CN", "--to", "zh-Hant-HK"]
        theirs = [opencc, "-c", os.path.join(dictionaries, "s2hk.json"), "-i"]
        # In turns, so that a busy moment of the machine falls on both.
        rounds = [(run([*theirs, path], output), run([*ours, path], output)) for _ in range(RUNS)]
        best = [min(column) for column in zip(*rounds)]
        for name, (seconds, peak) in zip(("OpenCC s2hk", "huibao, all layers"), best):
            print(f"{name:20} {size / seconds / MEGABYTE:6.1f} MB/s  {peak:6.0f} MB")
        print(f"{'huibao, 4 x the text':20} {'':11}  {run([*ours, larger], output)[1]:6.0f} MB")
        print(f"ratio {best[0][0] / best[1][0]:.2f} (asked for: 0.7)")


main()
