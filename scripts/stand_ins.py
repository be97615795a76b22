"""What the neighbours of a word say about it. Run by scripts/stand-ins with the path of the model.

For every pair of standards/script/reviewed/stand-ins.txt, and every word that the model has seen before or behind one of the two:
how much likelier the word that is meant becomes beside it, in tenths of a decimal logarithm. How frequent the two are
by themselves is left out: that is the lean of the reviewed list, since the model knows the mainland alone."""

import hashlib
import os
import pathlib
import sys

import kenlm
import opencc

STANDARDS = pathlib.Path("standards/script")
GENERATED = pathlib.Path(os.environ.get("GENERATED", STANDARDS / "generated"))
LEAST = 3  # tenths: less says nothing
MOST = 40  # tenths: more says no more
LONGEST = 6  # characters of a neighbour
WIDTH = 120  # characters of a line
RARE = ["基桑加尼", "胡椒子"]  # words of the model that stand beside none of the pairs: what it says of the unseen


class Model:
    def __init__(self, path):
        content = path.read_bytes()
        self.hash = hashlib.sha256(content).hexdigest()
        # The words stand behind the trie, each closed by a zero.
        listed = content[content.index(b"<unk>\0"):].decode("utf-8").split("\0")
        self.model, self.states, self.alone = kenlm.Model(str(path)), {}, {}
        for word in filter(None, listed[1:]):
            self.states[word], self.alone[word], _ = self.after(None, word)
        self.words = [word for word in self.states if len(word) <= LONGEST and not word.startswith("<")]

    def after(self, before, word):
        """The state, the logarithm of the probability, and of how many words it is known."""
        if before is None:
            state = kenlm.State()
            self.model.NullContextWrite(state)
        else:
            state = self.states[before]
        out = kenlm.State()
        score = self.model.BaseFullScore(state, word, out)
        return out, score.log_prob, score.ngram_length

    def known(self, pairs):
        return {one for one, (before, word) in pairs if self.after(before, word)[2] > 1}

    def unseen(self, word):
        """What is lost behind this word by every word that was never seen there."""
        rare = (rare for rare in RARE if self.after(word, rare)[2] == 1)
        return next((self.after(word, one)[1] - self.alone[one] for one in rare), 0.0)

    def neighbours(self, word, meant):
        """How much likelier `meant` is than `word`, behind each word and before each word."""
        behind = self.known((one, (one, either)) for one in self.words for either in (word, meant))
        before = self.known((one, (either, one)) for one in self.words for either in (word, meant))
        alone = self.alone[meant] - self.alone[word]
        unseen = self.unseen(meant) - self.unseen(word)
        left = {one: self.after(one, meant)[1] - self.after(one, word)[1] - alone for one in behind}
        right = {one: self.after(meant, one)[1] - self.after(word, one)[1] - unseen for one in before}
        return left, right


def lines(sign, scores):
    """Words by what they say, in lines that are not too long."""
    listed = {}
    for word, score in scores.items():
        tenths = max(-MOST, min(MOST, round(10 * score)))
        if abs(tenths) >= LEAST:
            listed.setdefault(tenths, []).append(word)
    for tenths, words in sorted(listed.items()):
        line = f"{sign}{tenths}"
        for word in sorted(words):
            if len(line) + len(word) > WIDTH:
                yield line
                line = f"{sign}{tenths}"
            line += f" {word}"
        yield line


def main():
    model, simplified = Model(pathlib.Path(sys.argv[1])), opencc.OpenCC("hk2s")
    rows = [line.split("\t") for line in (STANDARDS / "reviewed" / "stand-ins.txt").read_text("utf-8").splitlines()]
    pairs = sorted({(simplified.convert(row[1]), simplified.convert(row[2].split("=")[0])) for row in rows if len(row) > 3})
    out = ["# What the neighbours of a word say about the word that is meant, in tenths of a decimal logarithm. Written by",
           "# scripts/stand-ins, never by hand. `=` opens a pair; `<` words before it, `>` words behind it. SHA-256 of the model:",
           f"# libime-data-language-model 1.0.16, zh_CN.lm: {model.hash}"]
    for word, meant in pairs:
        unknown = {word, meant} - model.states.keys()
        if unknown:
            sys.exit(f"the model lacks {' '.join(sorted(unknown))}")
        left, right = model.neighbours(word, meant)
        out += [f"={word} {meant}", *lines("<", left), *lines(">", right)]
    (GENERATED / "stand-ins.txt").write_text("\n".join(out) + "\n", "utf-8")


main()
