//! A request on its way in, in the caller's memory.

use std::{mem::MaybeUninit, ptr::NonNull};

use signkey::{Admission, Error, ErrorKind};

use crate::pointers::extensible::{self, Extensible, ExtensibleOut};

/// A request on its way in, and what became of it. A plain value: copy it by assignment, move it to
/// another thread, keep it as long as the request's handler runs. There is nothing to free. It means
/// nothing outside of the process.
///
/// Its words belong to the library: to change them is undefined behaviour. An admission that no call
/// has filled in is `SIGNKEY_ERROR_INVALID_ARGUMENT`.
///
/// Begin with `SIGNKEY_ADMISSION_INIT`, which sets `size`.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct CAdmission {
    /// `sizeof(signkey_admission)`, set by the caller.
    pub size: usize,
    /// What the library keeps.
    pub words: [MaybeUninit<u64>; 31],
}

// SAFETY: `repr(C)`, the size comes first, and it is only looked at as `Filled`.
unsafe impl Extensible for CAdmission {}

/// What is in one that a call has filled in.
#[derive(Clone, Copy)]
#[repr(C)]
struct Filled {
    size: usize,
    magic: u64,
    admission: Admission,
}

/// The bytes of `signkey1`, which no memory of another use is likely to hold there.
const MAGIC: u64 = u64::from_be_bytes(*b"signkey1");

const _: () = {
    assert!(size_of::<Filled>() <= size_of::<CAdmission>());
    assert!(align_of::<Filled>() <= align_of::<CAdmission>());
};

// SAFETY: `repr(C)`, the size comes first, and it is only written, never read as a whole.
unsafe impl Extensible for Filled {
    const FIRST_SIZE: usize = CAdmission::FIRST_SIZE;
}

/// The caller's place for an admission.
pub(crate) struct AdmissionOut(ExtensibleOut<Filled>);

impl AdmissionOut {
    /// # Safety
    ///
    /// As [`ExtensibleOut::new`].
    pub(crate) unsafe fn new(place: *mut CAdmission) -> Result<Self, Error> {
        // SAFETY: the caller's promise.
        unsafe { ExtensibleOut::new(place.cast()) }.map(Self)
    }

    pub(crate) fn write(self, admission: Admission) {
        self.0.write(Filled {
            size: size_of::<CAdmission>(),
            magic: MAGIC,
            admission,
        });
    }
}

/// The caller's admission.
///
/// # Safety
///
/// `place` must be null, or valid for reads of as many bytes as its first field says, which no one but
/// the library has written behind the size, nor writes during `'a`.
pub(crate) unsafe fn shared<'a>(place: *const CAdmission) -> Result<&'a Admission, Error> {
    // SAFETY: the caller's promise.
    unsafe { filled(place).map(|filled| &filled.as_ref().admission) }
}

/// The caller's admission, to be changed.
///
/// # Safety
///
/// As [`shared`]; and `place` must be valid for writes, and used by no one else during `'a`.
pub(crate) unsafe fn exclusive<'a>(place: *mut CAdmission) -> Result<&'a mut Admission, Error> {
    // SAFETY: the caller's promise.
    unsafe { filled(place).map(|mut filled| &mut filled.as_mut().admission) }
}

/// Refuses what no call has filled in.
///
/// # Safety
///
/// As [`shared`].
unsafe fn filled(place: *const CAdmission) -> Result<NonNull<Filled>, Error> {
    // SAFETY: the caller's promise. There is room for a magic number, filled in or not.
    unsafe {
        let filled = extensible::place(place.cast::<Filled>().cast_mut())?;
        match (&raw const (*filled.as_ptr()).magic).read() {
            MAGIC => Ok(filled),
            _ => Err(ErrorKind::InvalidArgument.into()),
        }
    }
}
