//! Objects that JavaScript holds by number.
//!
//! A number is the cheapest thing to pass, where a wrapped pointer goes through a lock that all
//! threads share. Tables belong to one thread, as a JavaScript environment does.

use napi::Env;
use signkey::{Error, ErrorKind};

/// A table of objects. The places of closed ones are used again.
pub(crate) struct Handles<T> {
    slots: Vec<Option<Box<T>>>,
    free: Vec<u32>,
}

impl<T> Handles<T> {
    pub(crate) const fn new() -> Self {
        Self {
            slots: Vec::new(),
            free: Vec::new(),
        }
    }

    /// Takes the object in and returns its handle, 0 or more.
    pub(crate) fn open(&mut self, object: T) -> Result<i32, Error> {
        let next = u32::try_from(self.slots.len()).map_err(|_| ErrorKind::OutOfMemory)?;
        let handle = self.free.pop().unwrap_or(next);
        if handle == next {
            self.slots.push(None);
        }
        *self.slot(handle)? = Some(Box::new(object));
        i32::try_from(handle).map_err(|_| ErrorKind::OutOfMemory.into())
    }

    /// The object of this handle; `finished` if it was closed.
    pub(crate) fn get(&self, handle: u32) -> Result<&T, Error> {
        let object = self.slots.get(handle as usize).and_then(Option::as_deref);
        object.ok_or(ErrorKind::Finished.into())
    }

    /// As [`Handles::get`].
    pub(crate) fn get_mut(&mut self, handle: u32) -> Result<&mut T, Error> {
        let object = self.slot(handle)?.as_deref_mut();
        object.ok_or(ErrorKind::Finished.into())
    }

    /// Takes the object out; `finished` if that was done before.
    pub(crate) fn close(&mut self, handle: u32) -> Result<T, Error> {
        let object = self.slot(handle)?.take().ok_or(ErrorKind::Finished)?;
        self.free.push(handle);
        Ok(*object)
    }

    /// Tells the garbage collector how much there is behind the handles that were opened (1) or
    /// closed (-1): their JavaScript objects look small, and would be left lying about.
    pub(crate) fn weigh(env: &Env, change: i64) {
        let size = i64::try_from(size_of::<T>()).unwrap_or(i64::MAX);
        // A hint: without it, memory is only freed later.
        let _ = env.adjust_external_memory(change.saturating_mul(size));
    }

    fn slot(&mut self, handle: u32) -> Result<&mut Option<Box<T>>, Error> {
        let slot = self.slots.get_mut(handle as usize);
        slot.ok_or(ErrorKind::Finished.into())
    }
}

#[cfg(test)]
mod tests {
    use signkey::{Error, ErrorKind};

    use super::Handles;

    #[test]
    fn a_closed_handle_is_finished_and_its_place_is_used_again() -> Result<(), Error> {
        let mut table = Handles::new();
        assert_eq!((table.open('a')?, table.open('b')?), (0, 1));
        assert_eq!(table.close(0)?, 'a');
        assert_eq!(table.close(0), Err(ErrorKind::Finished.into()));
        assert_eq!(table.get(0), Err(ErrorKind::Finished.into()));
        assert_eq!(table.get_mut(7), Err(ErrorKind::Finished.into()));
        assert_eq!((table.open('c')?, table.open('d')?), (0, 2));
        assert_eq!(
            (table.get(0)?, table.get(1)?, table.get(2)?),
            (&'c', &'b', &'d')
        );
        Ok(())
    }
}
