"""Unigram tokenization: among all ways to cut a text, the most probable one is taken."""

import math

# How often each piece was used; ▁ stands for a space. In SentencePiece, training finds these.
COUNTS = {"▁un": 60, "▁unbe": 1, "▁a": 90, "▁be": 80, "▁": 50, "lie": 20, "believ": 20, "able": 50}
COUNTS.update(dict.fromkeys("abeilnuv", 5))
TOTAL = sum(COUNTS.values())


def all_ways(text):
    """Every way to cut the text into pieces of the vocabulary, with its probability."""
    if not text:
        yield 1.0, ""
    for end in range(1, len(text) + 1):
        if text[:end] in COUNTS:
            for probability, rest in all_ways(text[end:]):
                yield COUNTS[text[:end]] / TOTAL * probability, f"{text[:end]} {rest}".strip()


def best_way(text):
    """The same without trying all: the Viterbi algorithm keeps the best way to each place."""
    best = [(0.0, "")]
    for end in range(1, len(text) + 1):
        ways = [(-math.inf, "")]
        for start in range(end):
            score, pieces = best[start]
            if text[start:end] in COUNTS:
                logarithm = math.log(COUNTS[text[start:end]] / TOTAL)
                ways.append((score + logarithm, f"{pieces} {text[start:end]}".strip()))
        best.append(max(ways))
    return best[-1][1]


for text in ("unbelievable", "able"):
    marked = f" {text}".replace(" ", "▁")
    ways = sorted(all_ways(marked), reverse=True)
    print(f"{text}: {len(ways)} ways; Viterbi finds {best_way(marked)}")
    for probability, pieces in ways[:3]:
        print(f"    {probability:.1e}  {pieces}")
