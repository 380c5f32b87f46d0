"""The 80/10/10 rule of BERT: what the model reads in place of the tokens it must predict."""

SENTENCE = "a model learns what words mean by guessing the ones that are hidden from it ."
SHARE = 0.15  # of the tokens are chosen
TOKENS = SENTENCE.split()
VOCABULARY = sorted(set(TOKENS))  # a real one has tens of thousands of entries


def dice(seed):
    """Throw after throw of a die with 100 faces, from 0 to 99; every run is the same."""
    while True:
        seed = seed * 75 % 65537
        yield seed % 100


def corrupted(tokens, throws):
    """What the model reads, and the places of the chosen tokens with what became of each."""
    read, chosen = list(tokens), {}
    while len(chosen) < round(len(tokens) * SHARE):
        place = next(throws) % len(tokens)
        if place not in chosen:
            throw = next(throws)
            chosen[place] = "masked" if throw < 80 else "replaced" if throw < 90 else "kept"
            if chosen[place] == "masked":
                read[place] = "[MASK]"
            elif chosen[place] == "replaced":
                read[place] = VOCABULARY[next(throws) % len(VOCABULARY)]
    return read, chosen


throws = dice(seed=3)
fates = []
for epoch in range(500):
    read, chosen = corrupted(TOKENS, throws)
    fates += chosen.values()
    if epoch < 5:
        print("reads  ", *read)
        print("predicts", *[f"{TOKENS[place]} ({chosen[place]})" for place in sorted(chosen)])
for fate in ("masked", "replaced", "kept"):
    print(f"{fate:8} {fates.count(fate):4} of {len(fates)}")
