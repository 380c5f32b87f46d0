"""A language model by counting: each character is predicted from the one before it."""

TEXT = "吃葡萄不吐葡萄皮。不吃葡萄倒吐葡萄皮。"  # a tongue twister about eating grapes
END = "。"  # a sentence ends here, and the next one begins

followers = {}  # of each character: all that came right after it, as often as they came
for before, after in zip(END + TEXT, TEXT):
    followers.setdefault(before, []).append(after)


def conditional(after, before):
    """p(after | before): the share of one character among all that followed."""
    return followers[before].count(after) / len(followers[before])


def probability(sentence):
    """The product rule: one factor for each character, given the one before it."""
    product = 1.0
    for before, after in zip(END + sentence, sentence):
        product *= conditional(after, before)
    return product


def generated(seed):
    """A sentence that the model writes, one character after the other, until it writes END."""
    sentence, character = "", END
    while not sentence.endswith(END):
        seed = seed * 75 % 65537  # the next in a fixed row of numbers: every run is the same
        choices = followers[character]
        character = choices[seed % len(choices)]
        sentence += character
    return sentence


for after in "皮不倒吃":
    print(f"p({after} | 萄) = {conditional(after, before='萄'):.2f}")
for sentence in ("吃葡萄皮。", "吃葡萄不吐葡萄皮。", "皮吃葡萄。"):
    print(f"p({sentence}) = {probability(sentence):.5f}")
for seed in (4, 5, 8, 9):
    print("generated:", generated(seed))
