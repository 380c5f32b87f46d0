"""Span masking, as in SpanBERT: the masked tokens stand together, not one by one."""

P, LONGEST = 0.2, 10  # the lengths of spans follow a geometric distribution, cut off at 10
SHARE = 0.15  # of the tokens are masked
TEXT = """
a span is a row of words that belong together , such as a name or a date ; to restore a whole
span , the model has to look beyond its neighbors , for they are hidden as well
"""

weights = [P * (1 - P) ** (length - 1) for length in range(1, LONGEST + 1)]
shares = [weight / sum(weights) for weight in weights]


def span_length(draw):
    """The length that belongs to a number between 0 and 1."""
    for length, share in enumerate(shares, start=1):
        draw -= share
        if draw < 0:
            return length
    return LONGEST


def masked(tokens, longest, seed):
    """The tokens with spans of at most `longest` masked until the budget is spent."""
    tokens = list(tokens)
    while (left := round(len(tokens) * SHARE) - tokens.count("[MASK]")) > 0:
        seed = seed * 75 % 65537  # the next in a fixed row of numbers: every run is the same
        length = min(span_length(seed / 65537), longest, left)
        seed = seed * 75 % 65537
        start = seed % (len(tokens) - length + 1)
        tokens[start : start + length] = ["[MASK]"] * length
    return " ".join(tokens)


for length, share in enumerate(shares, start=1):
    print(f"length {length:2} {share:.3f}", "#" * round(share * 100))
print(f"mean {sum(length * share for length, share in enumerate(shares, start=1)):.2f}")
print("\none by one:", masked(TEXT.split(), longest=1, seed=345))
print("\nin spans:", masked(TEXT.split(), longest=LONGEST, seed=345))
