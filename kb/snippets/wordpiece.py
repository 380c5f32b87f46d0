"""WordPiece: each word is cut, from left to right, into the longest pieces of a vocabulary."""

PIECES = """
[UNK] play token snow un unbe 语 言 模 型 ! ？
##s ##ed ##ing ##ize ##r ##izer ##man ##lie ##believ ##able
"""
TEXT = "Playing snowman! 语言模型？ tokenizers tokenized unable unbelievable"
vocabulary = set(PIECES.split())


def words(text):
    """Lower-cased and split at spaces; marks and Chinese characters are words of their own."""
    spaced = ""
    for character in text.lower():
        alone = character in "!?.,！？。，" or "\u4e00" <= character <= "\u9fff"
        spaced += f" {character} " if alone else character
    return spaced.split()


def wordpieces(word):
    """The pieces of a word; if any part of it is not in the vocabulary, the whole is unknown."""
    found, start = [], 0
    while start < len(word):
        mark = "##" if start > 0 else ""  # a piece that continues a word
        end = len(word)
        while mark + word[start:end] not in vocabulary:
            end -= 1  # the longest first, then shorter and shorter
            if end == start:
                return ["[UNK]"]
        found.append(mark + word[start:end])
        start = end
    return found


for word in words(TEXT):
    print(f"{word}:", *wordpieces(word))
