"""What is encrypted, under which keys. Kept apart from the vectors only for its size: up to 1 MB."""

import json

KEYS = {
    "ascii": "an-encryption-key",
    "unicode": "κλειδί 鍵 \U0001f511",
    "one character": "k",
    "long": "0123456789abcdef" * 40,
    "digits": "00" * 32,
}

VALUES = {
    "null": "null",
    "true": "true",
    "empty string": '""',
    "empty array": "[]",
    "empty object": "{}",
    "zero": "0",
    "integer of 16 digits": "9007199254740993",
    "integer of 30 digits": "123456789012345678901234567890",
    "fractions": "[0.1,-1.5e-7,1e21,1E+2,5e-324]",
    "unicode": '"π € 漢字 \U0001f511 \u2028"',
    "escapes": r'"\u00e9 \ud83d\udd11 \" \\ \/ \b\f\n\r\t \u0000"',
    "lone surrogate": r'"cut \ud83d"',
    "nested": '{"b":[1,{"c":null}],"a":{"":[[[]]]}}',
    "white space": '{ "a" : [ 1 , 2 ] }',
    "100 containers": "[" * 100 + "]" * 100,
    "1 MB string": json.dumps("x" * (1 << 20)),
    "1 MB of records": json.dumps([{"id": n, "mail": f"user{n}@example.com"} for n in range(24_000)]),
}

EVENTS = {
    "field": '{"id":1,"encrypted":{"phone":"867-5309"},"z":[null]}',
    "string": '{"encrypted":"π"}',
    "no field": '{"id":1}',
    "empty": "{}",
}
