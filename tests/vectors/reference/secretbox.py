"""XSalsa20-Poly1305, as D. J. Bernstein's papers describe it, on Python's integers.

"Extending the Salsa20 nonce" (2011), "The Poly1305-AES message-authentication code" (2005) and
"Cryptography in NaCl" (2009).
"""

import struct

SIGMA = b"expand 32-byte k"
WORD = 0xFFFFFFFF
# The quarter rounds of a double round: first down the columns, then along the rows.
QUARTERS = [
    (0, 4, 8, 12), (5, 9, 13, 1), (10, 14, 2, 6), (15, 3, 7, 11),
    (0, 1, 2, 3), (5, 6, 7, 4), (10, 11, 8, 9), (15, 12, 13, 14),
]  # fmt: skip
POLY1305_PRIME = 2**130 - 5
POLY1305_CLAMP = 0x0FFFFFFC0FFFFFFC0FFFFFFC0FFFFFFF


def seal(key, nonce, message):
    """Return the tag and the ciphertext, one behind the other."""
    stream = keystream(key, nonce, 32 + len(message))
    ciphertext = bytes(a ^ b for a, b in zip(message, stream[32:], strict=True))
    return poly1305(stream[:32], ciphertext) + ciphertext


def keystream(key, nonce, size):
    """The stream of XSalsa20: Salsa20 under a key that the first 16 bytes of the nonce derive."""
    words = core(key, nonce[:16])
    subkey = struct.pack("<8I", *(words[at] for at in (0, 5, 10, 15, 6, 7, 8, 9)))
    stream = bytearray()
    for counter in range((size + 63) // 64):
        block = nonce[16:] + struct.pack("<Q", counter)
        start = state(subkey, block)
        sums = [(a + b) & WORD for a, b in zip(start, core(subkey, block), strict=True)]
        stream += struct.pack("<16I", *sums)
    return bytes(stream[:size])


def state(key, block):
    constant, key, block = (struct.unpack(f"<{len(part) // 4}I", part) for part in (SIGMA, key, block))
    return [constant[0], *key[:4], constant[1], *block, constant[2], *key[4:], constant[3]]


def core(key, block):
    """The twenty rounds of Salsa20, without the addition of what they began with."""
    x = state(key, block)
    for _ in range(10):
        for a, b, c, d in QUARTERS:
            x[b] ^= rotate(x[a] + x[d], 7)
            x[c] ^= rotate(x[b] + x[a], 9)
            x[d] ^= rotate(x[c] + x[b], 13)
            x[a] ^= rotate(x[d] + x[c], 18)
    return x


def rotate(word, bits):
    word &= WORD
    return (word << bits | word >> (32 - bits)) & WORD


def poly1305(key, message):
    r = int.from_bytes(key[:16], "little") & POLY1305_CLAMP
    total = 0
    for at in range(0, len(message), 16):
        block = message[at : at + 16] + b"\x01"
        total = (total + int.from_bytes(block, "little")) * r % POLY1305_PRIME
    total += int.from_bytes(key[16:], "little")
    return (total % 2**128).to_bytes(16, "little")
