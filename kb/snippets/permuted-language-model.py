"""Permuted language modeling: the order of prediction is shuffled, the places are not."""

TOKENS = ["New", "York", "is", "a", "city"]


def predictions(order):
    """Each place in turn, with the places it may look at: those before it in the order."""
    for step, place in enumerate(order):
        yield place, order[:step]


def attention_mask(order, sees_itself):
    """A row for each place of the text: 1 where it may look, 0 where it may not."""
    rows = [[0] * len(order) for _ in order]
    for place, visible in predictions(order):
        for other in visible:
            rows[place][other] = 1
        rows[place][place] = int(sees_itself)
    return rows


for name, order in (("left to right", [0, 1, 2, 3, 4]), ("shuffled", [3, 1, 4, 0, 2])):
    print(name)
    for place, visible in predictions(order):
        context = ["_"] * len(TOKENS)
        for other in visible:
            context[other] = TOKENS[other]
        context[place] = "?"
        print(f"    {' '.join(context):22} ? = {TOKENS[place]}")

    # Who predicts a token must not see it; who is looked at as context has to.
    query_stream = attention_mask(order, sees_itself=False)
    content_stream = attention_mask(order, sees_itself=True)
    print("           query       content")
    for place, token in enumerate(TOKENS):
        print(f"    {token:6}", *query_stream[place], " ", *content_stream[place])
