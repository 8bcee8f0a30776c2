//! `admit`: a request through an endpoint, step by step, and the response that follows.

use signkey::{
    Admission, Caller, Endpoint, EndpointOptions, ErrorKind, Framing, ReceivedBody,
    Refusal as Answer, ResponseStep, Step,
};

use crate::{
    api_auth::status as status_of,
    fields::{absent_or_bytes, bytes, hex, integer},
    pairs::{Pair, flag, pairs, text, texts},
    refusal::{INVALID_ARGUMENT, Refusal, UNSUPPORTED},
    settings::read_config,
};

pub(crate) fn run(fields: &[&[u8]]) -> Result<String, Refusal> {
    let &[
        settings,
        vars,
        endpoint,
        method,
        headers,
        received,
        body,
        now,
        status,
        content_type,
        response_body,
        timestamp,
    ] = fields
    else {
        return Err(UNSUPPORTED);
    };
    let (settings, vars, endpoint) = (texts(settings)?, texts(vars)?, texts(endpoint)?);
    let (method, headers, body) = (text(method)?, pairs(headers)?, bytes(body)?);
    let (received, now) = (self::received(received, &body)?, integer(now)?);
    let response = Response {
        status: match status {
            b"-" => None,
            status => Some(status_of(status)?),
        },
        content_type: absent_or_bytes(content_type)?,
        body: bytes(response_body)?,
        timestamp: integer(timestamp)?,
    };

    let config = read_config(&settings, &vars)?;
    let endpoint = config.endpoint(options(&endpoint)?)?;
    let mut admission = endpoint.admit(method, headers);
    let at_most = match admission.step() {
        Step::ReadBody { at_most } => {
            endpoint.receive_body(&mut admission, received, now)?;
            at_most.to_string()
        }
        _ => "-".to_owned(),
    };
    let warning = admission.warning().map_or("-", |warning| warning.code());
    let (verdict, mut refused) = verdict(&admission);
    let mut sent = "-\t-".to_owned();
    if refused.is_none() {
        (sent, refused) = response.send(&endpoint, &admission)?;
    }
    let refusal = refused.map_or_else(|| "-\t-\t-\t-\t-".to_owned(), |answer| describe(&answer));
    Ok(format!(
        "{at_most}\t{verdict}\t{warning}\t{sent}\t{refusal}"
    ))
}

/// The verdict with its facts, and the answer to a request that is refused.
fn verdict(admission: &Admission) -> (String, Option<Answer>) {
    match admission.step() {
        Step::Admit(Caller::Verified(verified)) => {
            let (index, form) = (verified.key_index(), verified.form().name());
            let (t, id) = (verified.timestamp(), verified.key_id());
            (format!("verified\t{index},{form},{t},{id}"), None)
        }
        Step::Admit(Caller::Unverified(reason)) => (format!("unverified\t{}", reason.name()), None),
        Step::Refuse(answer) => (format!("refused\t{}", answer.error().code()), Some(answer)),
        step => (format!("undecided\t{step:?}"), None),
    }
}

/// What the app answers; without a status, nothing.
struct Response {
    status: Option<u16>,
    content_type: Option<Vec<u8>>,
    body: Vec<u8>,
    timestamp: u64,
}

impl Response {
    /// What becomes of it with its signature, and the answer in its place.
    fn send(
        &self,
        endpoint: &Endpoint,
        admission: &Admission,
    ) -> Result<(String, Option<Answer>), Refusal> {
        let Some(status) = self.status else {
            return Ok(("-\t-".to_owned(), None));
        };
        let (held, body) = match endpoint.response(admission, status, self.content_type.as_deref())
        {
            ResponseStep::Forward => return Ok(("forward\t-".to_owned(), None)),
            ResponseStep::Refuse(answer) => return Ok(("refuse\t-".to_owned(), Some(answer))),
            ResponseStep::Hold {
                at_most,
                empty: true,
            } => (format!("hold_empty:{at_most}"), &[][..]),
            ResponseStep::Hold {
                at_most,
                empty: false,
            } => (format!("hold:{at_most}"), &*self.body),
        };
        match endpoint.sign(admission, body, self.timestamp) {
            Ok(header) => Ok((format!("{held}\t{}", hex(header.as_str())), None)),
            Err(error) if error.kind() == ErrorKind::ResponseUnsignable => {
                Ok((format!("{held}\t-"), Some(endpoint.unsignable())))
            }
            Err(error) => Err(error.into()),
        }
    }
}

fn describe(answer: &Answer) -> String {
    let lines = answer
        .headers()
        .map(|(name, value)| format!("{name}: {value}\n"));
    let (fields, body, log) = (
        hex(lines.collect::<String>()),
        hex(answer.body()),
        hex(answer.log()),
    );
    let unread = u8::from(answer.is_unread());
    format!("{}\t{fields}\t{body}\t{unread}\t{log}", answer.status())
}

fn received<'a>(field: &[u8], body: &'a [u8]) -> Result<ReceivedBody<'a>, Refusal> {
    let framing = match field {
        b"too_large" => return Ok(ReceivedBody::TooLarge),
        b"parsed" => return Ok(ReceivedBody::Parsed),
        b"unframed" => return Ok(ReceivedBody::Unframed),
        b"aborted" => return Ok(ReceivedBody::Aborted),
        b"ended" => Framing::Ended,
        b"head" => Framing::Head,
        b"http2" => Framing::Http2,
        b"unknown" => Framing::Unknown,
        field => {
            let declared = field.strip_prefix(b"declared:");
            Framing::Declared(integer(declared.ok_or(INVALID_ARGUMENT)?)?)
        }
    };
    Ok(ReceivedBody::Bytes(body, framing))
}

fn options(pairs: &[Pair<String>]) -> Result<EndpointOptions, Refusal> {
    let mut options = EndpointOptions::default();
    for (name, value) in pairs {
        let number = || integer(value.as_bytes());
        match name.as_str() {
            "unsigned_method" => options.unsigned_methods.push(value.clone()),
            "unsigned_sync" => options.unsigned_sync = flag(value.as_bytes())?,
            "sign_responses" => options.sign_responses = flag(value.as_bytes())?,
            "past" => options.window.past = number()?,
            "future" => options.window.future = number()?,
            "max_body_size" => options.max_body_size = number()?,
            "max_json_size" => options.max_json_size = Some(number()?),
            "max_response_size" => options.max_response_size = number()?,
            _ => return Err(INVALID_ARGUMENT),
        }
    }
    Ok(options)
}
