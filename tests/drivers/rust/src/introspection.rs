//! `introspect`: a `GET` that need not be signed.

use signkey::{EndpointOptions, SignatureHeader};

use crate::{
    fields::{absent_or_bytes, hex, integer},
    pairs::texts,
    refusal::{Refusal, UNSUPPORTED},
    settings::{app, read_config},
};

pub(crate) fn introspect(fields: &[&[u8]]) -> Result<String, Refusal> {
    let &[settings, vars, app_field, header, now] = fields else {
        return Err(UNSUPPORTED);
    };
    let (settings, vars, app_pairs) = (texts(settings)?, texts(vars)?, texts(app_field)?);
    let (header, now) = (absent_or_bytes(header)?, integer(now)?);
    let app = app(&app_pairs)?;

    let config = read_config(&settings, &vars)?;
    let mut options = EndpointOptions::default();
    options.unsigned_methods = vec!["GET".to_owned()];
    let endpoint = config.endpoint(options)?;
    let headers = header.map(|value| (SignatureHeader::NAME, value));
    let admission = endpoint.admit_whole("GET", headers, b"", now);
    Ok(hex(config.introspect(&app, &admission)))
}
