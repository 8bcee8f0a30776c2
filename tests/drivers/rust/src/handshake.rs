//! `handshake`: a whole sync, with the platform's answers given.

use signkey::{
    ApiAuth, Handshake, HeaderField, Register, Request, RequestHeaders, Step, SyncRequest,
};

use crate::{
    INVALID_ARGUMENT, Refusal, UNSUPPORTED,
    api_auth::status,
    fields::{bytes, hex, integer},
    platform::{app, pairs, read_config, text, texts},
};

pub(crate) fn run(fields: &[&[u8]]) -> Result<String, Refusal> {
    let &[
        settings,
        vars,
        app_field,
        method,
        query,
        headers,
        body,
        now,
        answers,
        configuration,
    ] = fields
    else {
        return Err(UNSUPPORTED);
    };
    let (settings, vars, app_pairs) = (texts(settings)?, texts(vars)?, texts(app_field)?);
    let (method, query) = (text(method)?, text(query)?);
    let (headers, body, now) = (pairs(headers)?, bytes(body)?, integer(now)?);
    let answers = pairs(answers)?
        .into_iter()
        .map(|(code, body)| Ok((status(&code)?, body)))
        .collect::<Result<Vec<_>, Refusal>>()?;
    let configuration = bytes(configuration)?;
    let app = app(&app_pairs)?;

    let config = read_config(&settings, &vars)?;
    let headers = RequestHeaders::collect(headers.iter().map(|(name, value)| (name, value)));
    let request = Request {
        method: &method,
        headers,
        body: &body,
    };
    let caller = config
        .endpoint()
        .authenticate(config.keyring(), &request, now)?;
    let auth = config.api_auth()?;
    let sync = SyncRequest {
        method: &method,
        query: &query,
        headers,
        caller,
    };
    let (requests, status, fields, body) = match Handshake::begin(&config, &auth, &app, &sync)? {
        Handshake::InBand(sync) => {
            let fields = sync.headers(config.keyring()?, &configuration, now)?;
            (String::new(), 200, fields, configuration)
        }
        Handshake::Register(register) => {
            let (requests, outcome) = send(register, &auth, &answers)?;
            let response = outcome.response(config.keyring(), now)?;
            (requests, response.status, response.headers, response.body)
        }
    };
    let fields = hex(lines(&fields));
    Ok(format!("{requests}\t{status}\t{fields}\t{}", hex(body)))
}

/// Sends the request until it is answered for good; what has no answer is not reached.
fn send(
    register: Register,
    auth: &ApiAuth,
    answers: &[(u16, Vec<u8>)],
) -> Result<(String, signkey::Outcome), Refusal> {
    let mut requests = Vec::new();
    let mut answers = answers.iter();
    let mut register = register;
    // No keyring holds more keys than this.
    for _ in 0..=signkey::Keyring::MAX {
        let mut text = format!("{}\n{}", register.url(), lines(register.headers()));
        if let Some(authorization) = register.authorization(auth) {
            text += &format!("Authorization: {}\n", authorization.as_str());
        }
        requests.push(hex(text));
        let (status, body) = answers.next().map_or((0, &[][..]), |(s, b)| (*s, b));
        match register.answer(auth, status, body) {
            Step::Retry(next) => register = next,
            Step::Done(outcome) => return Ok((requests.join(","), outcome)),
        }
    }
    Err(INVALID_ARGUMENT)
}

fn lines(fields: &[HeaderField]) -> String {
    let lines = fields
        .iter()
        .map(|(name, value)| format!("{name}: {value}\n"));
    lines.collect()
}
