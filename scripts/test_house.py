#!/usr/bin/env python3
"""Tests of check-house and check-generated, in repositories with planted findings."""

import contextlib
import io
import subprocess
import sys
import tempfile
import unittest
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path

sys.dont_write_bytecode = True
SCRIPTS = Path(__file__).resolve().parent
ERRORS = "| number | code |\n| 20 | `missing_signature` | 401 | text |\n| 1 | `invalid_argument` | 500 | text |\n"


def program(name):
    loader = SourceFileLoader(name.replace("-", "_"), str(SCRIPTS / name))
    module = module_from_spec(spec_from_loader(loader.name, loader))
    loader.exec_module(module)
    return module


HOUSE, GENERATED = program("check-house"), program("check-generated")


class Repository(unittest.TestCase):
    """A folder with the files that the programs need, under git."""

    def setUp(self):
        self.root = Path(self.enterContext(tempfile.TemporaryDirectory()))
        subprocess.run(["git", "init", "-q", self.root], check=True)
        self.write("docs/errors.md", ERRORS)
        self.write("scripts/house.toml", "")
        self.write("scripts/generated.txt", "# nothing\n")

    def write(self, path, text):
        path = self.root / path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def run_main(self, main, *arguments):
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            status = main(self.root, *arguments)
        *lines, summary = out.getvalue().splitlines()
        self.assertEqual(status, 1 if lines else 0, summary)
        return lines

    def house(self):
        return self.run_main(HOUSE.main)

    def assert_finds(self, path, text, *findings):
        """A file with this text has exactly these findings: (line, rule, what is found)."""
        self.write(path, text)
        expected = [f"{path}:{line}: {rule}: {found}" for line, rule, found in findings]
        self.assertEqual(self.house(), sorted(expected))
        (self.root / path).unlink()


class TelltalesTest(Repository):
    def test_an_empty_house_is_in_order(self):
        self.assertEqual(self.house(), [])

    def test_rules_of_the_protocol_are_found_in_each_language(self):
        self.assert_finds("bindings-python/python/signkey/a.py", "def f():\n    return 401\n", (2, "status", "401"))
        self.assert_finds(
            "bindings-node/lib/a.ts", "if (m === 'HEAD') x(413);\n", (1, "method", "'HEAD'"), (1, "status", "413")
        )
        self.assert_finds(
            "bindings-go/a.go",
            'package a\n\nconst limit = 16 << 20\nvar n = "X-Inngest-Signature"\nvar s = http.StatusUnauthorized\n',
            (3, "size", "16 << 20"),
            (4, "header", '"X-Inngest-Signature"'),
            (5, "status", "http.StatusUnauthorized"),
        )
        self.assert_finds("bindings-rust/src/lib.rs", "const A: u64 = 16 << 20;\n", (1, "size", "16 << 20"))
        self.assert_finds("bindings-rust/src/lib.rs", "f(header::CONTENT_LENGTH)\n", (1, "header", "CONTENT_LENGTH"))
        self.assert_finds("ffi-c/src/lib.rs", "const PAST: u64 = 300;\n", (1, "window", "300"))

    def test_every_rule_finds_its_telltale(self):
        for text, rule in [
            ("204", "status"),
            ("HTTPStatus.UNAUTHORIZED", "status"),
            ("16 << 20", "size"),
            ("1024 * 1024", "size"),
            ("16_777_216", "size"),
            ("5 * 60", "window"),
            ('"POST"', "method"),
            ('"x-inngest-sync-kind"', "header"),
            ('"HTTP_X_INNGEST_SIGNATURE"', "header"),
            ('"content-length"', "header"),
            ('"CONTENT_LENGTH"', "header"),
            ('"Transfer-Encoding"', "header"),
            ('"WWW-Authenticate"', "header"),
            ("hmac", "crypto"),
            ('"missing_signature"', "code"),
        ]:
            with self.subTest(text):
                self.assert_finds("bindings-python/python/a.py", f"a = {text}\n", (1, rule, text))

    def test_what_looks_like_a_telltale_is_none(self):
        for text in [
            "1401",
            "4.13",
            "name.POST",
            '"POSTER"',
            "3000",
            '"invalid_argument"',
            "64 << 10",
            '"content-type"',
        ]:
            with self.subTest(text):
                self.assert_finds("bindings-python/python/a.py", f"a = {text}\n")

    def test_comments_and_documentation_may_say_what_they_like(self):
        self.assert_finds("bindings-python/python/a.py", '"""Answers 401."""\n\n# 413\n\n\ndef f():\n    """500."""\n')
        self.assert_finds("bindings-go/a.go", "package a\n\n// 401\n/* 413\n500 */\n")
        self.assert_finds("bindings-rust/src/lib.rs", "//! 401\n/// 413\nfn f<'a>(a: &'a str) {}\n/* '\" 500 */\n")
        self.assert_finds("bindings-node/lib/a.ts", "/** 401 */\n// 413\n")

    def test_a_comment_inside_a_string_is_code(self):
        self.assert_finds("bindings-node/lib/a.ts", "f('http://x', 401);\n", (1, "status", "401"))
        self.assert_finds(
            "bindings-rust/src/lib.rs",
            'fn f() { g("//", 401, \'"\', 413) }\n',
            (1, "status", "401"),
            (1, "status", "413"),
        )

    def test_the_core_and_tests_are_exempt(self):
        for path in ["core/src/a.rs", "ffi-c/src/tests/a.rs", "bindings-node/test/a.mjs", "bindings-python/tests/a.py"]:
            self.assert_finds(path, "f(401)\n")
        self.assert_finds("bindings-go/a_test.go", "package a\n\nvar a = 401\n")
        self.assert_finds("bindings-rust/src/lib.rs", "#[cfg(test)]\nmod tests {\n    const A: u16 = 401;\n}\n")

    def test_generated_files_are_exempt(self):
        self.write("scripts/generated.txt", "bindings-go/errors.go\n")
        self.assert_finds("bindings-go/errors.go", "package a\n\nvar a = 401\n")

    def test_an_exception_needs_a_reason_and_a_use(self):
        entry = '[[exception]]\npath = "bindings-go/a.go"\nrule = "status"\ntexts = ["401"]\nreason = "{}"\n'
        self.write("bindings-go/a.go", "package a\n\nvar a = 401\n")
        self.write("scripts/house.toml", entry.format("because"))
        self.assertEqual(self.house(), [])
        self.write("scripts/house.toml", entry.format(" "))
        self.assertIn("needs path, rule, texts and reason", "".join(self.house()))
        self.write("scripts/house.toml", entry.format("because"))
        self.write("bindings-go/a.go", "package a\n")
        self.assertEqual(
            self.house(), ["scripts/house.toml:1: exception: nothing needs status 401 in bindings-go/a.go"]
        )


