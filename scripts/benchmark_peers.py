"""The open pipeline beside huibao: OpenCC, pandoc and Typst make a PDF and a page of HTML of both editions.

`benchmark_peers.py CONTENT OUTPUT`, with pypandoc_binary, typst and opencc installed.
"""

import os
import sys

import opencc
import pypandoc
import typst

HEAD = """#set page(paper: "a4", margin: 22mm, numbering: "1")
#set text(font: "Noto Sans CJK {region}", size: 10.2pt, lang: "zh")
#set par(justify: true)
#let horizontalrule = line(length: 100%)
"""


def main():
    content, output = sys.argv[1:]
    chapters = os.path.join(content, "chapters")
    texts = [open(os.path.join(chapters, name), encoding="utf-8").read() for name in sorted(os.listdir(chapters))]
    text = "\n\n".join(texts)
    os.makedirs(output, exist_ok=True)
    for edition, region, script in [("zh-Hant-HK", "HK", None), ("zh-Hans-CN", "SC", "hk2s")]:
        words = opencc.OpenCC(script).convert(text) if script else text
        source = os.path.join(output, f"{edition}.typ")
        with open(source, "w", encoding="utf-8") as file:
            file.write(HEAD.format(region=region) + pypandoc.convert_text(words, "typst", format="markdown"))
        typst.compile(source, output=os.path.join(output, f"{edition}.pdf"))
        page = pypandoc.convert_text(words, "html", format="markdown", extra_args=["--standalone", "--metadata=title:report"])
        with open(os.path.join(output, f"{edition}.html"), "w", encoding="utf-8") as file:
            file.write(page)


main()
