//! Where a setting comes from.

/// Where a setting comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Source {
    /// Nothing was said.
    Default,
    /// The option of this name.
    Option(&'static str),
    /// The variable of this name.
    Variable(&'static str),
}

impl Source {
    /// The name of the option or variable, or `default`. Options are in lower case.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::Option(name) | Self::Variable(name) => name,
        }
    }
}

/// A value and where it comes from.
pub(super) struct Setting<T> {
    pub(super) value: T,
    pub(super) source: Source,
}

impl<T> Setting<T> {
    pub(super) fn map<U>(self, map: impl FnOnce(T) -> U) -> Setting<U> {
        Setting {
            value: map(self.value),
            source: self.source,
        }
    }
}
