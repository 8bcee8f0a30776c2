//! Objects that JavaScript holds by number.
//!
//! A number is the cheapest thing to pass, where a wrapped pointer goes through a lock that all
//! threads share. The table belongs to one thread, as a JavaScript environment does.

use std::{cell::RefCell, sync::Arc};

use napi::Env;
use napi_derive::napi;
use signkey::{
    ApiAuth, Config, Encryptor, Endpoint, Error, ErrorKind, Keyring, Registration, Verifier,
};

use crate::{held_guard::HeldGuard, outcome::guard};

thread_local! {
    static OBJECTS: RefCell<Table> = const { RefCell::new(Table::new()) };
}

/// What can be held.
pub(crate) trait Held: Sized {
    fn into_object(self) -> Object;
    fn of(object: &Object) -> Option<&Self>;
    fn of_mut(object: &mut Object) -> Option<&mut Self>;
    fn from_object(object: Object) -> Option<Self>;
}

/// Declares [`Object`]: what is held, the box that keeps a large one out of the table if it has
/// one, and what it weighs, in bytes.
macro_rules! objects {
    ($($name:ident($held:ty) $(in $container:ident)? weighs $weight:expr;)*) => {
        pub(crate) enum Object {
            $($name(objects!(@type $held $(, $container)?)),)*
        }

        impl Object {
            fn weight(&self) -> usize {
                match self {
                    $(Self::$name(held) => {
                        let weight: fn(&$held) -> usize = $weight;
                        weight(held)
                    })*
                }
            }
        }

        $(impl Held for $held {
            fn into_object(self) -> Object {
                Object::$name(objects!(@wrap self $(, $container)?))
            }

            fn of(object: &Object) -> Option<&Self> {
                match object { Object::$name(held) => Some(held), _ => None }
            }

            fn of_mut(object: &mut Object) -> Option<&mut Self> {
                match object { Object::$name(held) => Some(held), _ => None }
            }

            fn from_object(object: Object) -> Option<Self> {
                match object {
                    Object::$name(held) => Some(objects!(@unwrap held $(, $container)?)),
                    _ => None,
                }
            }
        })*
    };
    (@type $held:ty) => { $held };
    (@type $held:ty, Box) => { Box<$held> };
    (@wrap $held:expr) => { $held };
    (@wrap $held:expr, Box) => { Box::new($held) };
    (@unwrap $held:expr) => { $held };
    (@unwrap $held:expr, Box) => { *$held };
}

objects! {
    Keyring(Arc<Keyring>) weighs |_| size_of::<Keyring>();
    Config(Config) weighs |_| 2 * size_of::<Keyring>();
    Endpoint(Endpoint) weighs |_| KIB;
    ApiAuth(ApiAuth) weighs |_| 2 * KIB;
    Registration(Registration) in Box weighs |_| 2 * KIB;
    Verifier(Verifier) in Box weighs |_| size_of::<Verifier>();
    Encryptor(Encryptor) in Box weighs |_| KIB;
    ReplayGuard(HeldGuard) weighs |held| held.weight;
}

const KIB: usize = 1024;

/// Takes an object in and returns its handle, 0 or more.
pub(crate) fn open(env: &Env, object: impl Held) -> Result<i32, Error> {
    let object = object.into_object();
    weigh(env, &object, 1);
    OBJECTS.with_borrow_mut(|table| table.open(object))
}

/// Works with the object of this handle.
pub(crate) fn with<T: Held, R>(
    handle: u32,
    work: impl FnOnce(&T) -> Result<R, Error>,
) -> Result<R, Error> {
    OBJECTS.with_borrow(|table| work(T::of(table.get(handle)?).ok_or(ErrorKind::InvalidArgument)?))
}

/// As [`with`], for what changes the object.
pub(crate) fn with_mut<T: Held, R>(
    handle: u32,
    work: impl FnOnce(&mut T) -> Result<R, Error>,
) -> Result<R, Error> {
    OBJECTS.with_borrow_mut(|table| {
        work(T::of_mut(table.get_mut(handle)?).ok_or(ErrorKind::InvalidArgument)?)
    })
}

