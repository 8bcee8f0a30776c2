"""What an endpoint says about itself."""

from reference import Refusal

from . import endpoint
from .registration import App
from .settings import Settings, compact, shown


def introspect(options, variables, app, header, now):
    settings, app = Settings(options, variables), App(app)
    headers = [] if header is None else [(b"x-inngest-signature", header)]
    try:
        settings.switches()
        verdict = endpoint.judge(settings.mode, settings.file_fault or settings.key_texts, [b"GET"], False, b"GET", headers, b"", now)[0]
    except Refusal:
        verdict = "refused"
    ids = [*settings.key_ids(), None, None]
    document = {
        "authentication_succeeded": {"verified": True, "refused": False, "unverified": None}[verdict],
        "function_count": app.functions,
        "has_event_key": settings.event_key_hash is not None,
        "has_signing_key": ids[0] is not None,
        "has_signing_key_fallback": ids[1] is not None,
        "mode": settings.mode_in_force,
        "schema_version": "2024-05-24",
    }
    if verdict == "verified":
        capabilities = {"connect": app.connect, "in_band_sync": settings.in_band_sync is True, "trust_probe": app.trust_probe}
        document |= {
            "api_origin": shown(settings.api),
            "app_id": app.id,
            "capabilities": {name: "v1" for name, there in capabilities.items() if there},
            "env": shown(settings.environment),
            "event_api_origin": shown(settings.event_api),
            "event_key_hash": settings.event_key_hash,
            "framework": app.framework,
            "sdk_language": app.language,
            "sdk_version": app.sdk.partition(":v")[2],
            "serve_origin": shown(settings.serve_origin),
            "serve_path": shown(settings.serve_path),
            "signing_key_fallback_hash": ids[1],
            "signing_key_hash": ids[0],
        }
    return compact(document)
