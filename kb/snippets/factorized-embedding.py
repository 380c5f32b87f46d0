"""Factorized embedding parameterization: word vectors in two small matrices instead of one."""

BERT_BASE = {"vocabulary": 30522, "embedding": 768, "stored layers": 12}
ALBERT_BASE = {"vocabulary": 30000, "embedding": 128, "stored layers": 1}
HIDDEN, INNER, POSITIONS, SEGMENTS = 768, 3072, 512, 2  # the same in both


def dense(inputs, outputs):
    """The weights and biases of one fully connected layer."""
    return inputs * outputs + outputs


def normalization(size):
    """A scale and a shift for each number of the vector."""
    return 2 * size


def embeddings(vocabulary, embedding):
    """Vectors of words, positions and segments; if they are narrow, a projection follows."""
    tables = (vocabulary + POSITIONS + SEGMENTS) * embedding + normalization(embedding)
    return tables + (dense(embedding, HIDDEN) if embedding != HIDDEN else 0)


def parameters(model):
    """All parameters of the bare model: embeddings, layers, and the pooler above them."""
    attention = 4 * dense(HIDDEN, HIDDEN) + normalization(HIDDEN)
    feed_forward = dense(HIDDEN, INNER) + dense(INNER, HIDDEN) + normalization(HIDDEN)
    layers = model["stored layers"] * (attention + feed_forward)
    return embeddings(model["vocabulary"], model["embedding"]) + layers + dense(HIDDEN, HIDDEN)


V, E = 30000, 128
for H in (768, 1024, 2048, 4096):
    one, two = V * H, V * E + E * H
    print(f"H = {H:4}: V*H = {one:11,}   V*E + E*H = {two:9,}   ratio {one / two:4.1f}")
for name, model in (("BERT-base", BERT_BASE), ("ALBERT-base", ALBERT_BASE)):
    part = embeddings(model["vocabulary"], model["embedding"])
    print(f"{name:11}  embeddings {part:10,}  of {parameters(model):11,}")
