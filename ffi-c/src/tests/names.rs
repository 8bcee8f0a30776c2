//! Names, sentences and lists are those of the core.

use std::ffi::{CStr, c_char};

use signkey::{Config, ConfigOptions, Mode, Unverified, Warning};

use crate::{
    config::signkey_config_variable,
    config_options::CConfigOptions,
    mode::{CMode, signkey_mode_name},
    sender::{
        CSender, CWarning, signkey_sender_name, signkey_warning_code, signkey_warning_message,
    },
};

fn look_up(text: *const c_char) -> &'static str {
    // SAFETY: the library returns static texts with a final NUL.
    let text = unsafe { CStr::from_ptr(text) };
    text.to_str().expect("ASCII")
}

#[test]
fn modes() {
    for mode in [Mode::Cloud, Mode::Dev] {
        let number = CMode::from(mode) as u32;
        assert_eq!(look_up(signkey_mode_name(number)), mode.name());
        assert_eq!(crate::mode::read(number), Ok(Some(mode)));
    }
    assert_eq!(crate::mode::read(0), Ok(None));
    for number in [0, 3, u32::MAX] {
        assert_eq!(look_up(signkey_mode_name(number)), "unknown");
    }
}

#[test]
fn senders() {
    let reasons = [
        Unverified::Dev,
        Unverified::DevWithoutKey,
        Unverified::UnsignedMethod,
        Unverified::UnsignedSync,
    ];
    for reason in reasons {
        let sender = CSender::try_from(reason).expect("a number");
        assert_ne!(sender, CSender::SIGNKEY_SENDER_VERIFIED);
        assert_eq!(look_up(signkey_sender_name(sender as u32)), reason.name());
    }
    let undecided = CSender::SIGNKEY_SENDER_UNDECIDED as u32;
    for number in [undecided, 6, u32::MAX] {
        assert_eq!(look_up(signkey_sender_name(number)), "unknown");
    }
}

#[test]
fn warnings() {
    for warning in [Warning::DevServerInCloudMode, Warning::CloudServerInDevMode] {
        let number = CWarning::try_from(Some(warning)).expect("a number") as u32;
        assert_eq!(look_up(signkey_warning_code(number)), warning.code());
        let sentence = look_up(signkey_warning_message(number));
        assert_eq!(sentence, warning.to_string());
    }
    assert_eq!(CWarning::try_from(None), Ok(CWarning::SIGNKEY_WARNING_NONE));
    for number in [0, 3, u32::MAX] {
        assert_eq!(look_up(signkey_warning_code(number)), "unknown");
        assert!(!look_up(signkey_warning_message(number)).is_empty());
    }
}

#[test]
fn variables() {
    let names: Vec<_> = (0..Config::VARIABLES.len())
        .map(|index| look_up(signkey_config_variable(index)))
        .collect();
    assert_eq!(names, Config::VARIABLES);
    for index in [names.len(), usize::MAX] {
        assert!(signkey_config_variable(index).is_null());
    }
}

#[test]
fn options() {
    let texts = CConfigOptions::NONE.texts();
    let names: Vec<_> = ["mode"]
        .into_iter()
        .chain(texts.map(|(name, _)| name))
        .collect();
    assert_eq!(names, ConfigOptions::NAMES);
}
