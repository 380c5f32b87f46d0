"""Two directions side by side (BiLM) are not the same as both sides at once (MLM)."""

TEXTS = [
    ("cats", "cry", "when dogs come"),
    ("cats", "smile", "when dogs go"),
    ("fleas", "smile", "when dogs come"),
    ("fleas", "cry", "when dogs go"),
]
WORDS = ["cry", "smile"]


def predicted(left=None, right=None):
    """The share of each word in the texts that agree with what can be seen of the context."""
    found = [
        word
        for before, word, after in TEXTS
        if left in (None, before) and right in (None, after)  # None: that side is hidden
    ]
    return {word: found.count(word) / len(found) for word in WORDS}


def combined(forward, backward):
    """Both predictions multiplied, after each has been made without knowing the other."""
    products = {word: forward[word] * backward[word] for word in WORDS}
    return {word: product / sum(products.values()) for word, product in products.items()}


def show(name, prediction):
    print(f"    {name:26}", "  ".join(f"{word} {prediction[word]:.2f}" for word in WORDS))


for left, _, right in TEXTS:
    forward, backward = predicted(left=left), predicted(right=right)
    print(f"{left} [MASK] {right}")
    show(f"forward:  {left} ...", forward)
    show(f"backward: ... {right}", backward)
    show("BiLM: both, combined", combined(forward, backward))
    show("MLM: both at once", predicted(left, right))
