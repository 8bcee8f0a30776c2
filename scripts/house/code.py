"""Sources without their comments, and without their strings: blanks stand in their place."""

import io
import re
import tokenize

# What begins a comment or a string in languages that look like C; the longest match counts.
RUST = re.compile(
    r"""//[^\n]*|/\*.*?\*/|b?r(?P<fence>\#*)".*?"(?P=fence)|b?"(?:\\.|[^"\\])*"|b?'(?:\\.[^']*|[^'\\\n])'""",
    re.DOTALL,
)
LIKE_C = re.compile(r"""//[^\n]*|/\*.*?\*/|`(?:\\.|[^`\\])*`|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'""", re.DOTALL)
SHELL = re.compile(r"""(?:(?<=\s)|^)\#[^\n]*|"(?:\\.|[^"\\])*"|'[^']*'""", re.DOTALL | re.MULTILINE)
PATTERNS = {"rust": RUST, "shell": SHELL}
TESTS = re.compile(r"^\s*#\[cfg\(test\)\]\s*(?:#\[[^\n]*\]\s*)*mod \w+ \{.*", re.DOTALL | re.MULTILINE)


def without_comments(source):
    """The text with comments, documentation and modules of tests blanked, line for line."""
    return blanked(source, strings=False)


def identifiers_only(source):
    """The same without the contents of strings."""
    return blanked(source, strings=True)


def blanked(source, *, strings):
    if source.language == "python":
        return python(source.text, strings=strings)
    text = source.text
    if source.language == "rust":
        text = TESTS.sub(lambda match: blank(match.group()), text)

    def replace(match):
        found = match.group()
        is_comment = found.startswith(("//", "/*", "#"))
        return blank(found) if is_comment or strings else found

    return PATTERNS.get(source.language, LIKE_C).sub(replace, text)


def blank(text):
    return re.sub(r"[^\n]", " ", text)


def python(text, *, strings):
    lines = text.splitlines(keepends=True)
    starts_statement = True
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        is_string = token.type in STRINGS
        if token.type == tokenize.COMMENT or (is_string and (strings or starts_statement)):
            erase(lines, token.start, token.end)
        if token.type in (tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT):
            starts_statement = True
        elif token.type not in (tokenize.COMMENT, tokenize.NL):
            starts_statement = False
    return "".join(lines)


# Since Python 3.12 a string with expressions in it is several tokens.
STRINGS = {tokenize.STRING, getattr(tokenize, "FSTRING_MIDDLE", tokenize.STRING)}


def erase(lines, start, end):
    for number in range(start[0], end[0] + 1):
        line = lines[number - 1]
        left = start[1] if number == start[0] else 0
        right = end[1] if number == end[0] else len(line)
        lines[number - 1] = line[:left] + blank(line[left:right]) + line[right:]
