"""What is said of a text that is no key, once an author has said what is wrong with it."""

from reference import Refusal, parse_key

from . import errors
from .tables import table

FAULTS = table("explain.md", "| cause | what it means | what to do |", section="## What is wrong with a key")
# They take no room, so a person counts none of them.
UNSEEN = {"byte_order_mark", "invisible_character"}


def fault(text, cause, position, character, place):
    """Return (code, cause, position, character, hint, sentence), or None for a key.

    `cause` None means that there is no more to say than the error says; `place` is `start`, `end` or `within`.
    """
    try:
        parse_key(text)
    except Refusal as refusal:
        code = refusal.code
    else:
        return None
    if cause is None:
        return code, code, position, None, errors.ADVICE[code], errors.sentence(code, None, position)
    sentence, hint = FAULTS[cause]
    if character is not None:
        sentence = of_character(character, place, position, is_seen=cause not in UNSEEN)
    return code, cause, position, character, hint, sentence


def of_character(name, place, position, *, is_seen):
    named = f"{'an' if name[0] in 'aei' else 'a'} {name}"
    key = "the signing key"
    if is_seen:
        return f"{'the last character' if place == 'end' else f'character {position}'} of {key} is {named}"
    if place == "within":
        return f"{key} has {named} in front of character {position}"
    return f"{key} {'begins' if place == 'start' else 'ends'} with {named}"
