"""Times huibao against its peers in the same run and prints ratios. Called by scripts/benchmark.

The peers: a bare Typst document of the same text (headings, paragraphs, tables; no theme), the very sources that huibao
emits through a plain Typst, and with --peers what one would put together by hand: pandoc, Typst and OpenCC.
"""

import html
import html.parser
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROUNDS = 3
# So long a report swings little from one run to the next.
TIMES, ROUNDS_OF_TIMES = 10, 1
EDITIONS = ["zh-Hant-HK", "zh-Hans-CN"]
# Sections and tables of the report that is made up for the comparison with pandoc.
SECTIONS = 60
TABLES = 180
# Reports of a season that are published beside each other.
SMALL_REPORTS = 50
LARGE_REPORTS = 10


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


def median(runs, what=0):
    return statistics.median(run[what] for run in runs)


def line(what, own, peer="", ratio=None, unit="s"):
    ratio = "" if ratio is None else f"{ratio:.2f}"
    own, peer = (f"{value:.2f} {unit}" if isinstance(value, float) else value for value in (own, peer))
    print(f"| {what} | {own} | {peer} | {ratio} |", flush=True)


# In the settings of a report that is long by saying the same again.
SAYS_IT_AGAIN = "checks: {repeated-text: off}\n"


def repeat(content, times):
    """Makes every chapter several times as long. Names stay unique; the indices stay one each, with all places."""
    chapters = os.path.join(content, "chapters")
    if times > 1:
        with open(os.path.join(content, "report.yaml"), "a", encoding="utf-8") as file:
            file.write(SAYS_IT_AGAIN)
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


class Plain(html.parser.HTMLParser):
    """The text of a page of the website as bare Typst: headings, paragraphs and tables."""

    BLOCKS = {"p", "li", "dt", "dd", "figcaption", "caption", "div", "section", "figure", "blockquote", "summary"}
    SILENT = {"script", "style", "nav", "header", "footer", "button", "svg", "form", "template"}

    def __init__(self):
        super().__init__()
        self.out, self.text, self.silent, self.within = [], "", 0, 0
        self.heading, self.rows = None, None

    def flush(self):
        text, self.text = " ".join(self.text.split()), ""
        if not text:
            return
        literal = '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
        if self.rows is not None:
            self.rows[-1].append(literal)
        elif self.heading:
            self.out.append(f"#heading(level: {self.heading}, {literal})")
        else:
            self.out.append(f"#{literal}\n")

    def handle_starttag(self, tag, attributes):
        if tag == "main":
            self.within += 1
        if tag in self.SILENT:
            self.silent += 1
        if tag in self.BLOCKS and self.rows is None:
            self.flush()
        if re.fullmatch("h[1-6]", tag):
            self.flush()
            self.heading = int(tag[1])
        if tag == "table":
            self.flush()
            self.rows = [[]]
        if tag == "tr" and self.rows is not None:
            self.rows.append([])

    def handle_endtag(self, tag):
        if tag in self.SILENT:
            self.silent -= 1
        if tag in ("td", "th") or tag in self.BLOCKS and self.rows is None:
            self.flush()
        if re.fullmatch("h[1-6]", tag):
            self.flush()
            self.heading = None
        if tag == "table" and self.rows is not None:
            rows, self.rows = [row for row in self.rows if row], None
            columns = max((len(row) for row in rows), default=0)
            cells = [cell for row in rows for cell in row + ['""'] * (columns - len(row))]
            if cells:
                self.out.append(f"#table(columns: {columns}, {', '.join(cells)})")
        if tag == "main":
            self.within -= 1

    def handle_data(self, data):
        if self.within and not self.silent:
            self.text += data


def bare(site, typst, to, edition):
    """Writes a bare Typst document of the text of a published edition, with the fonts of the emitted sources."""
    os.makedirs(to)
    shutil.copy(os.path.join(typst, "fonts.txt"), to)
    region = "HK" if edition.endswith("HK") else "SC"
    out = [
        "#set page(paper: \"a4\", margin: 22mm, numbering: \"1\")",
        f"#set text(font: \"Noto Sans CJK {region}\", size: 10.2pt, lang: \"zh\")",
        "#set par(justify: true, leading: 0.8em)",
    ]
    pages = [name for name in sorted(os.listdir(site)) if name.endswith(".html") and name != "search.html"]
    for name in pages:
        parser = Plain()
        with open(os.path.join(site, name), encoding="utf-8") as file:
            parser.feed(file.read())
        parser.flush()
        out += parser.out
    with open(os.path.join(to, "main.typ"), "w", encoding="utf-8") as file:
        file.write("\n".join(out) + "\n")


