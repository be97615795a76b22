"""Times huibao against plain Typst on the same sources. Called by scripts/benchmark."""

import os
import re
import shutil
import statistics
import sys
import tempfile
import time

ROUNDS = 3
TIMES = 10
EDITIONS = ["zh-Hant-HK", "zh-Hans-CN"]


def run(arguments, folder, fine=(0,)):
    """Runs a program that may end with the codes in `fine`; gives wall seconds, CPU seconds and peak memory in MiB of that process."""
    start = time.monotonic()
    pid = os.fork()
    if pid == 0:
        os.chdir(folder)
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.execv(arguments[0], arguments)
    _, status, usage = os.wait4(pid, 0)
    wall = time.monotonic() - start
    if os.waitstatus_to_exitcode(status) not in fine:
        sys.exit(f"failed: {' '.join(arguments)}")
    # Linux counts ru_maxrss in KiB, macOS in bytes.
    unit = 1024 if sys.platform == "linux" else 1024 * 1024
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit


def repeat(content, times):
    """Makes every chapter several times as long. Names stay unique; the indices stay one each, with all places."""
    chapters = os.path.join(content, "chapters")
    for name in sorted(os.listdir(chapters)):
        path = os.path.join(chapters, name)
        with open(path, encoding="utf-8") as file:
            text = file.read()
        if "```index" in text:
            continue
        _, _, body = text.removeprefix("---\n").partition("\n---\n")
        body = re.sub(r"^# .*$", "", body, flags=re.MULTILINE)
        with open(path, "a", encoding="utf-8") as file:
            for copy in range(1, times):
                other = re.sub(r"\{#([\w.-]+)", rf"{{#\1-{copy}", body)
                file.write("\n" + re.sub(r"\[\^([\w.-]+)\]", rf"[^\1-{copy}]", other))


def measure(binaries, times):
    huibao = os.path.join(binaries, "huibao")
    plain = os.path.join(binaries, "examples", "plain-typst")
    with tempfile.TemporaryDirectory() as home:
        shutil.copytree("content", os.path.join(home, "content"))
        repeat(os.path.join(home, "content"), times)
        run([huibao, "typst", "typst"], home)
        publish, compiles = [], []
        for _ in range(ROUNDS):
            shutil.rmtree(os.path.join(home, "output"), ignore_errors=True)
            publish.append(run([huibao, "publish", "--quiet"], home))
            compiles.append([run([plain, os.path.join("typst", edition)], home) for edition in EDITIONS])
        seconds = statistics.median(wall for wall, _, _ in publish)
        memory = statistics.median(peak for _, _, peak in publish)
        plain_seconds = statistics.median(sum(wall for wall, _, _ in pair) for pair in compiles)
        plain_memory = statistics.median(max(peak for _, _, peak in pair) for pair in compiles)
        print(f"content x {times}")
        print(f"  publish, two editions, PDF and website  {seconds:7.2f} s  {memory:7.0f} MiB")
        print(f"  plain Typst, the two one by one         {plain_seconds:7.2f} s  {plain_memory:7.0f} MiB")
        print(f"  ratio                                   {seconds / plain_seconds:7.2f}    {memory / plain_memory:7.2f}")
        return seconds


def small(binaries):
    huibao = os.path.join(binaries, "huibao")
    for arguments in (["--version"], ["check"]):
        cpu = statistics.median(run([huibao, *arguments], "tests/reports/small", fine=(0, 1))[1] for _ in range(5))
        print(f"huibao {arguments[0]}, small report: {cpu:.3f} s of CPU")


def main():
    binaries = sys.argv[1]
    small(binaries)
    once = measure(binaries, 1)
    often = measure(binaries, TIMES)
    print(f"{TIMES} x the content takes {often / once:.1f} x the time")


main()
