//! Text that others wrote, made safe to show on a terminal.

use std::borrow::Cow;

/// The text without characters that a terminal obeys, such as the escape that begins a command, or that
/// change the direction of writing. Each becomes U+FFFD. Line feeds and tabs stay.
pub(crate) fn printable(text: &str) -> Cow<'_, str> {
    if !text.contains(is_obeyed) {
        return text.into();
    }
    text.replace(is_obeyed, "\u{fffd}").into()
}

/// As [`printable`], on one line.
#[cfg(feature = "http")]
pub(crate) fn on_one_line(text: &str) -> String {
    text.replace(|c: char| is_obeyed(c) || c.is_control(), "\u{fffd}")
}

fn is_obeyed(c: char) -> bool {
    let turns =
        matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    turns || (c.is_control() && c != '\n' && c != '\t')
}

#[cfg(test)]
mod tests {
    use super::printable;

    #[test]
    fn a_terminal_is_told_nothing() {
        let nasty = "a\u{1b}[2J\u{9b}31m\u{7}\r\u{202e}b\n\tc\u{e9}";
        assert_eq!(
            printable(nasty),
            "a\u{fffd}[2J\u{fffd}31m\u{fffd}\u{fffd}\u{fffd}b\n\tc\u{e9}"
        );
        assert_eq!(printable("caf\u{e9} \u{1f600}"), "caf\u{e9} \u{1f600}");
    }
}
