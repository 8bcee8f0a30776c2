//! The URL under which the platform reaches this app.

use alloc::{format, string::String};

use super::{options::ConfigOptions, problem::ProblemKind, reader::Reader};
use crate::{
    app::{
        query,
        url::{self, BaseUrl, Origin},
    },
    error::{Error, ErrorKind},
};

pub(super) const ORIGIN: &str = "INNGEST_SERVE_ORIGIN";
pub(super) const HOST: &str = "INNGEST_SERVE_HOST";
pub(super) const PATH: &str = "INNGEST_SERVE_PATH";

pub(super) struct Serve {
    origin: Result<Option<Origin>, Error>,
    path: Result<Option<String>, Error>,
}

impl Serve {
    pub(super) fn read<F: Fn(&str) -> Option<String>>(
        options: &ConfigOptions<'_>,
        reader: &mut Reader<F>,
    ) -> Self {
        let origin = reader.text(("serve_origin", options.serve_origin), &[ORIGIN, HOST]);
        let path = reader.text(("serve_path", options.serve_path), &[PATH]);
        Self {
            origin: origin
                .map(|text| reader.url(&text, parse_origin))
                .transpose(),
            path: path
                .map(|text| reader.parsed(&text, ProblemKind::MalformedPath, parse_path))
                .transpose(),
        }
    }

    pub(super) fn origin(&self) -> Result<Option<&Origin>, Error> {
        let origin = self.origin.as_ref().map_err(|error| *error)?;
        Ok(origin.as_ref())
    }

    pub(super) fn path(&self) -> Result<Option<&str>, Error> {
        let path = self.path.as_ref().map_err(|error| *error)?;
        Ok(path.as_deref())
    }

    /// The URL of a request, under the origin and path that were set, without `deployId`.
    pub(super) fn url(&self, request_url: &str) -> Result<String, Error> {
        let (origin, path, query) = url::split_request(request_url)?;
        let origin = self.origin()?.unwrap_or(&origin);
        let path = match self.path()? {
            Some(path) => path,
            None if path.is_empty() => "/",
            None => path,
        };
        let query = query::without(query, query::DEPLOY_ID);
        let mark = if query.is_empty() { "" } else { "?" };
        Ok(format!("{origin}{path}{mark}{query}"))
    }
}

/// An origin, which may lack `https://`.
fn parse_origin(text: &str) -> Result<Origin, Error> {
    let url = match text.contains("://") {
        true => BaseUrl::parse(text)?,
        false => BaseUrl::parse(&format!("https://{text}"))?,
    };
    match url.is_origin() {
        true => Ok(url.origin().clone()),
        false => Err(ErrorKind::MalformedUrl.into()),
    }
}

/// A path, which may lack the slash in front. A URL is none, although its characters are those of one.
fn parse_path(text: &str) -> Result<String, Error> {
    let path = match text.starts_with('/') {
        true => String::from(text),
        false => format!("/{text}"),
    };
    let is_path = path.bytes().all(url::is_path_byte) && !text.contains("://");
    match is_path {
        true => Ok(path),
        false => Err(ErrorKind::MalformedUrl.into()),
    }
}
