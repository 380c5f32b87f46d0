"""Five ways to damage a text; a denoising autoencoder has to write the original again."""

SENTENCES = ["we walked home .", "it rained all night .", "in the morning the sun came out ."]


def token_masking(tokens, places):
    """The model sees where something is missing, and how much."""
    return ["[MASK]" if place in places else token for place, token in enumerate(tokens)]


def token_deletion(tokens, places):
    """It has to find out where something is missing."""
    return [token for place, token in enumerate(tokens) if place not in places]


def text_infilling(tokens, spans):
    """It has to find out how much is missing: a span of any length, even 0, is one [MASK]."""
    damaged = list(tokens)
    for start, length in sorted(spans, reverse=True):  # from the right: no place is displaced
        damaged[start : start + length] = ["[MASK]"]
    return damaged


def sentence_permutation(sentences, order):
    """It has to find out which sentence comes first."""
    return [token for number in order for token in sentences[number].split()]


def document_rotation(tokens, start):
    """It has to find out where the text begins."""
    return tokens[start:] + tokens[:start]


original = " ".join(SENTENCES).split()
print("original            ", *original)
print("token masking       ", *token_masking(original, places={1, 5, 12}))
print("token deletion      ", *token_deletion(original, places={1, 5, 12}))
print("text infilling      ", *text_infilling(original, spans=[(1, 2), (8, 0), (11, 3)]))
print("sentence permutation", *sentence_permutation(SENTENCES, order=[2, 0, 1]))
print("document rotation   ", *document_rotation(original, start=6))
