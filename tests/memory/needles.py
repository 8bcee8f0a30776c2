"""What a piece of memory holds if it gives a key away, computed without signkey."""

import hashlib
import struct
from math import isqrt

# What has to be found while a key is held.
HELD = ("hash", "inner state", "outer state")


def of(digits):
    """By name, for a key of 64 digits, which fill a block exactly."""
    token = hashlib.sha256(bytes.fromhex(digits)).digest()
    inner, outer = (bytes(byte ^ pad for byte in digits.encode()) for pad in (0x36, 0x5C))
    return {
        "digits": digits.encode(),
        "decoded digits": bytes.fromhex(digits),
        "hash": token,
        "token": token.hex().encode(),
        "padded inner block": inner,
        "padded outer block": outer,
        "inner state": state(inner),
        "outer state": state(outer),
    }


def state(block):
    """The state of SHA-256 after one block (FIPS 180-4, section 6.2), as words of this machine."""
    words = list(struct.unpack(">16I", block))
    for at in range(16, 64):
        before, last = words[at - 15], words[at - 2]
        small = turn(before, 7) ^ turn(before, 18) ^ before >> 3
        large = turn(last, 17) ^ turn(last, 19) ^ last >> 10
        words.append((words[at - 16] + small + words[at - 7] + large) % 2**32)
    begin = [fraction(root(prime, 2)) for prime in PRIMES[:8]]
    a, b, c, d, e, f, g, h = begin
    for word, prime in zip(words, PRIMES):
        choice, majority = e & f ^ ~e & g, a & b ^ a & c ^ b & c
        first = h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + choice + fraction(root(prime, 3)) + word
        second = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + majority
        a, b, c, d, e, f, g, h = (first + second) % 2**32, a, b, c, (d + first) % 2**32, e, f, g
    return struct.pack("=8I", *((old + new) % 2**32 for old, new in zip(begin, (a, b, c, d, e, f, g, h))))


def turn(word, by):
    return (word >> by | word << 32 - by) % 2**32


PRIMES = [n for n in range(2, 312) if all(n % divisor for divisor in range(2, isqrt(n) + 1))]


def fraction(scaled):
    """The first 32 bits behind the point."""
    return scaled % 2**32


def root(number, power):
    """The square or cube root times 2**32, rounded down."""
    wanted = number << 32 * power
    low, high = 0, number << 33
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if middle**power <= wanted else (low, middle)
    return low
