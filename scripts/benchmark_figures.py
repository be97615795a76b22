"""Times huibao on many figures: 10,000 metrics of 10 years in YAML and in a workbook. Called by scripts/benchmark."""

import os
import shutil
import sys
import tempfile

from benchmark import run

METRICS = 10_000
YEARS = range(2014, 2024)
FILES = 10


def metric(number):
    """One in ten is computed; figures move slowly, as those of a company do."""
    name = f"a.g{number % FILES}.m{number}"
    head = f"- id: {name}\n  name: {{zh-Hant: 第{number}項用量}}\n  unit: t\n"
    if number >= 100 and number % 10 == 0:
        first, second = number - 99, number - 98
        return head + f"  formula: a.g{first % FILES}.m{first} + a.g{second % FILES}.m{second}\n"
    values = ", ".join(f"{year}: {number + 1000 + at * 7}.{number % 100:02}" for at, year in enumerate(YEARS))
    return head + f"  values: {{{values}}}\n"


def make(home):
    content = os.path.join(home, "content")
    shutil.copytree("tests/reports/small/content", content)
    for file in range(FILES):
        with open(os.path.join(content, "kpi", f"group{file}.yaml"), "w", encoding="utf-8") as out:
            out.write("".join(metric(number) for number in range(file, METRICS, FILES)))


def tell(what, measured):
    wall, cpu, memory = measured
    print(f"  {what:<52} {wall:6.2f} s  {cpu:6.2f} s of CPU  {memory:5.0f} MiB")


def main():
    huibao = os.path.join(sys.argv[1], "huibao")
    print(f"{METRICS} metrics, {len(YEARS)} years")
    with tempfile.TemporaryDirectory() as home:
        make(home)
        tell("check", run([huibao, "check", "--format", "short"], home))
        for ending in ["csv", "json", "xlsx"]:
            tell(f"kpi export .{ending}", run([huibao, "kpi", "export", "--quiet", f"all.{ending}"], home))
        tell("kpi import of that workbook: nothing changes", run([huibao, "kpi", "import", "--quiet", "all.xlsx"], home))
        for file in range(FILES):
            os.remove(os.path.join(home, "content", "kpi", f"group{file}.yaml"))
        command = [huibao, "kpi", "import", "--quiet", "all.xlsx", "--write"]
        tell("kpi import --write of that workbook, all of it new", run(command, home))
        shutil.rmtree(os.path.join(home, "content", "kpi"))
        os.mkdir(os.path.join(home, "content", "kpi"))
        shutil.copy(os.path.join(home, "all.xlsx"), os.path.join(home, "content", "kpi"))
        tell("check, the workbook being the source", run([huibao, "check", "--format", "short"], home, fine=(0, 1)))


main()
