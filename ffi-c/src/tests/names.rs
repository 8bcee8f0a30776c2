//! Names, sentences and lists are those of the core.

use std::ffi::{CStr, c_char};

use signkey::{
    Caller, Config, ConfigOptions, Form, Mode, Source, Unverified, WANTED_HEADERS, Warning,
};

use super::c::*;

fn look_up(text: *const c_char) -> &'static str {
    // SAFETY: the library returns static texts with a final NUL.
    let text = unsafe { CStr::from_ptr(text) };
    text.to_str().expect("ASCII")
}

#[test]
fn a_mode_has_the_name_and_the_number_of_the_core() {
    let modes = [
        (CMode::SIGNKEY_MODE_CLOUD, Mode::Cloud),
        (CMode::SIGNKEY_MODE_DEV, Mode::Dev),
    ];
    for (number, mode) in modes {
        let number = number as u32;
        assert_eq!(look_up(signkey_mode_name(number)), mode.name());
        assert_eq!(crate::types::mode::read(number), Ok(Some(mode)));
    }
    assert_eq!(crate::types::mode::read(0), Ok(None));
    for number in [0, 3, u32::MAX] {
        assert_eq!(look_up(signkey_mode_name(number)), "unknown");
    }
}

#[test]
fn a_form_has_the_name_of_the_core() {
    let forms = [
        (CForm::SIGNKEY_FORM_RAW, Form::Raw),
        (CForm::SIGNKEY_FORM_CANONICAL, Form::Canonical),
        (CForm::SIGNKEY_FORM_TRIMMED, Form::Trimmed),
    ];
    for (number, form) in forms {
        assert_eq!(look_up(signkey_form_name(number as u32)), form.name());
    }
    for number in [0, 4, u32::MAX] {
        assert_eq!(look_up(signkey_form_name(number)), "unknown");
    }
}

#[test]
fn a_caller_that_is_not_verified_has_the_name_of_its_reason() {
    for reason in Unverified::ALL {
        let caller = CCaller::try_from(Caller::Unverified(reason)).expect("a number");
        assert_ne!(caller, CCaller::SIGNKEY_CALLER_VERIFIED);
        assert_eq!(look_up(signkey_caller_name(caller as u32)), reason.name());
    }
    let verified = CCaller::SIGNKEY_CALLER_VERIFIED as u32;
    assert_eq!(look_up(signkey_caller_name(verified)), "verified");
    for number in [CCaller::SIGNKEY_CALLER_NONE as u32, 6, u32::MAX] {
        assert_eq!(look_up(signkey_caller_name(number)), "unknown");
    }
}

#[test]
fn a_warning_has_the_code_and_the_sentence_of_the_core() {
    for warning in Warning::ALL {
        let number = CWarning::try_from(Some(warning)).expect("a number") as u32;
        assert_eq!(look_up(signkey_warning_code(number)), warning.code());
        assert_eq!(look_up(signkey_warning_message(number)), warning.message());
    }
    assert_eq!(CWarning::try_from(None), Ok(CWarning::SIGNKEY_WARNING_NONE));
    for number in [0, 3, u32::MAX] {
        assert_eq!(look_up(signkey_warning_code(number)), "unknown");
        assert!(!look_up(signkey_warning_message(number)).is_empty());
    }
}

/// All texts of a list that ends with null.
fn list(text: extern "C" fn(usize) -> *const c_char) -> Vec<&'static str> {
    assert!(text(usize::MAX).is_null());
    (0..)
        .map(|index| text(index))
        .take_while(|text| !text.is_null())
        .map(look_up)
        .collect()
}

#[test]
fn lists_of_names_are_those_of_the_core() {
    assert_eq!(list(signkey_config_variable), Config::VARIABLES);
    assert_eq!(list(signkey_config_file_variable), Config::FILE_VARIABLES);
    assert_eq!(list(signkey_wanted_header), WANTED_HEADERS);
}

#[test]
fn the_options_of_a_configuration_are_those_of_the_core() {
    let texts = CConfigOptions::NONE.texts();
    let names: Vec<_> = ["mode"]
        .into_iter()
        .chain(texts.map(|(name, _)| name))
        .collect();
    assert_eq!(names, ConfigOptions::NAMES);
}

#[test]
fn every_setting_that_an_error_names_can_be_handed_back() {
    let names = Config::VARIABLES.iter().chain(ConfigOptions::NAMES);
    for name in names.chain(&["unsigned_methods"]) {
        assert_eq!(Config::source_named(name).map(Source::name), Some(*name));
    }
}
