"""One vector for each word, or one for each occurrence: “bank” in three sentences."""

import math

STATIC = {  # a lookup table, as word2vec and GloVe make it
    "bank": [1.0, 1.0],
    "river": [2.0, 0.0],
    "fish": [1.8, 0.2],
    "money": [0.0, 2.0],
    "loan": [0.2, 1.8],
}
SENTENCES = ["river bank fish", "money bank loan", "river bank loan"]


def dot(x, y):
    return sum(a * b for a, b in zip(x, y))


def cosine(x, y):
    """How alike two directions are: 1 for the same, 0 for a right angle."""
    return dot(x, y) / math.sqrt(dot(x, x) * dot(y, y))


def contextual(word, sentence):
    """The static vectors of the sentence, mixed by how well they fit the word: attention."""
    vectors = [STATIC[other] for other in sentence.split()]
    weights = [math.exp(dot(STATIC[word], vector)) for vector in vectors]
    return [dot(weights, column) / sum(weights) for column in zip(*vectors)]


def show(name, vector):
    likeness = [f"{word} {cosine(vector, STATIC[word]):.2f}" for word in ("river", "money")]
    print(f"{name:16} ({vector[0]:.2f}, {vector[1]:.2f})   like", ", ".join(likeness))


show("static", STATIC["bank"])
for sentence in SENTENCES:
    show(sentence, contextual("bank", sentence))
