//! `replay_messages`: a sequence of messages to endpoints that accept each once.

use std::sync::Arc;

use signkey::{
    Admission, Claim, ClaimId, Endpoint, EndpointOptions, Framing, Keyring, Mode, ReceivedBody,
    ReplayGuard, ReplayStoreOptions, ReplayWindow, SignatureHeader, Step,
};

use crate::{
    fields::{absent_or_bytes, integer, keys},
    pairs::flag,
    refusal::{INVALID_ARGUMENT, Refusal, UNSUPPORTED},
};

pub(crate) fn messages(fields: &[&[u8]]) -> Result<String, Refusal> {
    let &[keys_field, guard, store, endpoints, messages] = fields else {
        return Err(UNSUPPORTED);
    };
    let (keys, guard, store) = (keys(keys_field)?, numbers(guard)?, self::store(store)?);
    let endpoints = rows(endpoints)?.map(EndpointField::read);
    let endpoints: Vec<_> = endpoints.collect::<Result<_, _>>()?;
    let messages = rows(messages)?.map(|row| Message::read(row, endpoints.len()));
    let messages: Vec<_> = messages.collect::<Result<_, _>>()?;

    let guard = guard.map(|[entries, past, future]| {
        let entries = usize::try_from(entries).unwrap_or(usize::MAX);
        ReplayGuard::new(entries, ReplayWindow { past, future })
    });
    let guard = guard.transpose()?;
    let keyring = Keyring::from_texts(keys).map(Arc::new);
    let endpoints = endpoints.into_iter().map(|EndpointField { name, window }| {
        let mut options = EndpointOptions::default();
        (options.name, options.window) = (name, window);
        (options.replay_guard, options.replay_store) = (guard.clone(), store);
        Endpoint::new(Mode::Cloud, keyring.clone(), options)
    });
    let endpoints: Vec<_> = endpoints.collect::<Result<_, _>>()?;

    let (mut verdicts, mut claims, mut response_claims) = (Vec::new(), Vec::new(), Vec::new());
    for message in &messages {
        let endpoint = &endpoints[message.endpoint];
        let (admission, claim) = message.send(endpoint)?;
        verdicts.push(match admission.caller() {
            Ok(caller) if caller.verified().is_some() => "verified",
            Ok(_) => "unverified",
            Err(error) => error.code(),
        });
        claims.push(described(claim));
        response_claims.push(described(message.respond(endpoint, &admission)?));
    }
    let last = messages.last().map_or(0, |message| message.now);
    let fullness =
        guard.map(|guard| format!("{:.0}", (100.0 * guard.fullness(last) + 0.5).floor()));
    Ok(format!(
        "{}\t{}\t{}\t{}",
        verdicts.join(","),
        claims.join(","),
        response_claims.join(","),
        fullness.as_deref().unwrap_or("-")
    ))
}

type Row = Vec<Option<Vec<u8>>>;
type Asked = Option<(ClaimId, u64)>;

struct EndpointField {
    name: String,
    window: ReplayWindow,
}

impl EndpointField {
    fn read(row: Row) -> Result<Self, Refusal> {
        let [name, past, future] = row.try_into().map_err(|_| INVALID_ARGUMENT)?;
        let window = ReplayWindow {
            past: number(past)?,
            future: number(future)?,
        };
        let name = text(name)?;
        Ok(Self { name, window })
    }
}

struct Message {
    endpoint: usize,
    method: String,
    header: Option<Vec<u8>>,
    body: Vec<u8>,
    now: u64,
    claim: Option<Claim>,
    /// A response and when it is signed.
    response: Option<(Vec<u8>, u64)>,
    /// The signature of a response that was signed by something else.
    signature: Option<Vec<u8>>,
}

