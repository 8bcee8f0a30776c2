"""The settings of an app: options, else variables, else defaults; and what is wrong with them."""

import hashlib
import json
import re

import reference
from reference import Refusal
from reference.keys import PREFIX

from . import urls

ENVIRONMENTS = [
    "INNGEST_ENV",
    "BRANCH_NAME",
    "VERCEL_GIT_COMMIT_REF",
    "BRANCH",
    "CF_PAGES_BRANCH",
    "RENDER_GIT_BRANCH",
    "RAILWAY_GIT_BRANCH",
]
PLATFORMS = [
    ("vercel", "VERCEL", "1"),
    ("netlify", "NETLIFY", "true"),
    ("cloudflare-pages", "CF_PAGES", "1"),
    ("render", "RENDER", "true"),
    ("railway", "RAILWAY_ENVIRONMENT", None),
]
OPTIONS = {
    "mode",
    "dev_server_url",
    "base_url",
    "api_base_url",
    "event_api_base_url",
    "signing_key",
    "signing_key_fallback",
    "event_key",
    "environment",
    "platform",
    "serve_origin",
    "serve_path",
}
DEV_SERVER = "http://127.0.0.1:8288"
NO = {"0", "false", "no", "off"}
YES = {"1", "true", "yes", "on"}
WHITESPACE = " \t\n\f\r"
WARNINGS = {
    "fallback_equals_primary",
    "fallback_without_primary",
    "mixed_key_environments",
    "dev_on_platform",
    "exposed_origin",
    "environment_left_out",
}


