"""Characters that sound or look alike, and words that a slip of typing must not be. Run by scripts/alike with the folder of
Unihan and the path of a language model.

Two characters sound alike by their first reading in Mandarin or in Cantonese, tones left out. They look alike where their
codes of Cangjie, which tell the parts of a character, differ in one of three letters or more. The model's words of two
characters are listed where they are one of these characters away from an ordinary word, and are no ordinary word."""

import bz2
import collections
import hashlib
import os
import pathlib
import re
import sys
import unicodedata

import opencc

GENERATED = pathlib.Path(os.environ.get("GENERATED", "standards/script/generated"))
WORDS = pathlib.Path("standards/script/generated/words.txt")
RARE = 60  # tenths of a negative decimal logarithm: characters as rare as that are typed by nobody
ORDINARY = 65  # the same of words
PARTS = 3  # letters of a code, at least
WIDTH = 120  # characters of a line
HAN = re.compile("[\u4e00-\u9fff]{2}$")


class Unihan:
    def __init__(self, folder):
        self.folder, self.hashes = pathlib.Path(folder), {}

    def read(self, name, field):
        content = bz2.decompress((self.folder / f"{name}.txt.bz2").read_bytes())
        self.hashes[f"Unihan, {name}.txt"] = hashlib.sha256(content).hexdigest()
        rows = (line.split("\t") for line in content.decode("utf-8").splitlines() if line.startswith("U+"))
        return {chr(int(code[2:], 16)): value.split(" ")[0] for code, key, value in rows if key == field}


def costs():
    found = {}
    for line in WORDS.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            cost, *words = line.split()
            found.update((word, min(int(cost.lstrip("*")), found.get(word, 99))) for word in words)
    return found


def toneless(reading):
    parts = unicodedata.normalize("NFD", reading.rstrip("123456"))
    return "".join(part for part in parts if not unicodedata.combining(part) or part == "\u0308")


def shapes(code):
    if len(code) >= PARTS:
        yield code
        yield from (code[:at] + "?" + code[at + 1:] for at in range(len(code)))
    if len(code) > PARTS:
        yield from (code[:at] + code[at + 1:] for at in range(len(code)))


def groups(unihan, characters):
    mandarin, cantonese = (unihan.read("Unihan_Readings", field) for field in ("kMandarin", "kCantonese"))
    cangjie = unihan.read("Unihan_DictionaryLikeData", "kCangjie")
    traditional, found = opencc.OpenCC("s2hk"), collections.defaultdict(set)
    for own in characters:
        for form in {own, traditional.convert(own)}:
            keys = [("m", toneless(mandarin.get(form, ""))), ("c", toneless(cantonese.get(form, "")))]
            for key in keys + [("l", shape) for shape in shapes(cangjie.get(form, ""))]:
                if key[1]:
                    found[key].add(own)
    return sorted({"".join(sorted(group)) for group in found.values() if len(group) > 1})


def main():
    unihan, model, ordinary = Unihan(sys.argv[1]), pathlib.Path(sys.argv[2]).read_bytes(), costs()
    alike = groups(unihan, [word for word, cost in ordinary.items() if len(word) == 1 and cost <= RARE])
    beside = collections.defaultdict(set)
    for group in alike:
        for own in group:
            beside[own].update(group)
    is_near = {f"{other}{word[1]}" for word, cost in ordinary.items() if len(word) == 2 and cost <= ORDINARY for other in beside[word[0]]}
    is_near |= {f"{word[0]}{other}" for word, cost in ordinary.items() if len(word) == 2 and cost <= ORDINARY for other in beside[word[1]]}
    # The words stand behind the trie, each closed by a zero.
    known = model[model.index(b"<unk>\0"):].decode("utf-8").split("\0")
    known = sorted(word for word in set(known) if HAN.match(word) and word in is_near and word not in ordinary)
    out = ["# Characters that sound or look alike, in Simplified, and behind `=` words of two characters that are one of them away",
           "# from an ordinary word. Written by scripts/alike, never by hand. SHA-256 of what it is made from:"]
    out += [f"# {name}: {digest}" for name, digest in unihan.hashes.items()]
    out += [f"# libime-data-language-model 1.0.16, zh_CN.lm: {hashlib.sha256(model).hexdigest()}"]
    out += alike
    line = "="
    for word in known:
        if len(line) + 2 > WIDTH:
            out.append(line)
            line = "="
        line += word
    (GENERATED / "alike.txt").write_text("\n".join([*out, line]) + "\n", "utf-8")


main()
