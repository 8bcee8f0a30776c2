//! The members of a JSON object, each known by its name and there at most once.

use alloc::{borrow::Cow, string::String, vec::Vec};

use crate::{
    error::{Error, ErrorKind},
    json::{
        Value,
        unescape::{stands_for, unescape},
    },
    signing::KeyId,
};

/// A member that an object may have. `null` is as good as none.
#[derive(Clone, Copy)]
pub(super) struct Field<'a> {
    name: &'static str,
    value: Option<Value<'a>>,
}

/// The members of an object, in the order of these names.
///
/// Another member is refused: it is a misspelt one, and what it says would be lost.
pub(super) fn fields<'a, const N: usize>(
    object: Value<'a>,
    names: [&'static str; N],
) -> Result<[Field<'a>; N], Error> {
    if !object.is_object() {
        return Err(ErrorKind::InvalidArgument.into());
    }
    let mut fields = names.map(|name| Field { name, value: None });
    for member in object.members() {
        let field = fields
            .iter_mut()
            .find(|field| stands_for(member.name, field.name))
            .ok_or(ErrorKind::InvalidArgument)?;
        if field.value.replace(member.value).is_some() {
            let start = member.start as u64;
            return Err(Error::new(ErrorKind::JsonDuplicateMember, start));
        }
    }
    for field in &mut fields {
        field.value = field.value.filter(|value| value.text() != "null");
    }
    Ok(fields)
}

impl<'a> Field<'a> {
    /// `invalid_argument`, with the name of the member.
    pub(super) fn invalid(self) -> Error {
        Error::from(ErrorKind::InvalidArgument).with_setting(self.name)
    }

    /// The value that must be there.
    pub(super) fn required<T>(self, value: Option<T>) -> Result<T, Error> {
        value.ok_or_else(|| self.invalid())
    }

    pub(super) fn text(self) -> Result<Option<String>, Error> {
        self.read(|value| text(value).map(Cow::into_owned))
    }

    /// The id of a key: its 12 digits alone. More of them may be the key itself, given by mistake.
    pub(super) fn id(self) -> Result<Option<KeyId>, Error> {
        self.read(|value| {
            let id = text(value).filter(|text| text.len() == KeyId::SIZE)?;
            KeyId::of_hash(&*id)
        })
    }

    /// The id in a hash as apps show it.
    pub(super) fn id_of_hash(self) -> Result<Option<KeyId>, Error> {
        self.read(|value| KeyId::of_hash(&*text(value)?))
    }

    /// Digits alone, within 64 bits.
    pub(super) fn number(self) -> Result<Option<u64>, Error> {
        self.read(|value| value.text().parse().ok())
    }

    pub(super) fn flag(self) -> Result<Option<bool>, Error> {
        self.read(|value| value.text().parse().ok())
    }

    pub(super) fn array(self) -> Result<Option<Vec<Value<'a>>>, Error> {
        self.read(|value| value.is_array().then(|| value.elements().collect()))
    }

    fn read<T>(self, read: impl FnOnce(Value<'a>) -> Option<T>) -> Result<Option<T>, Error> {
        self.value
            .map(|value| self.required(read(value)))
            .transpose()
    }
}

/// The text that a string stands for; `None` for any other value, and for one that is no text.
pub(super) fn text(value: Value<'_>) -> Option<Cow<'_, str>> {
    unescape(value.string()?).ok()?
}
