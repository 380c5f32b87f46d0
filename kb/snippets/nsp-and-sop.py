"""Pairs for next sentence prediction and sentence order prediction, and a rule that cheats."""

DOCUMENTS = [
    ["the cat woke up", "the cat was hungry", "the cat caught a mouse"],
    ["a ship left the port", "a storm hit the ship", "the ship sank"],
    ["we planted rice", "the rice grew tall", "we harvested the rice"],
]
FUNCTION_WORDS = {"a", "the", "we"}


def pairs(task):
    """For each sentence one pair with label 1 and one with label 0."""
    for number, document in enumerate(DOCUMENTS):
        for first, second in zip(document, document[1:]):
            yield first, second, 1  # as they stand in the document
            if task == "NSP":
                yield first, DOCUMENTS[number - 1][1], 0  # the second is from another document
            if task == "SOP":
                yield second, first, 0  # the same two, swapped


def same_topic(first, second):
    """The rule that cheats: two sentences belong together if they share a content word."""
    return bool(set(first.split()) & set(second.split()) - FUNCTION_WORDS)


for task in ("NSP", "SOP"):
    print(task)
    right = []
    for first, second, label in pairs(task):
        right.append(same_topic(first, second) == bool(label))
        if len(right) <= 4:
            print(f"    {label}  [CLS] {first} [SEP] {second} [SEP]")
    print(f"    the rule is right on {sum(right)} of {len(right)} pairs")
