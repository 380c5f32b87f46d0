"""Perplexity: among how many equally likely words a model seems to choose, word after word."""

import math

TEXT = "the cat sat on the mat . the dog sat on the rug . the cat saw the dog ."
words = TEXT.split()
vocabulary = set(words)
pairs = list(zip(f". {TEXT}".split(), words))  # each word with the one before it


def uniform(word, before):
    """A model that knows nothing but the vocabulary."""
    return 1 / len(vocabulary)


def unigram(word, before):
    """A model that knows how frequent each word is."""
    return words.count(word) / len(words)


def bigram(word, before):
    """A model that looks at the word before; each pair counts once more, so that none has 0."""
    return (pairs.count((before, word)) + 1) / (words.count(before) + len(vocabulary))


def perplexity(model, sentence):
    """exp of the mean surprise, -log p, over all words."""
    steps = zip(f". {sentence}".split(), sentence.split())
    surprise = [-math.log(model(word, before)) for before, word in steps]
    return math.exp(sum(surprise) / len(surprise))


print("words in the vocabulary:", len(vocabulary))
print("uniform  unigram   bigram")
for sentence in ("the cat sat on the mat .", "the dog saw the cat .", "mat the on sat cat the ."):
    row = [perplexity(model, sentence) for model in (uniform, unigram, bigram)]
    print("{:7.2f}  {:7.2f}  {:7.2f}  {}".format(*row, sentence))
