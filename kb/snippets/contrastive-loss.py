"""A contrastive loss on a toy batch: each text should score highest with its own partner."""

import math

# The vectors of two texts on one subject; in training, an encoder makes them.
BATCH = [
    ("cats", [0.9, 0.1, 0.2], [0.8, 0.2, 0.1]),
    ("dogs", [0.7, 0.6, 0.1], [0.3, 0.9, 0.1]),
    ("stars", [0.1, 0.2, 0.9], [0.0, 0.1, 1.0]),
]


def cosine(x, y):
    """How alike two directions are: 1 for the same, 0 for a right angle."""
    product = sum(a * b for a, b in zip(x, y))
    return product / math.sqrt(sum(a * a for a in x) * sum(b * b for b in y))


def contrastive_loss(scores, positive, temperature):
    """-log of the share that the softmax over all partners gives to the right one."""
    exponentials = [math.exp(score / temperature) for score in scores]
    return -math.log(exponentials[positive] / sum(exponentials))


for temperature in (1.0, 0.1):
    print(f"temperature {temperature}")
    print("          ", "  ".join(f"{subject:>5}" for subject, _, _ in BATCH), " loss")
    total = 0.0
    for row, (subject, text, _) in enumerate(BATCH):
        # The partners of the other texts serve as negatives and need no encoding of their own.
        scores = [cosine(text, partner) for _, _, partner in BATCH]
        loss = contrastive_loss(scores, row, temperature)
        total += loss
        print(f"    {subject:6}", "  ".join(f"{score:5.2f}" for score in scores), f" {loss:.3f}")
    print(f"    mean loss {total / len(BATCH):.3f}")
print(f"a guess among {len(BATCH)} costs log {len(BATCH)} = {math.log(len(BATCH)):.3f}")
