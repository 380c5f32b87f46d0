"""The parts transformers are built of, counted: matrices, vectors, embeddings, norms.

Every formula of this package is written in these words.
"""

from __future__ import annotations

from dataclasses import dataclass

from atlas.arithmetic.quantities import ZERO, Quantity, quantity


@dataclass(frozen=True, slots=True)
class Weights:
    """What a part costs: numbers it stores, multiplications it makes.

    ``parameters`` counts the trained numbers, ``macs`` the multiply-accumulate
    operations that one token causes in weight matrices.
    """

    parameters: Quantity
    macs: Quantity

    def __add__(self, other: Weights) -> Weights:
        return Weights(self.parameters + other.parameters, self.macs + other.macs)

    def __mul__(self, times: Quantity | int) -> Weights:
        """The part ``times`` over, each copy with weights of its own."""
        return Weights(self.parameters * times, self.macs * times)

    __rmul__ = __mul__

    def shared(self, *, copies: Quantity, runs: Quantity) -> Weights:
        """The part stored ``copies`` times and passed ``runs`` times by a token."""
        return Weights(self.parameters * copies, self.macs * runs)


def matrix(inputs: Quantity | int, outputs: Quantity | int) -> Weights:
    """A weight matrix without bias: each of its numbers is multiplied once a token."""
    product = quantity(inputs) * outputs
    return Weights(product, product)


def vector(length: Quantity | int) -> Weights:
    """Numbers that are added or scaled by, not multiplied as a matrix: a bias, a gain."""
    return Weights(quantity(length), ZERO)


def linear(inputs: Quantity | int, outputs: Quantity | int) -> Weights:
    """A weight matrix and its bias (``Linear`` in torch, ``Conv1D`` in GPT)."""
    return matrix(inputs, outputs) + vector(outputs)


def embedding(entries: Quantity | int, width: Quantity | int) -> Weights:
    """A table looked up by index: it stores, it does not multiply."""
    return vector(quantity(entries) * width)


def layer_norm(width: Quantity | int) -> Weights:
    """Layer normalisation: a gain and a bias."""
    return vector(2 * quantity(width))


def rms_norm(width: Quantity | int) -> Weights:
    """Root-mean-square normalisation, T5's: a gain and no bias."""
    return vector(width)


def attention(width: Quantity) -> Weights:
    """Multi-head attention: query, key, value and output projections with biases.

    The number of heads cuts the projections into pieces and changes no count.
    """
    return 4 * linear(width, width)


def feed_forward(width: Quantity, inner: Quantity) -> Weights:
    """Two linear maps, out to the ``inner`` width and back."""
    return linear(width, inner) + linear(inner, width)
