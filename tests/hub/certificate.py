"""A throw-away authority and a server certificate, made on the spot by the standard library alone.

Keys and signatures are ECDSA over P-256 (SEC 1, section 4.1; the curve is FIPS 186-4, D.1.2.3);
certificates are DER after RFC 5280. Nothing here is fit for keeping a secret: the arithmetic takes
a time that depends on the key. It serves to let clients check a real certificate in tests.
"""

from __future__ import annotations

import base64
import hashlib
import ipaddress
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

PRIME = 2**256 - 2**224 + 2**192 + 2**96 - 1
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
GENERATOR = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)

EC_PUBLIC_KEY = "1.2.840.10045.2.1"
P256 = "1.2.840.10045.3.1.7"
ECDSA_WITH_SHA256 = "1.2.840.10045.4.3.2"
COMMON_NAME = "2.5.4.3"
SUBJECT_KEY, KEY_USAGE, OTHER_NAMES, BASIC_CONSTRAINTS, AUTHORITY_KEY, EXTENDED_USAGE = (
    f"2.5.29.{number}" for number in (14, 15, 17, 19, 35, 37)
)
SERVER_AUTHENTICATION = "1.3.6.1.5.5.7.3.1"

Point = tuple[int, int]


@dataclass(frozen=True)
class Certificates:
    """The files: whom to trust, what the server shows, and its key."""

    authority: Path
    chain: Path
    key: Path


def write_certificates(
    folder: Path, names: Sequence[str], addresses: Sequence[str]
) -> Certificates:
    """Make an authority and its certificate for these hosts, good for a day, as PEM files."""
    files = Certificates(folder / "authority.pem", folder / "server.pem", folder / "server-key.pem")
    authority, server = Key(), Key()
    issuer = "Local Hub, an authority for tests"
    files.authority.write_text(
        pem("CERTIFICATE", certificate(issuer, authority, issuer, authority))
    )
    alternatives = sequence(
        *(tagged(0x82, name.encode("ascii")) for name in names),
        *(tagged(0x87, ipaddress.ip_address(address).packed) for address in addresses),
    )
    shown = certificate("Local Hub", server, issuer, authority, alternatives)
    files.chain.write_text(pem("CERTIFICATE", shown))
    files.key.touch(mode=0o600)
    files.key.write_text(pem("EC PRIVATE KEY", server.der()))
    return files


class Key:
    """A key pair on P-256."""

    def __init__(self) -> None:
        self._secret = secrets.randbelow(ORDER - 1) + 1
        x, y = multiplied(self._secret, GENERATOR)
        self.public = b"\x04" + x.to_bytes(32) + y.to_bytes(32)

    @property
    def identifier(self) -> bytes:
        return hashlib.sha1(self.public).digest()

    def sign(self, message: bytes) -> bytes:
        """The ECDSA signature of the message's SHA-256, in DER."""
        digest = int.from_bytes(hashlib.sha256(message).digest())
        while True:
            nonce = secrets.randbelow(ORDER - 1) + 1
            r = multiplied(nonce, GENERATOR)[0] % ORDER
            s = pow(nonce, -1, ORDER) * (digest + r * self._secret) % ORDER
            if r and s:
                return sequence(integer(r), integer(s))

    def der(self) -> bytes:
        """The private key after RFC 5915."""
        return sequence(
            integer(1),
            tagged(0x04, self._secret.to_bytes(32)),
            tagged(0xA0, identifier(P256)),
            tagged(0xA1, bits(self.public)),
        )


def multiplied(factor: int, point: Point) -> Point:
    """The point added to itself so many times; the factor lies between 1 and the order."""
    result: Point | None = None
    while factor:
        if factor & 1:
            result = point if result is None else added(result, point)
        point = added(point, point)
        factor >>= 1
    assert result is not None
    return result