impl Message {
    fn read(row: Row, endpoints: usize) -> Result<Self, Refusal> {
        let [
            endpoint,
            method,
            header,
            body,
            now,
            claim,
            response,
            timestamp,
            signature,
        ] = row.try_into().map_err(|_| INVALID_ARGUMENT)?;
        let endpoint = usize::try_from(number(endpoint)?).ok();
        let response = match response {
            None => None,
            Some(body) => Some((body, number(timestamp)?)),
        };
        Ok(Self {
            endpoint: endpoint
                .filter(|at| *at < endpoints)
                .ok_or(INVALID_ARGUMENT)?,
            method: text(method)?,
            header,
            body: body.ok_or(INVALID_ARGUMENT)?,
            now: number(now)?,
            claim: match claim.as_deref() {
                None => None,
                Some(b"first") => Some(Claim::First),
                Some(b"again") => Some(Claim::Again),
                Some(b"unavailable") => Some(Claim::Unavailable),
                Some(_) => return Err(INVALID_ARGUMENT),
            },
            response,
            signature,
        })
    }

    /// Sends it, and returns what the store was asked.
    fn send(&self, endpoint: &Endpoint) -> Result<(Admission, Asked), Refusal> {
        let header = self
            .header
            .iter()
            .map(|value| (SignatureHeader::NAME, value));
        let mut admission = endpoint.admit(&self.method, header);
        if let Step::ReadBody { .. } = admission.step() {
            let body = ReceivedBody::Bytes(&self.body, Framing::Ended);
            endpoint.receive_body(&mut admission, body, self.now)?;
        }
        let Step::Claim { id, lifetime } = admission.step() else {
            return Ok((admission, None));
        };
        let claim = self.claim.ok_or(INVALID_ARGUMENT)?;
        endpoint.receive_claim(&mut admission, claim)?;
        Ok((admission, Some((id, lifetime))))
    }

    /// Answers it, if it was verified, and returns what the store is asked.
    fn respond(&self, endpoint: &Endpoint, admission: &Admission) -> Result<Asked, Refusal> {
        if admission.verified().is_none() {
            return Ok(None);
        }
        if let Some((body, timestamp)) = &self.response {
            let header = endpoint.sign(admission, body, *timestamp)?;
            return Ok(endpoint.response_claim(admission, header.as_str()));
        }
        let signature = self.signature.as_ref();
        Ok(signature.and_then(|value| endpoint.response_claim(admission, value)))
    }
}

fn described(asked: Asked) -> String {
    asked.map_or_else(
        || "-".to_owned(),
        |(id, lifetime)| {
            let text = id.to_text();
            format!("{}:{lifetime}", String::from_utf8_lossy(&text))
        },
    )
}

/// Rows between commas, their parts between equals signs; an empty field holds none.
fn rows(field: &[u8]) -> Result<impl Iterator<Item = Row>, Refusal> {
    let rows = field
        .split(|byte| *byte == b',')
        .filter(|_| !field.is_empty());
    let parts = |row: &[u8]| {
        row.split(|byte| *byte == b'=')
            .map(absent_or_bytes)
            .collect()
    };
    let rows: Result<Vec<Row>, _> = rows.map(parts).collect();
    rows.map(Vec::into_iter)
}

/// `ENTRIES:PAST:FUTURE`.
fn numbers(field: &[u8]) -> Result<Option<[u64; 3]>, Refusal> {
    if field == b"-" {
        return Ok(None);
    }
    let numbers = field.split(|byte| *byte == b':').map(integer);
    let numbers: Vec<_> = numbers.collect::<Result<_, _>>()?;
    let numbers = numbers.try_into().map_err(|_| INVALID_ARGUMENT)?;
    Ok(Some(numbers))
}

/// `SKEW:FLAG`.
fn store(field: &[u8]) -> Result<Option<ReplayStoreOptions>, Refusal> {
    if field == b"-" {
        return Ok(None);
    }
    let mut parts = field.splitn(2, |byte| *byte == b':');
    let (Some(skew), Some(admit_unclaimed)) = (parts.next(), parts.next()) else {
        return Err(INVALID_ARGUMENT);
    };
    let mut store = ReplayStoreOptions::default();
    store.skew = integer(skew)?;
    store.admit_unclaimed = flag(admit_unclaimed)?;
    Ok(Some(store))
}

fn number(part: Option<Vec<u8>>) -> Result<u64, Refusal> {
    integer(&part.ok_or(INVALID_ARGUMENT)?)
}

fn text(part: Option<Vec<u8>>) -> Result<String, Refusal> {
    String::from_utf8(part.ok_or(INVALID_ARGUMENT)?).map_err(|_| INVALID_ARGUMENT)
}
