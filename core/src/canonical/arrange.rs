//! Brings the members of objects into order. Each byte is moved once, however deep it lies.
//!
//! The text is written from its end to its beginning: objects were noted in the order in which
//! they end, so the last one of a part is an outermost one, and those in it come right before it.

use alloc::vec::Vec;
use core::ops::Range;

use super::{
    order::{Part, Reordered, count},
    output::{Text, push, reserve},
};
use crate::error::ErrorKind;

/// What is still to be written, the next one last.
enum Task {
    Part(Part),
    /// Members of an object, and a comma behind them if others are written already.
    Members(Range<u32>, bool),
}

impl Reordered {
    /// Rearranges the text.
    pub(super) fn apply(self, text: Text<'_>) -> Result<Text<'_>, ErrorKind> {
        if self.objects.is_empty() {
            return Ok(text);
        }
        let mut backwards = Backwards::new(&text)?;
        let mut tasks = Vec::new();
        let whole = Part {
            text: 0..count(text.len()),
            objects: 0..count(self.objects.len()),
        };
        push(&mut tasks, Task::Part(whole))?;
        while let Some(task) = tasks.pop() {
            match task {
                Task::Part(part) => self.write_part(part, &mut backwards, &mut tasks)?,
                Task::Members(members, comma) => {
                    self.write_members(members, comma, &mut backwards, &mut tasks)?;
                }
            }
        }
        Ok(Text::Owned(backwards.written))
    }

    /// Writes what is behind the last object in a part, and sets the object and the rest of the
    /// part as the next tasks.
    fn write_part(
        &self,
        part: Part,
        backwards: &mut Backwards<'_>,
        tasks: &mut Vec<Task>,
    ) -> Result<(), ErrorKind> {
        let Some(object) = self.objects[as_range(&part.objects)].last() else {
            backwards.copy(part.text);
            return Ok(());
        };
        // The braces belong to what is around the members.
        backwards.copy(object.span.end - 1..part.text.end);
        let rest = Part {
            text: part.text.start..object.span.start + 1,
            objects: part.objects.start..object.first,
        };
        push(tasks, Task::Part(rest))?;
        push(tasks, Task::Members(object.members.clone(), false))
    }

    /// Writes members up to one that has objects to be rearranged in it, which is a task again.
    fn write_members(
        &self,
        mut members: Range<u32>,
        mut comma: bool,
        backwards: &mut Backwards<'_>,
        tasks: &mut Vec<Task>,
    ) -> Result<(), ErrorKind> {
        while let Some(part) = self.members[as_range(&members)].last() {
            if comma {
                backwards.comma();
            }
            comma = true;
            members.end -= 1;
            if !part.objects.is_empty() {
                push(tasks, Task::Members(members, true))?;
                return push(tasks, Task::Part(part.clone()));
            }
            backwards.copy(part.text.clone());
        }
        Ok(())
    }
}

/// Copies parts of a text, the last one first.
struct Backwards<'t> {
    text: &'t [u8],
    written: Vec<u8>,
    /// The number of bytes that are still to be written, in front of all others.
    left: usize,
}

impl<'t> Backwards<'t> {
    fn new(text: &'t [u8]) -> Result<Self, ErrorKind> {
        let mut written = Vec::new();
        reserve(&mut written, text.len())?;
        written.resize(text.len(), 0);
        Ok(Self {
            text,
            written,
            left: text.len(),
        })
    }

    fn comma(&mut self) {
        self.left -= 1;
        self.written[self.left] = b',';
    }

    #[inline]
    fn copy(&mut self, part: Range<u32>) {
        const SHORT: usize = 32;
        let (start, end) = (part.start as usize, part.end as usize);
        let free = &mut self.written[..self.left];
        self.left -= end - start;
        // Most parts are short: copying a fixed size beats copying by length. What is too much
        // lies in front, where it is written over.
        if end - start <= SHORT
            && let Some(from) = self.text[..end].last_chunk::<SHORT>()
            && let Some(to) = free.last_chunk_mut()
        {
            *to = *from;
        } else {
            free[self.left..].copy_from_slice(&self.text[start..end]);
        }
    }
}

fn as_range(range: &Range<u32>) -> Range<usize> {
    range.start as usize..range.end as usize
}
