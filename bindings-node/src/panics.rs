//! Panics, which are bugs: their texts, which quote what was worked on, are not shown.

use std::{
    io::{self, Write},
    panic,
    sync::Once,
};

/// Makes panics report their place in the source alone, because messages of the standard library quote
/// what was worked on. The add-on has its own copy of the standard library, so that no hook of the program
/// is replaced.
pub(crate) fn hush() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        panic::set_hook(Box::new(|panic| {
            if let Some(place) = panic.location() {
                let (file, line) = (place.file(), place.line());
                // Without a standard error stream there is no one to tell.
                let _ = writeln!(io::stderr(), "signkey: internal error at {file}:{line}");
            }
        }));
    });
}

#[cfg(test)]
#[expect(clippy::panic, clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use std::{env, process::Command};

    #[test]
    #[ignore = "run by the test below"]
    fn a_bug() {
        super::hush();
        panic!("quotes a key");
    }

    #[test]
    fn what_a_panic_quotes_is_not_shown() {
        let said = |name: &str| {
            let arguments = ["--exact", name, "--ignored", "--no-capture"];
            let done = Command::new(env::current_exe().unwrap())
                .args(arguments)
                .output();
            String::from_utf8(done.unwrap().stderr).unwrap()
        };
        let hushed = said("panics::tests::a_bug");
        let place = format!("signkey: internal error at {}:", file!());
        assert!(hushed.contains(&place), "{hushed}");
        assert!(!hushed.contains("quotes"), "{hushed}");
        // A panic whose text is not hushed would be seen.
        let shown = said("panics::tests::a_loud_bug");
        assert!(shown.contains("quotes a key"), "{shown}");
    }

    #[test]
    #[ignore = "run by the test above"]
    fn a_loud_bug() {
        panic!("quotes a key");
    }
}
