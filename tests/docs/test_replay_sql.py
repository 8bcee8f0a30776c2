#!/usr/bin/env python3
"""The recipe of docs/replay.md for claims in SQL, as it is printed there: on SQLite, and on a PostgreSQL server of
its own on a socket of its own. Several processes claim the same ids, and each id is the first for one of them."""

import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import unittest
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

GUIDE = Path(__file__).resolve().parents[2] / "docs/replay.md"
PROCESSES, IDS = 4, 500


def recipe(name):
    """The statements of the block that follows this name: table, claim, removal."""
    block = re.search(name + r"[^`]*```sql\n(.*?)```", GUIDE.read_text(), re.DOTALL).group(1)
    code = re.sub(r"--.*", "", block)
    return [" ".join(statement.split()) for statement in code.split(";")][:3]


def order(seed):
    ids = [f"{number:032x}" for number in range(IDS)]
    random.Random(seed).shuffle(ids)
    return ids


def claim_in_sqlite(path, seed):
    """The ids for which this process was the first."""
    _, claim, _ = recipe("SQLite")
    connection = sqlite3.connect(path, timeout=30, isolation_level=None)
    return [id for id in order(seed) if connection.execute(claim, (id, 901)).rowcount == 1]


class Sqlite(unittest.TestCase):
    def test_each_id_is_the_first_once(self):
        table, claim, removal = recipe("SQLite")
        with tempfile.TemporaryDirectory() as folder:
            path = f"{folder}/claims.db"
            connection = sqlite3.connect(path, isolation_level=None)
            connection.execute(table)
            with ProcessPoolExecutor(PROCESSES) as pool:
                claimed = list(pool.map(claim_in_sqlite, [path] * PROCESSES, range(PROCESSES)))
            self.assertEqual(sorted(sum(claimed, [])), sorted(order(0)))
            self.assertEqual(connection.execute(removal).rowcount, 0, "nothing is over")
            connection.execute(claim, ("old", -1))
            self.assertEqual(connection.execute(removal).rowcount, 1, "what is over goes")
            connection.close()


class PostgreSql(unittest.TestCase):
    def setUp(self):
        folders = [Path(path) for path in os.get_exec_path()] + sorted(Path("/usr/lib/postgresql").glob("*/bin"))
        complete = [folder for folder in folders if all((folder / name).exists() for name in ("initdb", "psql"))]
        self.programs = complete[0] if complete else None
        if not self.programs:
            if os.environ.get("CI"):
                self.fail("PostgreSQL is not installed")
            print("NOT TESTED: PostgreSQL is not installed", file=sys.stderr)
            self.skipTest("PostgreSQL is not installed")
        self.folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        # The server refuses to run as root.
        if os.getuid() == 0:
            shutil.chown(self.folder, "postgres")
        self.run_program("initdb", "--no-sync", "--auth=trust", "--username=postgres", "-D", f"{self.folder}/data")
        options = f"-c listen_addresses='' -c unix_socket_directories='{self.folder}'"
        data = ["-D", f"{self.folder}/data"]
        self.run_program("pg_ctl", *data, "-w", "-l", f"{self.folder}/log", "-o", options, "start")
        self.addCleanup(self.run_program, "pg_ctl", *data, "-m", "immediate", "stop")

    def command(self, program, *arguments):
        user = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
        return [*user, str(self.programs / program), *arguments]

    def run_program(self, program, *arguments, text=None):
        command = self.command(program, *arguments)
        done = subprocess.run(command, input=text, capture_output=True, text=True, cwd="/", timeout=60, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def psql(self, text):
        return self.run_program("psql", "-X", "-v", "ON_ERROR_STOP=1", "-h", self.folder, "-U", "postgres", text=text)

    def test_each_id_is_the_first_once(self):
        table, claim, removal = recipe("PostgreSQL")
        self.psql(f"{table};")
        prepared = f"PREPARE claim(text, integer) AS {claim};\n"
        scripts = [
            prepared + "".join(f"EXECUTE claim('{id}', 901);\n" for id in order(seed)) for seed in range(PROCESSES)
        ]
        command = self.command("psql", "-X", "-h", self.folder, "-U", "postgres")
        processes = [
            subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd="/")
            for _ in scripts
        ]
        for process, script in zip(processes, scripts, strict=True):
            process.stdin.write(script)
            process.stdin.close()
        firsts = []
        for seed, process in enumerate(processes):
            answers = [line for line in process.stdout.read().splitlines() if line.startswith("INSERT")]
            self.assertEqual((process.wait(timeout=60), len(answers)), (0, IDS))
            process.stdout.close()
            firsts += [id for id, answer in zip(order(seed), answers, strict=True) if answer == "INSERT 0 1"]
        self.assertEqual(sorted(firsts), sorted(order(0)))
        removed = self.psql(f"{removal};\n{prepared}EXECUTE claim('old', -1);\n{removal};")
        self.assertEqual(re.findall(r"DELETE \d+", removed), ["DELETE 0", "DELETE 1"])


if __name__ == "__main__":
    unittest.main()
