"""Count the hops of a path."""

from collections import Counter

PATH = "left right left"
for hop, times in sorted(Counter(PATH.split()).items()):
    print(hop, times)
