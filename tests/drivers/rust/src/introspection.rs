//! `introspect`: a `GET` that need not be signed.

use signkey::{Introspector, Request, RequestHeaders};

use crate::{
    Refusal, UNSUPPORTED,
    fields::{absent_or_bytes, hex, integer},
    platform::{app, read_config, texts},
};

pub(crate) fn introspect(fields: &[&[u8]]) -> Result<String, Refusal> {
    let &[settings, vars, app_field, header, now] = fields else {
        return Err(UNSUPPORTED);
    };
    let (settings, vars, app_pairs) = (texts(settings)?, texts(vars)?, texts(app_field)?);
    let (header, now) = (absent_or_bytes(header)?, integer(now)?);
    let app = app(&app_pairs)?;

    let config = read_config(&settings, &vars)?;
    let headers = header.iter().map(|value| ("x-inngest-signature", value));
    let request = Request {
        method: "GET",
        headers: RequestHeaders::collect(headers),
        body: b"",
    };
    let verdict =
        config
            .endpoint()
            .allow_unsigned(["GET"])
            .authenticate(config.keyring(), &request, now);
    Ok(hex(config.introspect(&app, Introspector::of(&verdict))))
}