def measure(binaries, times):
    """The sample's content, once or several times over: publish against plain and bare compiles."""
    huibao = os.path.join(binaries, "huibao")
    plain = os.path.join(binaries, "examples", "plain-typst")
    name = "the sample" if times == 1 else f"the sample {times} times over"
    with tempfile.TemporaryDirectory() as home:
        shutil.copytree("content", os.path.join(home, "content"))
        repeat(os.path.join(home, "content"), times)
        run([huibao, "typst", "typst"], home)
        run([huibao, "publish", "--quiet"], home)
        for edition in EDITIONS:
            folder = os.path.join(home, "typst", edition)
            bare(os.path.join(home, "output", edition), folder, os.path.join(home, "bare", edition), edition)
        publish, single, checked, emitted, bares = [], [], [], [], []
        for _ in range(ROUNDS if times == 1 else ROUNDS_OF_TIMES):
            fresh(home)
            publish.append(run([huibao, "publish", "--quiet"], home))
            fresh(home)
            single.append(run([huibao, "publish", "--quiet", "--jobs", "1"], home))
            checked.append(run([huibao, "check", "--quiet"], home, fine=(0, 1)))
            emitted.append([run([plain, os.path.join("typst", edition)], home) for edition in EDITIONS])
            bares.append([run([plain, os.path.join("bare", edition)], home) for edition in EDITIONS])
        both = [(sum(one[0] for one in pair), sum(one[1] for one in pair), max(one[2] for one in pair)) for pair in emitted]
        two_bare = [(sum(one[0] for one in pair), sum(one[1] for one in pair), max(one[2] for one in pair)) for pair in bares]
        seconds, memory = median(publish), median(publish, 2)
        line(f"publish {name} ÷ two bare compiles one by one", seconds, median(two_bare), seconds / median(two_bare))
        line("… ÷ plain compiles of its own sources", seconds, median(both), seconds / median(both))
        line("its sources ÷ a bare document of the same text, CPU", median(both, 1), median(two_bare, 1),
             median(both, 1) / median(two_bare, 1))
        # With site and indices: the theme and its fit pass take no more than this.
        themed = median(single, 1) - median(checked, 1)
        line("publish less check, fit pass included ÷ the same, CPU", themed, median(two_bare, 1), themed / median(two_bare, 1))
        line("memory of publish; with --jobs 1", memory, median(single, 2), memory / median(single, 2), "MiB")
        line("publish with --jobs 1", median(single), "", None)
        if times == 1:
            again(huibao, home, seconds)
        return seconds, memory


def fresh(home):
    """Takes away the output and what is kept beside it."""
    for name in os.listdir(home):
        if name == "output" or name.startswith(".output.huibao-"):
            path = os.path.join(home, name)
            shutil.rmtree(path) if os.path.isdir(path) else os.remove(path)


def again(huibao, home, full):
    """An unchanged report, and one with a changed chapter."""
    run([huibao, "publish", "--quiet"], home)
    same = [run([huibao, "publish", "--quiet"], home) for _ in range(ROUNDS)]
    line("publish again, nothing changed ÷ full", median(same), full, median(same) / full)
    run([huibao, "index", "--quiet"], home)
    same = [run([huibao, "index", "--quiet"], home) for _ in range(ROUNDS)]
    line("index again, nothing changed ÷ full publish", median(same), full, median(same) / full)
    chapter = next(
        path for path in sorted(os.scandir(os.path.join(home, "content", "chapters")), key=lambda entry: entry.name)
        if path.name.endswith(".md")
    )
    changed = []
    for count in range(ROUNDS):
        run([huibao, "publish", "--quiet"], home)
        with open(chapter.path, "a", encoding="utf-8") as file:
            file.write(f"\n本段第{count + 1}次修訂。\n")
        changed.append(run([huibao, "publish", "--quiet"], home))
    line("publish after a change in one chapter ÷ full", median(changed), full, median(changed) / full)
    fresh(home)
    index = [run([huibao, "index", "--quiet"], home) for _ in range(ROUNDS) if fresh(home) is None]
    line("index alone ÷ full publish", median(index), full, median(index) / full)


SETTINGS = """issuer: {name: {zh-Hant: 示例實業有限公司}, stock_code: "00000"}
title: {zh-Hant: 2025年環境、社會及管治報告}
period: {from: 2025-01-01, to: 2025-12-31}
published: 2026-04-30
source: zh-Hant-HK
editions: [zh-Hant-HK, zh-Hans-CN]
listing: {board: main, large_cap: false}
draft: true
standards: [hkex-2025, {id: gri, claim: with-reference}]
""" + SAYS_IT_AGAIN
SECTIONS_OF_A_CHAPTER = 40
PARAGRAPH = "本年度錄得事故12宗，較上年減少3宗。管理層按季檢討有關政策的成效，並把結果向董事會匯報；如有需要，會修訂程序和目標。"


