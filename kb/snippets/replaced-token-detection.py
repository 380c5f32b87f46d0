"""Replaced token detection: a generator fills gaps, a discriminator finds what is not original."""

CORPUS = """
the cook tasted the soup . the cook ate the soup . the guest ate the soup .
the guest tasted the wine . the guest ate the fish . the cook drank the wine .
"""
SENTENCE = "the guest tasted the soup ."


def candidates(before, after):
    """What the generator knows: each word that stood between the same two neighbors."""
    words = CORPUS.split()
    triples = zip(words, words[1:], words[2:])
    return [word for left, word, right in triples if (left, right) == (before, after)]


def generated(tokens, places, seed):
    """The tokens with one of the candidates, drawn by frequency, in each of the places."""
    filled = list(tokens)
    for place in places:
        seed = seed * 75 % 65537  # the next in a fixed row of numbers: every run is the same
        words = candidates(tokens[place - 1], tokens[place + 1])
        filled[place] = words[seed % len(words)]
    return filled


def row(cells):
    return " ".join(f"{cell:8}" for cell in cells).rstrip()


original = SENTENCE.split()
for places, seed in (((1, 4), 2), ((2, 4), 13)):
    masked = ["[MASK]" if place in places else word for place, word in enumerate(original)]
    filled = generated(original, places, seed)
    answer = ["original" if a == b else "replaced" for a, b in zip(original, filled)]
    print("generator     reads   ", row(masked))
    print("discriminator reads   ", row(filled))
    print("              answers ", row(answer))
    print(f"tokens in the loss: generator {len(places)}, discriminator {len(answer)}")
