"""Scaled dot-product self-attention on three vectors, in an encoder and in a decoder."""

import math

TOKENS = ["river", "bank", "money"]
VECTORS = [[2.0, 0.0], [1.0, 1.0], [0.0, 2.0]]


def softmax(scores):
    """Positive numbers that add up to 1; a score of minus infinity becomes 0."""
    exponentials = [math.exp(score - max(scores)) for score in scores]
    return [exponential / sum(exponentials) for exponential in exponentials]


def attention_weights(queries, keys, causal):
    """A row for each query: how much it takes from each position."""
    rows = []
    for place, query in enumerate(queries):
        scores = [sum(q * k for q, k in zip(query, key)) / math.sqrt(len(key)) for key in keys]
        if causal:  # nothing may be taken from the right
            scores[place + 1 :] = [-math.inf] * len(scores[place + 1 :])
        rows.append(softmax(scores))
    return rows


def mixed(weights, values):
    """The mean of the values, weighted."""
    columns = zip(*values)
    return [sum(w * number for w, number in zip(weights, column)) for column in columns]


for name, causal in (("encoder", False), ("decoder", True)):
    print(f"{name:8}", *[f"{token:>6}" for token in TOKENS], "   output")
    # In a Transformer, three trained matrices make queries, keys and values from the vectors.
    for token, weights in zip(TOKENS, attention_weights(VECTORS, VECTORS, causal)):
        output = ", ".join(f"{number:.2f}" for number in mixed(weights, VECTORS))
        print(f"  {token:6}", *[f"{weight:6.2f}" for weight in weights], f"   ({output})")
