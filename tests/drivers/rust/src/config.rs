//! `config` and `serve_url`.

use crate::{
    fields::hex,
    pairs::{text, texts},
    refusal::{Refusal, UNSUPPORTED},
    settings::read_config,
};

pub(crate) fn describe(fields: &[&[u8]]) -> Result<String, Refusal> {
    let &[settings, vars] = fields else {
        return Err(UNSUPPORTED);
    };
    let (settings, vars) = (texts(settings)?, texts(vars)?);
    Ok(hex(read_config(&settings, &vars)?.describe()))
}

pub(crate) fn serve_url(fields: &[&[u8]]) -> Result<String, Refusal> {
    let &[settings, vars, url] = fields else {
        return Err(UNSUPPORTED);
    };
    let (settings, vars, url) = (texts(settings)?, texts(vars)?, text(url)?);
    Ok(hex(read_config(&settings, &vars)?.serve_url(&url)?))
}