/// Takes the object out, and closes its handle.
pub(crate) fn take<T: Held>(env: &Env, handle: u32) -> Result<T, Error> {
    let object = OBJECTS.with_borrow_mut(|table| table.close(handle))?;
    weigh(env, &object, -1);
    T::from_object(object).ok_or(ErrorKind::InvalidArgument.into())
}

/// Lets go of the object of this handle, which clears its secrets once nothing else uses them.
#[napi]
pub fn close(env: &Env, handle: u32) -> bool {
    guard(|| {
        let object = OBJECTS.with_borrow_mut(|table| table.close(handle))?;
        weigh(env, &object, -1);
        Ok(())
    })
    .is_some()
}

/// Tells the garbage collector how much there is behind a handle that was opened (1) or closed (-1):
/// its JavaScript object looks small, and would be left lying about.
fn weigh(env: &Env, object: &Object, change: i64) {
    let weight = i64::try_from(object.weight()).unwrap_or(i64::MAX);
    // A hint: without it, memory is only freed later.
    let _ = env.adjust_external_memory(change.saturating_mul(weight));
}

/// A table of objects. The places of closed ones are used again.
struct Table {
    slots: Vec<Option<Object>>,
    free: Vec<u32>,
}

impl Table {
    const fn new() -> Self {
        Self {
            slots: Vec::new(),
            free: Vec::new(),
        }
    }

    fn open(&mut self, object: Object) -> Result<i32, Error> {
        let next = u32::try_from(self.slots.len()).map_err(|_| ErrorKind::OutOfMemory)?;
        let handle = self.free.pop().unwrap_or(next);
        if handle == next {
            self.slots.push(None);
        }
        *self.slot(handle)? = Some(object);
        i32::try_from(handle).map_err(|_| ErrorKind::OutOfMemory.into())
    }

    /// The object of this handle; `finished` if it was closed.
    fn get(&self, handle: u32) -> Result<&Object, Error> {
        let object = self.slots.get(handle as usize).and_then(Option::as_ref);
        object.ok_or(ErrorKind::Finished.into())
    }

    fn get_mut(&mut self, handle: u32) -> Result<&mut Object, Error> {
        let object = self.slot(handle)?.as_mut();
        object.ok_or(ErrorKind::Finished.into())
    }

    fn close(&mut self, handle: u32) -> Result<Object, Error> {
        let object = self.slot(handle)?.take().ok_or(ErrorKind::Finished)?;
        self.free.push(handle);
        Ok(object)
    }

    fn slot(&mut self, handle: u32) -> Result<&mut Option<Object>, Error> {
        let slot = self.slots.get_mut(handle as usize);
        slot.ok_or(ErrorKind::Finished.into())
    }
}

#[cfg(test)]
mod tests {
    use signkey::{Config, ConfigOptions, Error, ErrorKind, Keyring};
    use std::sync::Arc;

    use super::{Held, Table};

    #[test]
    fn a_closed_handle_is_finished_and_its_place_is_used_again() -> Result<(), Error> {
        let config = || Config::read(&ConfigOptions::default(), |_| None).into_object();
        let mut table = Table::new();
        assert_eq!((table.open(config())?, table.open(config())?), (0, 1));
        assert!(table.close(0).is_ok());
        assert_eq!(table.close(0).err(), Some(ErrorKind::Finished.into()));
        assert_eq!(table.get(0).err(), Some(ErrorKind::Finished.into()));
        assert_eq!(table.get_mut(7).err(), Some(ErrorKind::Finished.into()));
        assert_eq!((table.open(config())?, table.open(config())?), (0, 2));
        assert!(Config::of(table.get(2)?).is_some());
        assert!(Arc::<Keyring>::of(table.get(2)?).is_none());
        Ok(())
    }
}
