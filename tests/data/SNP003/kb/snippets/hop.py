import json

import torch
from numpy.random import rand


def hop():
    from . import burrow

    print(json, torch, rand, burrow)
