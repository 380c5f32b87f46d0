"""Cross-layer parameter sharing: every layer is computed, but its weights are stored once."""

HIDDEN, INNER, POSITIONS, SEGMENTS = 768, 3072, 512, 2


def dense(inputs, outputs):
    """The weights and biases of one fully connected layer."""
    return inputs * outputs + outputs


ATTENTION = 4 * dense(HIDDEN, HIDDEN) + 2 * HIDDEN  # query, key, value, output; normalization
FEED_FORWARD = dense(HIDDEN, INNER) + dense(INNER, HIDDEN) + 2 * HIDDEN


def embeddings(vocabulary, width):
    """Vectors of words, positions and segments, their normalization, and a projection."""
    tables = (vocabulary + POSITIONS + SEGMENTS) * width + 2 * width
    return tables + (dense(width, HIDDEN) if width != HIDDEN else 0)


def encoder(layers, shared):
    """The stored parameters of the layers; what is shared counts once."""
    attention = ATTENTION * (1 if "attention" in shared else layers)
    feed_forward = FEED_FORWARD * (1 if "feed-forward" in shared else layers)
    return attention + feed_forward


print(f"one layer: attention {ATTENTION:,}, feed-forward {FEED_FORWARD:,}\n")
print("shared                        6 layers   12 layers    24 layers")
for shared in ((), ("attention",), ("feed-forward",), ("attention", "feed-forward")):
    counts = [f"{encoder(layers, shared):11,}" for layers in (6, 12, 24)]
    print(f"{' and '.join(shared) or 'nothing':26}", *counts)
print("\nwith 12 layers, embeddings and pooler")
for name, vocabulary, width, shared in (
    ("BERT-base", 30522, 768, ()),
    ("ALBERT-base", 30000, 128, ("attention", "feed-forward")),
):
    total = embeddings(vocabulary, width) + encoder(12, shared) + dense(HIDDEN, HIDDEN)
    print(f"{name:11} {total:11,}")
