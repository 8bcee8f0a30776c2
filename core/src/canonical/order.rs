//! Members in the order of their names' UTF-16 code units (RFC 8785, section 3.2.3).
//!
//! Objects that come out of order are only noted during the scan. The text is rearranged once,
//! at the end, so that each byte is moved at most once however deep it lies.

use alloc::vec::Vec;
use core::{cmp::Ordering, ops::Range};

use super::output::{Span, Text, push, reserve};
use crate::error::ErrorKind;

/// A member of an object, as a part of the output.
#[derive(Clone, Copy)]
pub(super) struct Member {
    start: u32,
    name_end: u32,
    /// The end of the member's value; 0 until that is scanned.
    pub(super) end: u32,
    /// Whether the name holds escapes.
    escaped: bool,
}

impl Member {
    /// A member whose name, with its quotes, is this part of the output.
    pub(super) fn new(start: u32, name_end: u32, escaped: bool) -> Self {
        Self {
            start,
            name_end,
            end: 0,
            escaped,
        }
    }

    /// The name without its quotes.
    fn name(&self) -> Span {
        Span {
            start: self.start + 1,
            end: self.name_end - 1,
        }
    }

    /// Compares the names. `bytes` looks a span of the output up.
    #[inline]
    pub(super) fn compare<'b>(&self, other: &Self, bytes: impl Fn(Span) -> &'b [u8]) -> Ordering {
        let (left, right) = (bytes(self.name()), bytes(other.name()));
        if self.escaped || other.escaped {
            return ranks(left).cmp(ranks(right));
        }
        match left.iter().zip(right).find(|(left, right)| left != right) {
            Some((left, right)) => rank(*left).cmp(&rank(*right)),
            None => left.len().cmp(&right.len()),
        }
    }
}

/// The rank of a byte of UTF-8 in the order of UTF-16 code units. Bytes are in that order already,
/// but U+E000 to U+FFFF (lead bytes EE and EF) come behind the surrogates of all that is higher.
const fn rank(byte: u8) -> u8 {
    match byte {
        0xee | 0xef => byte + 0x10,
        _ => byte,
    }
}

/// The ranks of the bytes for which a name in canonical form stands.
fn ranks(name: &[u8]) -> impl Iterator<Item = u8> {
    let mut rest = name;
    core::iter::from_fn(move || {
        let (byte, len) = match rest {
            [] => return None,
            [b'\\', b'u', _, _, high, low, ..] => {
                let mut byte = [0];
                crate::hex::decode(&[*high, *low], &mut byte);
                (byte[0], 6)
            }
            [b'\\', escape, ..] => (unescaped(*escape), 2),
            [byte, ..] => (*byte, 1),
        };
        rest = &rest[len..];
        Some(rank(byte))
    })
}

/// The character for which `\` and this letter stand.
pub(super) const fn unescaped(letter: u8) -> u8 {
    match letter {
        b'b' => 0x08,
        b't' => 0x09,
        b'n' => 0x0a,
        b'f' => 0x0c,
        b'r' => 0x0d,
        quote_or_backslash => quote_or_backslash,
    }
}

/// The first 8 ranks of a name, as a number that sorts as they do. Most comparisons end with it.
fn lead(name: &[u8], escaped: bool) -> u64 {
    let mut lead = [0; 8];
    if escaped {
        lead.iter_mut()
            .zip(ranks(name))
            .for_each(|(slot, rank)| *slot = rank);
    } else {
        lead.iter_mut()
            .zip(name)
            .for_each(|(slot, byte)| *slot = rank(*byte));
    }
    u64::from_be_bytes(lead)
}

/// The objects of a document whose members are out of order.
#[derive(Default)]
pub(super) struct Reordered {
    objects: Vec<Object>,
    /// The members of all these objects, those of each object in order.
    members: Vec<Member>,
}

struct Object {
    span: Span,
    /// Where its members lie in [`Reordered::members`].
    members: Range<usize>,
}

impl Reordered {
    /// Notes an object with these members. `false` if two of them have the same name.
    pub(super) fn add<'b>(
        &mut self,
        span: Span,
        members: &[Member],
        bytes: impl Fn(Span) -> &'b [u8] + Copy,
    ) -> Result<bool, ErrorKind> {
        let mut keyed = Vec::new();
        reserve(&mut keyed, members.len())?;
        keyed.extend(
            members
                .iter()
                .map(|member| (lead(bytes(member.name()), member.escaped), *member)),
        );
        let compare = |left: &(u64, Member), right: &(u64, Member)| {
            let by_lead = left.0.cmp(&right.0);
            by_lead.then_with(|| left.1.compare(&right.1, bytes))
        };
        keyed.sort_unstable_by(compare);
        if keyed
            .windows(2)
            .any(|pair| compare(&pair[0], &pair[1]).is_eq())
        {
            return Ok(false);
        }
        let first = self.members.len();
        reserve(&mut self.members, keyed.len())?;
        self.members.extend(keyed.iter().map(|(_, member)| *member));
        let members = first..self.members.len();
        push(&mut self.objects, Object { span, members })?;
        Ok(true)
    }

    /// Rearranges the text.
    pub(super) fn apply(mut self, text: Text<'_>) -> Result<Text<'_>, ErrorKind> {
        if self.objects.is_empty() {
            return Ok(text);
        }
        self.objects
            .sort_unstable_by_key(|object| object.span.start);
        let mut arranged = Vec::new();
        reserve(&mut arranged, text.len())?;
        let mut tasks = Vec::new();
        push(&mut tasks, Task::Text(0..text.len()))?;
        while let Some(task) = tasks.pop() {
            match task {
                Task::Text(part) => self.arrange(part, &text, &mut arranged, &mut tasks)?,
                Task::Members { mut members, first } => {
                    let Some(member) = members.next().and_then(|at| self.members.get(at)) else {
                        arranged.push(b'}');
                        continue;
                    };
                    if !first {
                        arranged.push(b',');
                    }
                    let part = member.start as usize..member.end as usize;
                    push(
                        &mut tasks,
                        Task::Members {
                            members,
                            first: false,
                        },
                    )?;
                    push(&mut tasks, Task::Text(part))?;
                }
            }
        }
        Ok(Text::Owned(arranged))
    }

    /// Copies a part of the text up to the first object in it that is out of order, and sets the
    /// object's members and the rest of the part as the next tasks.
    fn arrange(
        &self,
        part: Range<usize>,
        text: &[u8],
        arranged: &mut Vec<u8>,
        tasks: &mut Vec<Task>,
    ) -> Result<(), ErrorKind> {
        let next = self
            .objects
            .partition_point(|object| (object.span.start as usize) < part.start);
        let object = self.objects.get(next);
        match object.filter(|object| (object.span.start as usize) < part.end) {
            None => arranged.extend_from_slice(&text[part]),
            Some(object) => {
                arranged.extend_from_slice(&text[part.start..object.span.start as usize]);
                arranged.push(b'{');
                push(tasks, Task::Text(object.span.end as usize..part.end))?;
                let members = object.members.clone();
                push(
                    tasks,
                    Task::Members {
                        members,
                        first: true,
                    },
                )?;
            }
        }
        Ok(())
    }
}

/// What is still to be written, the next one last.
enum Task {
    /// A part of the text, with the objects in it.
    Text(Range<usize>),
    /// The members of an object and its closing brace.
    Members { members: Range<usize>, first: bool },
}
