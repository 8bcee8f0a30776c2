"""The app's only function, and what the platform has to know of it."""

import hashlib
import json
import os

APP_ID = "python"
LANGUAGE = "py"
FRAMEWORK = "wsgi"
VERSION = "0.1.0"
SDK = f"signkey-python:v{VERSION}"
NAME = "ask the platform"
STEP = hashlib.sha1(NAME.encode()).hexdigest()  # steps are named by their SHA-1


def functions(url):
    """The function, called at our own URL."""
    runtime = {"type": "http", "url": f"{url}?fnId=python-double"}
    step = {"id": "step", "name": "step", "runtime": runtime, "retries": {"attempts": 3}}
    triggers = [{"event": "number/python"}]
    return [{"id": "python-double", "name": "double", "triggers": triggers, "steps": {"step": step}}]


def registration(url):
    """The configuration as it is sent to the platform."""
    return {
        "v": "0.1",
        "deployType": "ping",
        "appName": APP_ID,
        "framework": FRAMEWORK,
        "sdk": SDK,
        "url": url,
        "functions": functions(url),
        "capabilities": {},
    }


def in_band(url, inspection):
    """The configuration as it is the response to a sync."""
    return {
        "app_id": APP_ID,
        "env": None,
        "framework": FRAMEWORK,
        "functions": functions(url),
        "inspection": inspection,
        "platform": None,
        "sdk_author": "signkey",
        "sdk_language": LANGUAGE,
        "sdk_version": VERSION,
        "url": url,
    }


def run(body, ask):
    """The status and the answer to a call: one step, which asks the platform's API, and then the result. The step
    fails as often as the event says, and kills its process if it says so."""
    try:
        request = json.loads(body)
    except ValueError:
        return 400, {"message": "not a call"}
    data, attempt = request["event"]["data"], request["ctx"]["attempt"]
    done = request["steps"].get(STEP)
    if done is not None:
        return 200, {"doubled": data["number"] * 2, "platform": done["data"]}
    if data.get("dies") and attempt == 0:
        os._exit(1)
    if attempt < data.get("fails", 0):
        return 500, {"message": "failed, as the event says"}
    status = ask(f"/v1/runs/{request['ctx']['run_id']}")
    if status != 200:
        return 500, {"message": f"the platform answered {status}"}
    step = {"id": STEP, "op": "StepRun", "name": NAME, "displayName": NAME}
    return 206, [{**step, "data": {"status": status}}]
