"""Knowledge distillation: a student learns the probabilities of its teacher, not just an answer."""

import math

WORDS = ["mat", "rug", "moon"]  # for the gap in: the cat sat on the [MASK]
TEACHER = [6.0, 4.0, -2.0]  # its logits


def softmax(logits, temperature):
    """Probabilities; a higher temperature makes them more alike."""
    exponentials = [math.exp(logit / temperature) for logit in logits]
    return [exponential / sum(exponentials) for exponential in exponentials]


def loss(target, logits, temperature):
    """Cross-entropy, times T squared: else the gradient would fade as T grows."""
    predicted = softmax(logits, temperature)
    return -(temperature**2) * sum(t * math.log(s) for t, s in zip(target, predicted))


def trained(target, temperature, steps=100, rate=0.1):
    """The logits of a student that knows nothing and then descends along the gradient."""
    student = [0.0, 0.0, 0.0]
    for _ in range(steps):
        predicted = softmax(student, temperature)
        gradient = [temperature * (s - t) for s, t in zip(predicted, target)]
        student = [logit - rate * slope for logit, slope in zip(student, gradient)]
    return student


print("learns from     target                  student, at T = 1       loss")
print("               ", *[f"{word:7}" for word in WORDS * 2], " before -> after")
targets = [("answer only", [1.0, 0.0, 0.0], 1.0)]
for temperature in (1.0, 2.0, 4.0):
    targets.append((f"teacher, T = {temperature:.0f}", softmax(TEACHER, temperature), temperature))
for name, target, temperature in targets:
    student = trained(target, temperature)
    losses = [loss(target, logits, temperature) for logits in ([0.0] * 3, student)]
    cells = " ".join(f"{p:.4f} " for p in target + softmax(student, 1.0))
    print(f"{name:15} {cells}  {losses[0]:6.3f} -> {losses[1]:.3f}")
