//! `handshake`: a whole sync, with the platform's answers given.

use signkey::{EndpointOptions, HeaderField, Registration, RegistrationState};

use crate::{
    api_auth::status,
    fields::{bytes, hex, integer},
    pairs::{pairs, text, texts},
    refusal::{Refusal, UNSUPPORTED},
    settings::{app, read_config},
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
    let endpoint = config.endpoint(EndpointOptions::default())?;
    let admission = endpoint.admit_whole(method, headers, &body, now);
    let mut registration = config.registration(&app, &admission, &query)?;
    let is_in_band = registration.state() == RegistrationState::InBand;
    let requests = send(&mut registration, &answers)?;
    let configuration = is_in_band.then_some(&*configuration);
    let response = registration.response(configuration, now)?;
    let (status, fields) = (response.status, hex(lines(&response.headers)));
    Ok(format!(
        "{requests}\t{status}\t{fields}\t{}",
        hex(response.body)
    ))
}

/// Sends what is to be sent until it is answered for good; what has no answer is not reached.
fn send(registration: &mut Registration, answers: &[(u16, Vec<u8>)]) -> Result<String, Refusal> {
    let mut requests = Vec::new();
    let mut answers = answers.iter();
    while registration.state() == RegistrationState::Register {
        let request = registration.request()?;
        let mut text = format!("{}\n{}", request.url(), lines(request.headers()));
        if let Some(authorization) = request.authorization() {
            text += &format!("Authorization: {}\n", authorization.as_str());
        }
        requests.push(hex(text));
        let (status, body) = answers.next().map_or((0, &[][..]), |(s, b)| (*s, b));
        registration.answer(status, body)?;
    }
    Ok(requests.join(","))
}

fn lines(fields: &[HeaderField]) -> String {
    let lines = fields
        .iter()
        .map(|(name, value)| format!("{name}: {value}\n"));
    lines.collect()
}