def rounds_of(binaries, home):
    """Compiles the sources of both editions one by one; gives wall seconds and the most rounds that a layout took."""
    plain = os.path.join(binaries, "examples", "plain-typst")
    seconds, rounds = 0.0, 0
    for edition in EDITIONS:
        start = time.monotonic()
        made = subprocess.run([plain, os.path.join("typst", edition), "--rounds"], cwd=home, capture_output=True, text=True, check=True)
        seconds += time.monotonic() - start
        rounds = max(rounds, int(re.search(r"(\d+) rounds", made.stdout)[1]))
    return seconds, rounds


def index(binaries):
    """`huibao index` of the sample beside one plain compile of each edition."""
    huibao = os.path.join(binaries, "huibao")
    with tempfile.TemporaryDirectory() as home:
        shutil.copytree("content", os.path.join(home, "content"))
        run([huibao, "typst", "typst"], home)
        own = median([run([huibao, "index", "--quiet"], home) for _ in range(ROUNDS) if fresh(home) is None])
        compiles = [rounds_of(binaries, home) for _ in range(ROUNDS)]
        plain = median(compiles)
        line("index of the sample ÷ one plain compile of each edition", own, plain, own / plain)
        line("rounds in which the layout of the sample settles", str(compiles[0][1]))


def claims(binaries, count):
    """A report with so many claims, spread over sections of a paragraph each: `huibao index`, and rounds of layout."""
    huibao = os.path.join(binaries, "huibao")
    with tempfile.TemporaryDirectory() as home:
        chapters = os.path.join(home, "content", "chapters")
        os.makedirs(chapters)
        with open(os.path.join(home, "content", "report.yaml"), "w", encoding="utf-8") as file:
            file.write(SETTINGS)
        with open(os.path.join(chapters, "00-about.md"), "w", encoding="utf-8") as file:
            file.write("# 關於本報告\n\n本報告用於量度。\n")
        listed = subprocess.run([huibao, "standards", "--format", "json"], cwd=home, capture_output=True, text=True, check=True)
        codes = []
        for standard in json.loads(listed.stdout):
            family = standard["standard"].split("-")[0]
            live = (item for item in standard["disclosures"] if item["obligation"] not in ("gone", "not-yet-due"))
            codes.extend(f"{family}:{item['code']}" for item in live)
        for at in range(count):
            name = os.path.join(chapters, f"{10 + at // SECTIONS_OF_A_CHAPTER:04}.md")
            with open(name, "a", encoding="utf-8") as file:
                if at % SECTIONS_OF_A_CHAPTER == 0:
                    file.write(f"# 第{at // SECTIONS_OF_A_CHAPTER + 1}部分\n")
                file.write(f"\n## 事項{at} {{#s{at} disclose=\"{codes[at % len(codes)]}\"}}\n\n{PARAGRAPH}\n")
        with open(os.path.join(chapters, "9999-index.md"), "w", encoding="utf-8") as file:
            file.write("---\nrole: appendix\n---\n# 索引\n\n```index\nstandard: hkex-2025\n```\n\n```index\nstandard: gri\n```\n")
        run([huibao, "typst", "typst"], home)
        wall, _, _ = run([huibao, "index", "--quiet"], home)
        _, rounds = rounds_of(binaries, home)
        line(f"index of {count} claims; rounds of layout", wall, f"{rounds} rounds")
        return wall


def checks(huibao):
    for name, folder in [("sample", "."), ("small report", "tests/reports/small")]:
        runs = [run([huibao, "check", "--quiet"], folder, fine=(0, 1)) for _ in range(5)]
        line(f"check of the {name}, CPU", median(runs, 1))


