//! Structs that later versions may extend: their first field is their size in the caller's header.

use std::ptr::NonNull;

use signkey::{Error, ErrorKind};

/// A struct shared with callers whose header may be older or newer than this library.
///
/// # Safety
///
/// The type must be `repr(C)`, begin with a `usize` that holds its size in bytes, be at most
/// [`LIMIT`] bytes long, and be valid for every value of its bytes if it is read from the caller.
pub(crate) unsafe trait Extensible: Copy {
    /// The size in the first version of the ABI; no caller has a smaller one. To be written down
    /// when a field is added.
    const FIRST_SIZE: usize = size_of::<Self>();
}

/// A larger size is a field that was never set.
const LIMIT: usize = 4096;

const SIZE_FIELD: usize = size_of::<usize>();

/// What an error names that is about the size of a struct.
pub(crate) const SIZE_SETTING: &str = "size";

/// Reads the caller's struct over the defaults. What this library does not know must be zero.
///
/// # Safety
///
/// `place` must be null, or valid for reads of as many bytes as its first field says.
pub(crate) unsafe fn read<T: Extensible>(place: *const T, defaults: T) -> Result<T, Error> {
    // SAFETY: the caller's promise.
    let (bytes, size) = unsafe { measure(place.cast_mut()) }?;
    let known = size.min(size_of::<T>());
    let mut value = defaults;
    // SAFETY: `size` bytes are readable, `known` is at most that and at most the size of `value`,
    // and a `Extensible` that is read is valid for every value of its bytes.
    unsafe {
        NonNull::from(&mut value)
            .cast::<u8>()
            .copy_from_nonoverlapping(bytes, known);
        let unknown = bytes.add(known);
        if (0..size - known).any(|at| unknown.add(at).read() != 0) {
            return Err(ErrorKind::InvalidArgument.into());
        }
    }
    Ok(value)
}

/// As [`read`], but null is a caller who has the defaults.
///
/// # Safety
///
/// As [`read`].
pub(crate) unsafe fn read_or<T: Extensible>(place: *const T, defaults: T) -> Result<T, Error> {
    match place.is_null() {
        true => Ok(defaults),
        // SAFETY: the caller's promise.
        false => unsafe { read(place, defaults) },
    }
}

/// A place for a struct whose size the caller has set.
pub(crate) struct ExtensibleOut<T> {
    place: NonNull<T>,
    size: usize,
}

impl<T: Extensible> ExtensibleOut<T> {
    /// Refuses a null or misaligned place, and a size that no version of the struct has.
    ///
    /// # Safety
    ///
    /// `place` must be null, or valid for reads and writes of as many bytes as its first field
    /// says, until this is dropped.
    pub(crate) unsafe fn new(place: *mut T) -> Result<Self, Error> {
        // SAFETY: the caller's promise.
        let (bytes, size) = unsafe { measure(place) }?;
        let place = bytes.cast();
        Ok(Self { place, size })
    }

    /// As [`ExtensibleOut::new`], but null is a caller who does not want the struct.
    ///
    /// # Safety
    ///
    /// As [`ExtensibleOut::new`].
    pub(crate) unsafe fn optional(place: *mut T) -> Result<Option<Self>, Error> {
        match place.is_null() {
            true => Ok(None),
            // SAFETY: the caller's promise.
            false => unsafe { Self::new(place) }.map(Some),
        }
    }

    /// A place whose size was never set, as in `signkey_failure failure = {0}`: to say so in it.
    ///
    /// # Safety
    ///
    /// `place` must be null, misaligned, or valid for reads and writes of a whole struct of the first
    /// version, until this is dropped.
    pub(crate) unsafe fn unset(place: *mut T) -> Option<Self> {
        let place = NonNull::new(place).filter(|place| place.is_aligned())?;
        // SAFETY: it is aligned and not null, and the caller promised that there is a struct.
        let size = unsafe { place.cast::<usize>().read() };
        let size_of_first = T::FIRST_SIZE;
        (size == 0).then_some(Self {
            place,
            size: size_of_first,
        })
    }

    /// Writes the fields that the caller's struct has, but for its size; clears what else it has.
    pub(crate) fn write(self, value: T) {
        let known = self.size.min(size_of::<T>());
        let bytes = self.place.cast::<u8>();
        // SAFETY: `new` was promised `size` writable bytes, and `known` is at most that and at
        // most the size of `value`.
        unsafe {
            let fields = NonNull::from(&value).cast::<u8>().add(SIZE_FIELD);
            bytes
                .add(SIZE_FIELD)
                .copy_from_nonoverlapping(fields, known - SIZE_FIELD);
            bytes.add(known).write_bytes(0, self.size - known);
        }
    }

    /// Clears what the caller's struct has, but for its size.
    pub(crate) fn clear(self) {
        // SAFETY: `new` was promised `size` writable bytes, and saw that there is room for a size.
        unsafe {
            let fields = self.place.cast::<u8>().add(SIZE_FIELD);
            fields.write_bytes(0, self.size - SIZE_FIELD);
        }
    }
}

/// The caller's struct, which has a size that a version of it has.
///
/// # Safety
///
/// `place` must be null, or valid for reads of as many bytes as its first field says.
pub(crate) unsafe fn place<T: Extensible>(place: *mut T) -> Result<NonNull<T>, Error> {
    // SAFETY: the caller's promise.
    unsafe { measure(place) }.map(|(bytes, _)| bytes.cast())
}

/// The caller's struct as bytes, and how many there are.
///
/// # Safety
///
/// `place` must be null, or valid for reads of as many bytes as its first field says.
unsafe fn measure<T: Extensible>(place: *mut T) -> Result<(NonNull<u8>, usize), Error> {
    const { assert!(size_of::<T>() <= LIMIT && T::FIRST_SIZE >= SIZE_FIELD) };
    let place = NonNull::new(place)
        .filter(|place| place.is_aligned())
        .ok_or(ErrorKind::InvalidArgument)?;
    // SAFETY: it is aligned and not null, and the caller promised that it begins with its size.
    let size = unsafe { place.cast::<usize>().read() };
    let is_known = (T::FIRST_SIZE..=LIMIT).contains(&size) && size % align_of::<T>() == 0;
    if !is_known {
        return Err(Error::from(ErrorKind::InvalidArgument).with_setting(SIZE_SETTING));
    }
    Ok((place.cast(), size))
}