class CirclesTest(Repository):
    def assert_circle(self, line, *paths):
        self.assertEqual(self.house(), [f"{paths[0]}:{line}: circle: {' -> '.join(paths)}"])

    def rust(self, **texts):
        self.write("a/Cargo.toml", "")
        for name, text in texts.items():
            self.write(f"a/src/{name.replace('__', '/')}.rs", text)

    def test_two_modules_of_rust_that_use_each_other(self):
        self.rust(lib="mod x;\nmod y;\n", x="use crate::y::Y;\n", y="\nuse super::{z, x::X as A};\n")
        self.assert_circle(1, "a/src/x.rs", "a/src/y.rs", "a/src/x.rs")

    def test_paths_in_code_count(self):
        self.rust(lib="mod x;\nmod y;\n", x="fn f() { crate::y::f() }\n", y="fn f() -> super::x::X { todo!() }\n")
        self.assert_circle(1, "a/src/x.rs", "a/src/y.rs", "a/src/x.rs")

    def test_a_parent_that_uses_its_child_is_in_a_circle_with_it(self):
        self.rust(
            lib="mod x;\n", x__mod="mod y;\npub use y::Y;\npub struct X;\n", x__y="use super::X;\npub struct Y;\n"
        )
        self.assert_circle(2, "a/src/x/mod.rs", "a/src/x/y.rs", "a/src/x/mod.rs")

    def test_a_name_counts_where_it_is_defined(self):
        self.rust(
            lib="mod x;\nmod y;\npub use x::X;\npub use y::Y;\n",
            x="pub struct X;\n",
            y="use crate::X;\npub struct Y;\n",
        )
        self.assertEqual(self.house(), [])

    def test_comments_and_modules_of_tests_import_nothing(self):
        self.rust(
            lib="mod x;\nmod y;\n",
            x="use crate::y;\n",
            y="// use crate::x;\n#[cfg(test)]\nmod t {\n    use crate::x;\n}\n",
        )
        self.assertEqual(self.house(), [])

    def test_three_modules_of_typescript(self):
        self.write("a/x.ts", "import { y } from './y';\n")
        self.write("a/y.ts", "\nexport { z } from './inner/z.js';\n")
        self.write("a/inner/z.ts", "import type { X } from '../x';\n")
        self.assert_circle(1, "a/inner/z.ts", "a/x.ts", "a/y.ts", "a/inner/z.ts")

    def test_typescript_without_a_circle(self):
        self.write("a/x.ts", "import { y } from './y';\nimport z from 'z';\n")
        self.write("a/y.ts", "// import './x'\n")
        self.assertEqual(self.house(), [])

    def test_two_modules_of_python(self):
        self.write("tests/p/__init__.py", "")
        self.write("tests/p/x.py", "import os\n\nfrom . import y\n")
        self.write("tests/p/y.py", "def f():\n    from p.x import a\n")
        self.assert_circle(3, "tests/p/x.py", "tests/p/y.py", "tests/p/x.py")

    def test_a_package_of_python_and_its_module(self):
        self.write("tests/p/__init__.py", "from .x import X\n\nY = 1\n")
        self.write("tests/p/x.py", "from . import Y\n")
        self.assert_circle(1, "tests/p/__init__.py", "tests/p/x.py", "tests/p/__init__.py")

    def test_packages_of_go(self):
        self.write("a/go.mod", "module example.com/a\n")
        self.write("a/a.go", 'package a\n\nimport (\n\t"fmt"\n\n\t"example.com/a/b"\n)\n')
        self.write("a/b/b.go", 'package b\n\nimport "example.com/a"\n')
        self.assert_circle(6, "a", "a/b", "a")
        self.write("a/b/b.go", "package b\n")
        self.write("a/b/b_test.go", 'package b\n\nimport "example.com/a"\n')
        self.assertEqual(self.house(), [])