def made_up(home):
    """A report of many sections and tables in plain Markdown, which pandoc reads as well."""
    content = os.path.join(home, "content")
    os.makedirs(os.path.join(content, "chapters"))
    with open(os.path.join(content, "report.yaml"), "w", encoding="utf-8") as file:
        file.write(
            "issuer:\n  name: {zh-Hant-HK: 青禾製造有限公司}\n  stock_code: \"0000\"\n"
            "title: {zh-Hant-HK: 2023 年可持續發展報告}\nperiod: {from: 2023-01-01, to: 2023-12-31}\n"
            "published: 2024-04-29\nsource: zh-Hant-HK\neditions: [zh-Hant-HK, zh-Hans-CN]\nstandards: []\n"
            + SAYS_IT_AGAIN
        )
    sentences = [
        "集團於年內持續檢視各生產基地的能源效益，並按既定計劃分階段更換老舊設備。",
        "管理層每季聽取環境數據的匯報，並就偏離目標的情況要求責任部門提出改善措施。",
        "我們與供應商共同釐定包裝材料的規格，使回收物料的比例逐步提高。",
        "各地員工可透過內部平台查閱職業健康及安全的培訓教材，並反映現場的隱患。",
        "董事會轄下的委員會負責監督相關風險，其職權範圍已載於集團網站。",
    ]
    table = 0
    for chapter in range(6):
        out = [f"# 第{'一二三四五六'[chapter]}部分"]
        for section in range(SECTIONS // 6):
            out.append(f"## 議題{'甲乙丙丁戊己庚辛壬癸'[section]}")
            for paragraph in range(4):
                out.append("".join(sentences[(paragraph + shift + section) % 5] for shift in range(5)))
            for _ in range(TABLES // SECTIONS):
                table += 1
                rows = ["| 項目 | 單位 | 甲廠 | 乙廠 | 丙廠 |", "|---|---|---:|---:|---:|"]
                for row in range(8):
                    values = " | ".join(f"{(table * 37 + row * 101 + place * 53) % 9000 + 1000:,}" for place in range(3))
                    rows.append(f"| {'水電氣油煤紙鋼木'[row]}的用量 | 噸 | {values} |")
                out.append("\n".join(rows))
        with open(os.path.join(content, "chapters", f"{chapter + 1}0-part.md"), "w", encoding="utf-8") as file:
            file.write("\n\n".join(out) + "\n")


def peers(huibao, cache):
    """The open pipeline that one would put together: OpenCC for the script, pandoc for Typst and HTML, Typst for PDF."""
    venv = os.path.join(cache, "peers")
    python = os.path.join(venv, "bin", "python")
    if not os.path.exists(os.path.join(venv, "complete")):
        subprocess.run([sys.executable, "-m", "venv", "--clear", venv], check=True)
        packages = ["pypandoc_binary", "typst==0.15.*", "opencc==1.4.2"]
        if subprocess.run([python, "-m", "pip", "install", "--quiet", *packages]).returncode:
            print("the peers could not be fetched; their lines are left out", file=sys.stderr)
            return
        open(os.path.join(venv, "complete"), "w").close()
    pipeline = os.path.join(os.path.abspath("scripts"), "benchmark_peers.py")
    with tempfile.TemporaryDirectory() as home:
        made_up(home)
        own, other = [], []
        for _ in range(ROUNDS):
            fresh(home)
            own.append(run([huibao, "publish", "--quiet"], home))
            other.append(run([python, pipeline, "content", "peer"], home))
        what = f"publish, {SECTIONS} sections, {TABLES} tables ÷ pandoc + Typst + OpenCC"
        line(what, median(own), median(other), median(own) / median(other))


def season(huibao):
    """Many reports beside each other, one process each, as a printer's season has them."""
    for name, source, count in [("small", "tests/reports/small", SMALL_REPORTS), ("large", ".", LARGE_REPORTS)]:
        with tempfile.TemporaryDirectory() as home:
            folders = [os.path.join(home, str(number)) for number in range(count)]
            for folder in folders:
                shutil.copytree(os.path.join(source, "content"), os.path.join(folder, "content"))
            start = time.monotonic()
            command = ["xargs", "-P", str(os.cpu_count()), "-I", "{}", huibao, "publish", "--quiet", "--jobs", "1",
                       "--content", "{}/content", "--output", "{}/output"]
            subprocess.run(command, input="\n".join(folders), text=True, check=True, stdout=subprocess.DEVNULL,
                           stderr=subprocess.DEVNULL)
            wall = time.monotonic() - start
            line(f"{count} {name} reports on {os.cpu_count()} cores; reports in a core-hour", wall,
                 f"{count * 3600 / (wall * os.cpu_count()):.0f}")


def first_build():
    """`cargo build` with nothing compiled yet: wall and CPU, those of every compiler that it runs."""
    with tempfile.TemporaryDirectory() as target:
        os.environ["CARGO_TARGET_DIR"] = target
        wall, cpu, _ = run([shutil.which("cargo"), "build", "--quiet"], ".")
        line("first build: minutes, CPU-minutes", f"{wall / 60:.1f} min", f"{cpu / 60:.1f} min")


def main():
    binaries, cache, *options = sys.argv[1:]
    huibao = os.path.join(binaries, "huibao")
    print("| what | huibao | beside it | ratio |\n|---|---:|---:|---:|")
    checks(huibao)
    index(binaries)
    few, many = claims(binaries, 400), claims(binaries, 2000)
    line("2,000 claims ÷ 400 claims: time", many, few, many / few)
    once = measure(binaries, 1)
    if "--quick" not in options:
        often = measure(binaries, TIMES)
        line(f"{TIMES} times the content: time", often[0], once[0], often[0] / once[0])
        line(f"{TIMES} times the content: memory", often[1], once[1], often[1] / once[1], "MiB")
    if "--peers" in options:
        peers(huibao, cache)
    if "--season" in options:
        season(huibao)
    if "--first-build" in options:
        first_build()


if __name__ == "__main__":
    main()
