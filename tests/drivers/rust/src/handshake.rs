//! `handshake`: a whole sync, with the platform's answers given.

use signkey::{ApiAuth, Handshake, HeaderField, Request, RequestHeaders, SyncRequest, SyncState};

use crate::{
    Refusal, UNSUPPORTED,
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
    let mut sync = Handshake::begin(&config, &auth, &app, &sync)?;
    let configuration = (sync.state() == SyncState::InBand).then_some(&*configuration);
    let requests = send(&mut sync, &auth, &answers)?;
    let response = sync.response(config.keyring(), configuration, now)?;
    let (status, fields) = (response.status, hex(lines(&response.headers)));
    Ok(format!(
        "{requests}\t{status}\t{fields}\t{}",
        hex(response.body)
    ))
}

/// Sends what is to be sent until it is answered for good; what has no answer is not reached.
fn send(
    sync: &mut Handshake,
    auth: &ApiAuth,
    answers: &[(u16, Vec<u8>)],
) -> Result<String, Refusal> {
    let mut requests = Vec::new();
    let mut answers = answers.iter();
    while sync.state() == SyncState::Register {
        let request = sync.request()?;
        let mut text = format!("{}\n{}", request.url(), lines(request.headers()));
        if let Some(authorization) = request.authorization(auth) {
            text += &format!("Authorization: {}\n", authorization.as_str());
        }
        requests.push(hex(text));
        let (status, body) = answers.next().map_or((0, &[][..]), |(s, b)| (*s, b));
        sync.answer(auth, status, body)?;
    }
    Ok(requests.join(","))
}

fn lines(fields: &[HeaderField]) -> String {
    let lines = fields
        .iter()
        .map(|(name, value)| format!("{name}: {value}\n"));
    lines.collect()
}