class Settings:
    """Everything that `config` says, as attributes; one that is malformed is a `Refusal`."""

    def __init__(self, options, variables):
        self.options = {name.decode(): value.decode() for name, value in options}
        self.variables = {name.decode(): value.decode() for name, value in variables}
        self.problems = []
        if self.options.keys() - OPTIONS or self.options.get("mode", "dev") not in ("cloud", "dev"):
            raise Refusal("invalid_argument")
        self.read_mode()
        self.api = self.read_url("api_base_url", "INNGEST_API_BASE_URL", "https://api.inngest.com")
        self.event_api = self.read_url("event_api_base_url", "INNGEST_EVENT_API_BASE_URL", "https://inn.gs")
        self.read_keys()
        self.environment, self.environment_source = self.read_environment()
        self.platform, self.platform_source = self.read_platform()
        self.serve_origin = self.parsed(urls.serve_origin, "serve_origin", "INNGEST_SERVE_ORIGIN", "INNGEST_SERVE_HOST")
        self.serve_path = self.parsed(urls.serve_path, "serve_path", "INNGEST_SERVE_PATH", code="malformed_path")
        self.in_band_sync = self.switch("INNGEST_ALLOW_IN_BAND_SYNC", True)
        self.unsigned_sync = self.switch("INNGEST_ENABLE_UNAUTHED_SYNC", False)
        self.check_together()

    # Single settings

    def find(self, option, *names):
        """Return (value, source), trimmed; the option first, blank ones skipped."""
        value = self.options.get(option, "").strip(WHITESPACE)
        if value:
            return value, option
        for name in names:
            value = self.variables.get(name, "").strip(WHITESPACE)
            if value:
                return value, name
        return None, None

    def switch(self, name, default):
        value, _ = self.find(None, name)
        if value is None:
            return default
        if value.lower() in NO | YES:
            return value.lower() in YES
        return self.unknown(value, name)

    def unknown(self, value, name):
        self.report("quoted_value" if quoted(value) else "invalid_setting", name)
        return Refusal("invalid_setting")

    def report(self, code, setting):
        self.problems.append((code, setting))

    def parse(self, parse, value, source, code=None):
        try:
            return parse(value)
        except Refusal as refusal:
            self.report("quoted_value" if quoted(value) else code or refusal.code, source)
            return refusal

    def parsed(self, parse, option, *names, code=None):
        value, source = self.find(option, *names)
        return None if value is None else self.parse(parse, value, source, code)

    def header_text(self, option, names):
        value, source = self.find(option, *names)
        if value is None:
            return value, source
        if quoted(value):
            self.report("quoted_value", source)
        if not re.fullmatch(r"[\x20-\x7e]+", value):
            self.report("invalid_header_value", source)
            return Refusal("invalid_header_value"), None
        return value, source

    # The mode and the origins that depend on it

    def read_mode(self):
        value, source = self.find(None, "INNGEST_DEV")
        self.dev_server = DEV_SERVER
        said, url = "cloud", None
        if self.options.get("mode") != "cloud" and value is not None:
            said, url = self.read_dev(value)
        self.mode, self.mode_source = self.options.get("mode", said), "mode" if "mode" in self.options else source
        if isinstance(self.mode, Refusal):
            self.mode_source = None
        elif self.mode_source is None:
            self.mode_source = "default"
        option, source = self.find("dev_server_url")
        if self.mode == "dev" and option is not None:
            self.dev_server = self.parse(urls.base, option, source)
        elif isinstance(said, Refusal):
            self.dev_server = said
        elif url is not None:
            self.dev_server = url
        self.mode_in_force = "cloud" if isinstance(self.mode, Refusal) else self.mode

    def read_dev(self, value):
        """The mode that the variable says, and where the development server is, if it says that."""
        if value.lower() in NO | YES:
            return ("dev" if value.lower() in YES else "cloud"), None
        try:
            if "://" in value:
                url = urls.base(value)
            elif re.fullmatch(r"[^/]*:[0-9]+", value):
                url = urls.base(f"http://{value}")
            else:
                raise Refusal("malformed_url")
        except Refusal:
            return self.unknown(value, "INNGEST_DEV"), None
        host = re.sub(r"^https?://|[:/].*", "", url)
        if re.fullmatch(r"(.*\.)?(inngest\.com|inn\.gs)\.?", host):
            return self.unknown(value, "INNGEST_DEV"), None
        return "dev", url

    def read_url(self, option, variable, cloud):
        value, source = self.find(option)
        if value is None:
            value, source = self.find("base_url", variable, "INNGEST_BASE_URL")
        if value is None:
            return cloud if self.mode_in_force == "cloud" else self.dev_server
        url = self.parse(urls.base, value, source)
        if isinstance(url, str) and self.mode_in_force == "cloud" and urls.exposed(url):
            self.report("exposed_origin", source)
        return url

    def switches(self):
        """Refuse as every request is refused if a switch says what it does not know."""
        for switch in (self.mode, self.unsigned_sync, self.in_band_sync):
            needed(switch)

    # Keys

    def read_keys(self):
        primary, self.primary_source = self.find_key("signing_key", "INNGEST_SIGNING_KEY")
        fallback, self.fallback_source = self.find_key("signing_key_fallback", "INNGEST_SIGNING_KEY_FALLBACK")
        faults = [text for text in (primary, fallback) if isinstance(text, Refusal)]
        self.file_fault = faults[0] if faults else None
        primary, fallback = shown(primary), shown(fallback)
        self.key_texts = [text and text.encode() for text in (primary, fallback)]
        for text, source in ((primary, self.primary_source), (fallback, self.fallback_source)):
            if text is not None:
                self.parse(lambda text: reference.parse_key(text.encode()), text, source)
        self.check_hashes(primary, fallback)
        try:
            self.keys = self.file_fault or reference.keyring(self.key_texts)
        except Refusal as refusal:
            self.keys = refusal
        event_key, source = self.find_key("event_key", "INNGEST_EVENT_KEY")
        event_key = shown(event_key)
        self.event_key_hash = event_key and hashlib.sha256(event_key.encode()).hexdigest()
        if event_key and event_key.startswith("signkey-"):
            self.report("signing_key_as_event_key", source)
        elif event_key and quoted(event_key):
            self.report("quoted_value", source)

    def find_key(self, option, variable):
        """As `find`, where a variable beside that of its file says nothing. Files themselves are not modelled."""
        value, source = self.find(option, variable)
        file, _ = self.find(None, f"{variable}_FILE")
        if file is None or source == option:
            return value, source
        if value is None:
            raise NotImplementedError(f"{variable}_FILE")
        self.report("set_twice", f"{variable}_FILE")
        return Refusal("invalid_setting"), None

    def check_hashes(self, primary, fallback):
        """Report a key that is the hash in the other one's token."""
        if primary and fallback:
            for key, other, source in (
                (primary, fallback, self.fallback_source),
                (fallback, primary, self.primary_source),
            ):
                if self.is_hash(key.encode(), other.encode()):
                    self.report("hash_as_key", source)
                    return

    @staticmethod
    def is_hash(key, other):
        try:
            token = reference.bearer(key).decode()
        except Refusal:
            return False
        prefix = PREFIX.match(other.strip(WHITESPACE.encode()))
        digits = other.strip(WHITESPACE.encode())[prefix.end() if prefix else 0 :]
        return digits.lower() == token[-64:].encode()

    def key_ids(self):
        if isinstance(self.keys, Refusal):
            return []
        return [reference.key_id(key.prefix + key.text).decode() for key in self.keys]

    def keyring(self):
        """The texts of the keys, or the refusal of the first malformed one."""
        if isinstance(self.keys, Refusal):
            raise self.keys
        return [key.prefix + key.text for key in self.keys]

    # Surroundings

    def read_environment(self):
        """A branch that no header can hold is left out, unless the key needs an environment."""
        value, source = self.find("environment", *ENVIRONMENTS)
        if source in ENVIRONMENTS[1:] and not self.is_branch() and not re.fullmatch(r"[\x20-\x7e]+", value):
            self.report("environment_left_out", source)
            return None, None
        return self.header_text("environment", ENVIRONMENTS)

    def is_branch(self):
        """Whether the key is one that all branch environments share, and that matters."""
        branch = not isinstance(self.keys, Refusal) and self.keys[0].prefix == b"signkey-branch-"
        return branch and self.mode_in_force == "cloud"

    def read_platform(self):
        value, source = self.header_text("platform", [])
        if value is not None:
            return value, source
        for name, variable, expected in PLATFORMS:
            value, _ = self.find(None, variable)
            if value is not None and expected in (None, value):
                return name, variable
        return None, None

    # Together

    def lacks_environment(self):
        return self.is_branch() and self.environment is None

    def check_together(self):
        missing = isinstance(self.keys, Refusal) and self.keys.code == "missing_signing_key"
        if missing and self.mode_in_force == "cloud":
            self.report("missing_signing_key", "INNGEST_SIGNING_KEY")
        if self.fallback_source and not self.primary_source:
            self.report("fallback_without_primary", self.fallback_source)
        if len(self.key_ids()) == 2:
            prefixes = {key.prefix for key in self.keys}
            if len(set(self.key_ids())) == 1:
                self.report("fallback_equals_primary", self.fallback_source)
            elif len(prefixes) == 2 and b"" not in prefixes:
                self.report("mixed_key_environments", self.fallback_source)
        if self.lacks_environment():
            self.report("missing_environment", "INNGEST_ENV")
        detected = self.platform_source is not None and self.platform_source.isupper()
        if self.mode == "dev" and detected:
            self.report("dev_on_platform", self.mode_source)


def quoted(value):
    return len(value) > 1 and value[0] == value[-1] and value[0] in "\"'`"


def shown(value):
    """A value that may be malformed, which is then null."""
    return None if isinstance(value, Refusal) else value


def needed(value):
    """A value that may be malformed, which is then refused."""
    if isinstance(value, Refusal):
        raise value
    return value


def compact(document):
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def config(options, variables):
    """The settings as JSON."""
    settings = Settings(options, variables)
    return compact(
        {
            "mode": shown(settings.mode),
            "mode_source": settings.mode_source,
            "api_origin": shown(settings.api),
            "event_api_origin": shown(settings.event_api),
            "signing_keys": settings.key_ids(),
            "has_event_key": settings.event_key_hash is not None,
            "environment": shown(settings.environment),
            "environment_source": settings.environment_source,
            "platform": shown(settings.platform),
            "serve_origin": shown(settings.serve_origin),
            "serve_path": shown(settings.serve_path),
            "allow_in_band_sync": shown(settings.in_band_sync),
            "allow_unsigned_sync": shown(settings.unsigned_sync),
            "problems": [
                {"code": code, "severity": "warning" if code in WARNINGS else "error", "setting": setting}
                for code, setting in settings.problems
            ],
        }
    )