def added(one: Point, other: Point) -> Point:
    """The sum of two points, neither of which is the other's negative."""
    (x1, y1), (x2, y2) = one, other
    if one == other:
        slope = (3 * x1 * x1 - 3) * pow(2 * y1, -1, PRIME)
    else:
        slope = (y2 - y1) * pow(x2 - x1, -1, PRIME)
    x = (slope * slope - x1 - x2) % PRIME
    return x, (slope * (x1 - x) - y1) % PRIME


def certificate(
    subject: str, key: Key, issuer: str, signer: Key, alternatives: bytes | None = None
) -> bytes:
    """A signed certificate: of a server with ``alternatives`` (its names), else of an authority."""
    algorithm = sequence(identifier(ECDSA_WITH_SHA256))
    if alternatives is None:
        usage = [
            extension(BASIC_CONSTRAINTS, sequence(tagged(0x01, b"\xff")), critical=True),
            extension(KEY_USAGE, tagged(0x03, b"\x02\x04"), critical=True),  # signs certificates
        ]
    else:
        usage = [
            extension(BASIC_CONSTRAINTS, sequence(), critical=True),
            extension(KEY_USAGE, tagged(0x03, b"\x07\x80"), critical=True),  # signs handshakes
            extension(EXTENDED_USAGE, sequence(identifier(SERVER_AUTHENTICATION))),
            extension(OTHER_NAMES, alternatives),
        ]
    usage += [
        extension(SUBJECT_KEY, tagged(0x04, key.identifier)),
        extension(AUTHORITY_KEY, sequence(tagged(0x80, signer.identifier))),
    ]
    now = datetime.now(UTC)
    body = sequence(
        tagged(0xA0, integer(2)),  # version 3
        integer(secrets.randbits(127) + 1),
        algorithm,
        name(issuer),
        sequence(moment(now - timedelta(days=1)), moment(now + timedelta(days=1))),
        name(subject),
        sequence(sequence(identifier(EC_PUBLIC_KEY), identifier(P256)), bits(key.public)),
        tagged(0xA3, sequence(*usage)),
    )
    return sequence(body, algorithm, bits(signer.sign(body)))


# ---- DER


def tagged(tag: int, content: bytes) -> bytes:
    size = len(content)
    if size < 128:
        return bytes([tag, size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8)
    return bytes([tag, 128 + len(length)]) + length + content


def sequence(*parts: bytes) -> bytes:
    return tagged(0x30, b"".join(parts))


def integer(number: int) -> bytes:
    """A number that is not negative: its first bit must be 0."""
    return tagged(0x02, number.to_bytes(number.bit_length() // 8 + 1))


def bits(content: bytes) -> bytes:
    return tagged(0x03, b"\x00" + content)


def identifier(dotted: str) -> bytes:
    first, second, *rest = (int(number) for number in dotted.split("."))
    return tagged(0x06, bytes([first * 40 + second]) + b"".join(map(base128, rest)))


def base128(number: int) -> bytes:
    digits = [number & 0x7F]
    while number := number >> 7:
        digits.append(0x80 | number & 0x7F)
    return bytes(reversed(digits))


def name(common: str) -> bytes:
    attribute = sequence(identifier(COMMON_NAME), tagged(0x0C, common.encode()))
    return sequence(tagged(0x31, attribute))


def moment(when: datetime) -> bytes:
    return tagged(0x17, f"{when:%y%m%d%H%M%SZ}".encode())


def extension(which: str, content: bytes, *, critical: bool = False) -> bytes:
    flag = tagged(0x01, b"\xff") if critical else b""
    return sequence(identifier(which), flag, tagged(0x04, content))


def pem(label: str, der: bytes) -> str:
    text = base64.b64encode(der).decode()
    return "".join([f"-----BEGIN {label}-----\n", *lines(text), f"-----END {label}-----\n"])


def lines(text: str) -> Iterable[str]:
    return (text[start : start + 64] + "\n" for start in range(0, len(text), 64))