class LengthsAndWordsTest(Repository):
    def test_the_ceiling_is_400_lines(self):
        self.assert_finds("core/src/a.rs", "\n" * 400)
        self.assert_finds("core/src/a.rs", "\n" * 401, (401, "length", "401 lines, the ceiling is 400"))
        self.assert_finds("a", "#!/bin/sh\n" + "\n" * 401, (402, "length", "402 lines, the ceiling is 400"))
        self.assert_finds("core/a.txt", "\n" * 500)

    def test_replaced_names_are_found_in_names_alone(self):
        self.assert_finds(
            "core/src/a.rs", "struct SyncHandshake;\n", (1, "word", "SyncHandshake says handshake: Registration")
        )
        self.assert_finds("a.py", "is_lent = 1\n", (1, "word", "is_lent says lent: borrowed"))
        self.assert_finds("a.go", "package a\n\nfunc newSender() {}\n", (3, "word", "newSender says sender: Caller"))
        self.assert_finds("a.rs", 'fn silent<T: ?Sized>() {} // handshake\nconst A: &str = "handshake";\n')
        self.assert_finds("a.py", '"""A handshake."""\nexcellent = {"handshake": 1}\n')
        self.assert_finds("tests/around.py", "a = 1\n", (1, "word", "the file's name says around: app"))


class GeneratedTest(Repository):
    def check(self, script="true"):
        return self.run_main(GENERATED.main, ["sh", "-c", script])

    def setUp(self):
        super().setUp()
        self.write("scripts/generated.txt", "a.go\ndata/*.json\n")
        self.write("a.go", "// Code generated by x; DO NOT EDIT.\n")
        self.write("data/1.json", "{}")

    def test_files_that_stay_as_they_are_pass(self):
        self.assertEqual(self.check(), [])

    def test_a_file_that_changes_comes_or_goes_fails(self):
        self.assertEqual(self.check("echo >> data/1.json"), ["data/1.json was out of date"])
        self.assertEqual(self.check("echo > data/2.json"), ["data/2.json was out of date"])
        self.assertEqual(self.check("rm data/2.json"), ["data/2.json was out of date"])
        self.assertEqual(self.check("touch data/1.json"), [])

    def test_a_generator_that_fails_is_no_success(self):
        with self.assertRaises(subprocess.CalledProcessError):
            self.check("false")

    def test_the_list_and_the_marks_agree(self):
        self.write("b.go", "// Code generated by x; DO NOT EDIT.\n")
        self.assertEqual(self.check(), ["b.go says DO NOT EDIT, and scripts/generated.txt does not list it"])
        self.write("b.go", "package b\n")
        self.write("a.go", "package a\n")
        self.assertEqual(self.check(), ["a.go does not say DO NOT EDIT"])
        (self.root / "a.go").unlink()
        self.assertEqual(self.check(), ["scripts/generated.txt: nothing is called a.go"])


if __name__ == "__main__":
    unittest.main()
