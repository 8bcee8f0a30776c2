#!/usr/bin/env python3
"""What the pages of docs/ and the root name exists: links, paths, targets of make, fuzz targets."""

import re
import sys
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("tests/**/README.md")])
PAGES = [page for page in PAGES if not {"node_modules", ".build", ".venv"} & set(page.parts)]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
# What begins with one of these is a path from the root of the repository.
FOLDERS = ("core", "ffi-c", "include", "bindings-", "cli/", "docs/", "examples", "tests/", "fuzz/", "benches", "scripts/")


def text(page):
    return page.read_text(encoding="utf-8")


def found(page, pattern):
    """What a pattern finds on a page, each with the page for the message."""
    return [(str(page.relative_to(ROOT)), each) for each in re.findall(pattern, text(page))]


class Names(unittest.TestCase):
    def test_links(self):
        links = [link for page in PAGES for link in found(page, r"\]\(([^)#\s]+)(?:#[^)]*)?\)")]
        local = [(page, link) for page, link in links if "://" not in link]
        self.assertGreater(len(local), 20)
        for page, link in local:
            with self.subTest(page=page, link=link):
                self.assertTrue(((ROOT / page).parent / link).exists())

    def test_anchors(self):
        for page in PAGES:
            for link, anchor in re.findall(r"\]\(([^)#\s]*\.md)?#([^)]+)\)", text(page)):
                target = page.parent / link if link else page
                headings = re.findall(r"^#+ (.*)$", text(target), re.MULTILINE)
                anchors = [re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings]
                with self.subTest(page=page.name, link=link, anchor=anchor):
                    self.assertIn(anchor, anchors)

    def test_paths(self):
        paths = [path for page in PAGES for path in found(page, r"`([\w./*-]+)`") if path[1].startswith(FOLDERS)]
        paths = [(page, path) for page, path in paths if "/" in path and (ROOT / page).parent in (ROOT, ROOT / "docs")]
        self.assertGreater(len(paths), 30)
        for page, path in paths:
            with self.subTest(page=page, path=path):
                self.assertTrue(list(ROOT.glob(path.rstrip("/"))))

    def test_targets_of_make(self):
        targets = [target for page in PAGES for target in found(page, r"`(?:\w+=\S+ )?make ([a-z][\w-]*)")]
        self.assertGreater(len(targets), 30)
        for page, target in targets:
            with self.subTest(page=page, target=target):
                self.assertRegex(MAKEFILE, rf"(?m)^{target}:")

    def test_the_readme_is_short(self):
        self.assertLessEqual(len(text(ROOT / "README.md").splitlines()), 130)

    def test_fuzz_targets(self):
        for target in re.findall(r"fuzz target `(\w+)`", text(ROOT / "docs/audit.md")):
            self.assertTrue((ROOT / "fuzz/fuzz_targets" / f"{target}.rs").exists(), target)


if __name__ == "__main__":
    sys.exit(unittest.main())
