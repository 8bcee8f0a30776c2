"""Takes the steps that the command line says, until none is left."""

import json
import subprocess
import time

STEPS = ["add_fallback", "switch_server", "promote", "wait", "retire_fallback", "done"]
STEP_LEFT = 10
PAUSE = 1.0


class Failed(Exception):
    """The rotation did not go as it must."""


def next_step(program, files, apps, switched_at):
    command = [program, "rotate", "next", "--json", "--current", files["current"], "--next", files["next"]]
    if switched_at is not None:
        command += ["--switched-at", str(switched_at)]
    done = subprocess.run(
        [*map(str, command), *(app.url for app in apps)], capture_output=True, text=True, env={}, timeout=300, check=False
    )
    if done.returncode not in (0, STEP_LEFT):
        raise Failed(f"status {done.returncode}: {done.stdout}{done.stderr}")
    return json.loads(done.stdout), done


def rotate(program, files, keys, apps, server, say):
    """Rotate from one key to the other; returns the steps and all that the program printed."""
    steps, printed, switched_at = [], [], None
    for _ in range(40):
        step, done = next_step(program, files, apps, switched_at)
        printed.append(done.stdout + done.stderr)
        if steps[-1:] != [step["action"]]:
            steps.append(step["action"])
            say(f"{step['action']}: {', '.join(app.name for app in apps if app.url in step['apps'])}")
        if step["is_done"]:
            return steps, printed
        if step["action"] == "switch_server":
            switched_at = int(time.time())
            server.switch(keys["next"])
        elif step["action"] == "wait":
            time.sleep(PAUSE)
            # Nobody waits ten minutes here: what was signed before is old enough, and no more of it is sent.
            switched_at -= step["wait_seconds"]
            server.late = None
        elif step["keys"]:
            slots = step["keys"]
            app = next(app for app in apps if app.url in step["apps"])
            app.deploy(keys[slots["primary"]], keys.get(slots["fallback"]))
        else:
            raise Failed(f"no step to take: {step}")
        time.sleep(PAUSE)
    raise Failed(f"no end: {steps}")
