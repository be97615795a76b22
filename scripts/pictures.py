"""Draws pages of the published sample side by side, as SVG: pictures.py OUTPUT SCREENS PICTURES"""

import pathlib
import re
import subprocess
import sys
import tempfile

# Each picture is a row of pages: the edition, and words that only the wanted page has; or what a screen shows.
PICTURES = {
    "pages": [
        ("zh-Hant-HK", None),
        ("zh-Hant-HK", "2023年ESG亮點績效1,115.56"),
        ("zh-Hans-CN", "一辆车的碳足迹，在图纸上落笔"),
        ("zh-Hans-CN", "产品碳减排工作组的组成"),
    ],
    "website": [("desktop", None), ("phone", None)],
}
# In points, as the pages are: the room between them, and the shadow's reach.
GAP, SHADOW = 36, 10
# What is shown of a screen: the height in pictures.mjs, 96 pixels to 72 points.
SCREEN = 860 * 72 / 96


def page_number(pdf, words):
    """The first page from the contents on that has the words; the cover without any."""
    if words is None:
        return 1
    text = subprocess.run(["pdftotext", pdf, "-"], check=True, capture_output=True, text=True).stdout
    pages = ["".join(page.split()) for page in text.split("\f")]
    return next(number for number, page in enumerate(pages, 1) if number > 2 and words in page)


def shorter(number):
    return f"{float(number.group()):.1f}".removesuffix(".0")


def tight(path):
    """A path without the blanks that part nothing."""
    return re.sub(r" ?([A-Z]) ?", r"\1", path).replace(" -", "-")


def hexadecimal(color):
    return "#" + "".join(f"{round(float(part) * 2.55):02x}" for part in color.groups())


def drawing(pdf, page, prefix):
    """One page as the inside of an SVG with names of its own, with its width and height."""
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder, "page.svg")
        subprocess.run(["pdftocairo", "-svg", "-f", str(page), "-l", str(page), pdf, file], check=True)
        svg = file.read_text()
    width, height = map(float, re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg).groups())
    inside = svg[svg.index(">", svg.index("<svg")) + 1 : svg.rindex("</svg>")]
    inside = re.sub(r'(id="|href="#|url\(#)', rf"\g<1>{prefix}", inside)
    # A tenth of a point cannot be seen at this size. What scales or moves a shape stays exact.
    inside = re.sub(r'(?<= d=")[^"]*', lambda path: tight(re.sub(r"-?\d+\.\d{2,}", shorter, path.group())), inside)
    inside = re.sub(r"rgb\(([\d.]+)%,([\d.]+)%,([\d.]+)%\)", hexadecimal, inside).replace("fill-opacity:1;", "")
    # Glyphs as groups: shorter than symbols, and never cut off.
    inside = inside.replace('<symbol overflow="visible"', "<g").replace("</symbol>", "</g>").replace(' style="stroke:none;"', "")
    return re.sub(r"\s*\n\s*", "\n", inside), width, height


def main(output, screens, pictures):
    pathlib.Path(pictures).mkdir(parents=True, exist_ok=True)
    for name, row in PICTURES.items():
        x, parts, tallest = SHADOW, [], 0
        for number, (edition, words) in enumerate(row):
            pdf = f"{screens}/{edition}.pdf" if name == "website" else f"{output}/{edition}/report.pdf"
            inside, width, height = drawing(pdf, page_number(pdf, words), f"p{number}-")
            height = min(height, SCREEN) if name == "website" else height
            parts.append(
                f'<svg x="{x}" y="{SHADOW}" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
                f'{inside}</svg>\n<rect x="{x}" y="{SHADOW}" width="{width}" height="{height}" '
                'fill="none" stroke="#8a9a9a" stroke-opacity="0.5"/>'
            )
            x, tallest = x + width + GAP, max(tallest, height)
        width, height = x - GAP + SHADOW, tallest + 2 * SHADOW
        svg = (
            '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
            f'viewBox="0 0 {width:.0f} {height:.0f}">\n' + "\n".join(parts) + "\n</svg>\n"
        )
        path = pathlib.Path(pictures, f"{name}.svg")
        path.write_text(svg)
        print(f"{path}: {len(svg) // 1024} KB")


if __name__ == "__main__":
    main(*sys.argv[1:])
