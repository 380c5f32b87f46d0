"""What a masked language model has to guess: single characters, or whole words."""

SENTENCE = "预训练 模型 利用 大量 文本 学习 语言 的 规律 。"  # a segmenter put the spaces
SHARE = 0.15  # of the tokens are masked, as in BERT


def masked(tokens, groups, seed):
    """The tokens, with groups of them masked in arbitrary order as far as the budget goes."""
    tokens, groups = list(tokens), list(groups)
    budget = round(len(tokens) * SHARE)
    while groups:
        seed = seed * 75 % 65537  # the next in a fixed row of numbers: every run is the same
        group = groups.pop(seed % len(groups))
        if len(group) <= budget:
            budget -= len(group)
            for place in group:
                tokens[place] = "[MASK]"
    return " ".join(tokens)


words = SENTENCE.split()
tokens = list("".join(words))  # a Chinese BERT reads one character at a time
places = iter(range(len(tokens)))
by_word = [[next(places) for _ in word] for word in words]
by_character = [[place] for place in range(len(tokens))]

print("words       ", SENTENCE)
for seed in (1000, 2018, 4):
    print()
    print("by character", masked(tokens, by_character, seed))
    print("by word     ", masked(tokens, by_word, seed))
