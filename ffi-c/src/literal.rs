//! C strings out of the core's texts.

/// A text with a final NUL, made while compiling.
pub(crate) const fn terminated<const SIZE: usize>(text: &str) -> [u8; SIZE] {
    let text = text.as_bytes();
    assert!(text.len() < SIZE, "no room for the final NUL");
    let mut row = [0; SIZE];
    let mut at = 0;
    while at < text.len() {
        row[at] = text[at];
        at += 1;
    }
    row
}
