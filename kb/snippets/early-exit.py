"""Early exit: a small classifier after each layer, and leave as soon as it is sure enough."""

import math

# What the classifiers after layers 1 to 6 say: the probability that a review is positive.
REVIEWS = [
    ("a wonderful film", [0.85, 0.97, 0.99, 0.99, 0.99, 0.99]),
    ("not bad at all", [0.20, 0.22, 0.45, 0.75, 0.92, 0.96]),
    ("it is a film", [0.50, 0.55, 0.52, 0.58, 0.60, 0.62]),
]


def entropy(probability):
    """0 for a sure answer; log 2, about 0.69, when both answers are equally likely."""
    return -sum(p * math.log(p) for p in (probability, 1 - probability))


def early_exit(probabilities, threshold):
    """The answer and the number of layers that were computed for it."""
    layers = 0
    for probability in probabilities:
        layers += 1
        if entropy(probability) < threshold:
            break
    return ("positive" if probability > 0.5 else "negative"), layers


print("entropy after each layer")
for review, probabilities in REVIEWS:
    print(f"    {review:16}", *[f"{entropy(probability):.2f}" for probability in probabilities])
for threshold in (0.0, 0.3, 0.6):
    print(f"leave when the entropy is below {threshold}")
    computed = 0
    for review, probabilities in REVIEWS:
        answer, layers = early_exit(probabilities, threshold)
        computed += layers
        print(f"    {review:16} {answer} after layer {layers}")
    print(f"    {computed} of {6 * len(REVIEWS)} layers computed")
