//! As long as the steps of a rotation are taken, and nothing else, no request is refused.

#![allow(clippy::expect_used, clippy::panic, reason = "a test may fail")]
#![allow(clippy::print_stdout, reason = "tests say how many cases ran")]
#![cfg(feature = "alloc")]

mod support;

use std::collections::BTreeSet;

use signkey::{
    AppKeys, Error, ErrorKind, Introspection, KeyId, KeySlots, RotationAction, RotationApp,
    RotationState, RotationStep, ServerKey, SigningKey,
};
use support::{
    choices::Choices,
    rotating::{Habit, World},
    signed::{HASH, KEY},
};

fn id(text: &str) -> KeyId {
    SigningKey::parse(text).expect("a key").id()
}

fn keys(primary: Option<KeyId>, fallback: Option<KeyId>) -> AppKeys {
    AppKeys::new(primary, fallback)
}

#[test]
fn no_request_is_refused_on_the_way_from_any_state() {
    let (mut steps, mut requests, mut seen) = (0, 0, BTreeSet::new());
    for seed in 0..3_000 {
        let mut choices = Choices::new(seed);
        let mut world = World::new(&mut choices, (id("01"), id("02")));
        let mut left = 400;
        loop {
            let step = world.next_step(&mut choices);
            seen.insert(step.action().code());
            if step.is_done() {
                break;
            }
            assert!(!step.has_downtime());
            world.take(&step, &mut choices, Habit::Careful);
            left -= 1;
            assert!(left > 0, "seed {seed}: no end: {step}");
            steps += 1;
        }
        assert_eq!(world.refused, 0, "seed {seed}");
        assert!(world.is_rotated(), "seed {seed}");
        requests += world.requests;
    }
    let rare = ["restore", "ask_server", "switch_together"];
    let usual = RotationAction::ALL
        .iter()
        .map(|it| it.code())
        .filter(|it| !rare.contains(it));
    assert_eq!(seen, usual.collect(), "every step was taken");
    println!("{steps} steps, {requests} requests");
}

#[test]
fn requests_are_refused_after_other_steps() {
    for habit in [
        Habit::SwitchesAtOnce,
        Habit::DoesNotWait,
        Habit::RetiresEarly,
    ] {
        let refused = (0..50).filter(|seed| {
            let mut choices = Choices::new(*seed);
            let mut world = World::new(&mut choices, (id("01"), id("02")));
            for _ in 0..200 {
                let step = world.next_step(&mut choices);
                if step.is_done() {
                    break;
                }
                world.take(&step, &mut choices, habit);
            }
            world.refused > 0
        });
        assert!(refused.count() > 5, "{habit:?}");
    }
}

/// One app and the server, and the step that is next.
fn step(server: ServerKey, probes: &[AppKeys], since: Option<u64>) -> RotationStep {
    step_of(server, ("js", "4.0.0"), probes, since, false)
}

fn step_of(
    server: ServerKey,
    (language, version): (&str, &str),
    probes: &[AppKeys],
    since: Option<u64>,
    accept_downtime: bool,
) -> RotationStep {
    let apps = [RotationApp {
        name: "https://app.example/api/inngest",
        language: Some(language),
        version: Some(version),
        shows_fallback: false,
        probes,
    }];
    let mut state = RotationState::new(id("01"), id("02"), &apps, 10_000);
    state.server = Some(server);
    state.switched_at = since.map(|seconds| 10_000 - seconds);
    state.accept_downtime = accept_downtime;
    state.next_step().expect("a step")
}

#[test]
fn the_steps_come_in_their_order() {
    use RotationAction as Action;
    use ServerKey::{Current, Next};
    let (old, new, other) = (Some(id("01")), Some(id("02")), Some(id("03")));
    let slots = |primary, fallback| Some(KeySlots { primary, fallback });
    for (server, probe, since, action, expected) in [
        (
            Current,
            keys(old, None),
            None,
            Action::AddFallback,
            slots(Current, Some(Next)),
        ),
        (
            Current,
            keys(old, other),
            None,
            Action::AddFallback,
            slots(Current, Some(Next)),
        ),
        (Current, keys(old, new), None, Action::SwitchServer, None),
        (Current, keys(new, old), None, Action::SwitchServer, None),
        (
            Current,
            keys(new, None),
            None,
            Action::Restore,
            slots(Current, Some(Next)),
        ),
        (
            Current,
            keys(other, None),
            None,
            Action::Restore,
            slots(Current, Some(Next)),
        ),
        (
            Current,
            AppKeys::Refused,
            None,
            Action::Restore,
            slots(Current, Some(Next)),
        ),
        (Current, AppKeys::Unreachable, None, Action::ReachApps, None),
        (
            Next,
            keys(old, None),
            Some(1),
            Action::Restore,
            slots(Next, Some(Current)),
        ),
        (
            Next,
            keys(old, new),
            Some(9_000),
            Action::Promote,
            slots(Next, Some(Current)),
        ),
        (Next, keys(new, old), Some(0), Action::Wait, None),
        (Next, keys(new, old), Some(600), Action::Wait, None),
        (
            Next,
            keys(new, old),
            Some(601),
            Action::RetireFallback,
            slots(Next, None),
        ),
        (Next, keys(new, old), None, Action::Wait, None),
        (Next, keys(new, None), Some(0), Action::Done, None),
    ] {
        let found = step(server, &[probe], since);
        assert_eq!(
            (found.action(), found.slots()),
            (action, expected),
            "{server:?} {probe:?}: {found}"
        );
        // Without a memory: asked again, it says the same.
        assert_eq!(step(server, &[probe], since), found);
    }
    assert_eq!(
        step(Next, &[keys(new, old)], Some(100)).wait_seconds(),
        Some(501)
    );
    assert_eq!(
        step(Next, &[keys(new, old)], None).wait_seconds(),
        Some(601)
    );
    let mixed = step(Current, &[keys(old, None), keys(old, new)], None);
    assert_eq!(mixed.action(), Action::FinishDeploy);
    let partly = step(Current, &[keys(old, new), AppKeys::Unreachable], None);
    assert_eq!(partly.action(), Action::ReachApps);
}

#[test]
fn an_sdk_without_a_fallback_makes_downtime_unavoidable() {
    let old = [AppKeys::new(Some(id("01")), None)];
    for sdk in [("go", "0.7.1"), ("py", "0.3.8"), ("js", "3.17.0")] {
        let upgrade = step_of(ServerKey::Current, sdk, &old, None, false);
        assert_eq!(upgrade.action(), RotationAction::UpgradeSdk);
        assert!(
            upgrade.to_string().contains("downtime is unavoidable"),
            "{upgrade}"
        );
        let together = step_of(ServerKey::Current, sdk, &old, None, true);
        assert_eq!(together.action(), RotationAction::SwitchTogether);
        assert!(together.has_downtime());
        assert!(
            together.to_string().contains("downtime is unavoidable"),
            "{together}"
        );
        let new = [AppKeys::new(Some(id("02")), None)];
        assert!(step_of(ServerKey::Next, sdk, &new, Some(1), true).is_done());
    }
    for sdk in [
        ("go", "0.7.2"),
        ("py", "0.3.9"),
        ("js", "3.18.0"),
        ("rust", "0.1.0"),
    ] {
        let step = step_of(ServerKey::Current, sdk, &old, None, false);
        assert_eq!(step.action(), RotationAction::AddFallback);
    }
}

#[test]
fn an_app_that_shows_a_fallback_knows_one_whatever_its_version() {
    let probes = [AppKeys::new(Some(id("01")), None)];
    for (shows_fallback, action) in [
        (true, RotationAction::AddFallback),
        (false, RotationAction::UpgradeSdk),
    ] {
        let apps = [RotationApp {
            name: "a",
            language: Some("go"),
            version: Some("0.1.0"),
            shows_fallback,
            probes: &probes,
        }];
        let state = RotationState::new(id("01"), id("02"), &apps, 0);
        assert_eq!(state.next_step().expect("a step").action(), action);
    }
}

#[test]
fn what_makes_no_rotation_is_refused() {
    let probes = [AppKeys::new(Some(id("01")), None)];
    let apps = [RotationApp {
        name: "a",
        language: None,
        version: None,
        shows_fallback: false,
        probes: &probes,
    }];
    let kind = |state: RotationState<'_>| {
        state
            .next_step()
            .map(|step| step.action())
            .map_err(Error::kind)
    };
    assert_eq!(
        kind(RotationState::new(id("01"), id("01"), &apps, 0)),
        Err(ErrorKind::InvalidArgument)
    );
    assert_eq!(
        kind(RotationState::new(id("01"), id("02"), &[], 0)),
        Err(ErrorKind::InvalidArgument)
    );
    let mut state = RotationState::new(id("01"), id("02"), &apps, 0);
    state.server = None;
    assert_eq!(kind(state), Ok(RotationAction::AskServer));
}

#[test]
fn a_step_is_json_and_says_no_more_than_names() {
    let found = step(ServerKey::Current, &[keys(Some(id("01")), None)], None);
    let value: serde_json::Value = serde_json::from_str(&found.to_json()).expect("JSON");
    assert_eq!(
        value,
        serde_json::json!({
            "action": "add_fallback",
            "message": RotationAction::AddFallback.message(),
            "reason": RotationAction::AddFallback.reason(),
            "apps": ["https://app.example/api/inngest"],
            "keys": {"primary": "current", "fallback": "next"},
            "wait_seconds": null,
            "has_downtime": false,
            "is_done": false,
        })
    );
    assert_eq!(
        found.to_string(),
        "give these apps the next key as their fallback, and deploy them: https://app.example/api/inngest \
         (INNGEST_SIGNING_KEY=current, INNGEST_SIGNING_KEY_FALLBACK=next); every app must accept the next key \
         before the server signs with it"
    );
}

#[test]
fn an_introspection_shows_ids_however_much_of_a_hash_it_shows() {
    let own = Some(id(KEY));
    for hash in [
        HASH.to_owned(),
        HASH[..12].to_owned(),
        format!("signkey-test-{HASH}"),
        HASH.to_uppercase(),
    ] {
        let body = format!(
            r#" {{"authentication_succeeded":true,"sdk_language":"py","sdk_version":"0.5.19","extra":{{}},
            "signing_key_hash":"{hash}","signing_key_fallback_hash":null,"mode":"cloud","app_id":"shop"}}"#
        );
        let read = Introspection::read(body.as_bytes()).expect("an object");
        assert_eq!(
            (read.verified, read.primary, read.fallback),
            (Some(true), own, None)
        );
        assert_eq!(
            (read.language.as_deref(), read.version.as_deref()),
            (Some("py"), Some("0.5.19"))
        );
        assert_eq!(
            (read.mode.as_deref(), read.app_id.as_deref()),
            (Some("cloud"), Some("shop"))
        );
        assert!(read.shows_fallback, "that there is none");
        assert!(!format!("{read:?}").contains(&HASH[..16]));
        let value: serde_json::Value = serde_json::from_str(&read.to_json()).expect("JSON");
        assert_eq!(
            value,
            serde_json::json!({
                "verified": true,
                "primary": &HASH[..12],
                "fallback": null,
                "shows_fallback": true,
                "language": "py",
                "version": "0.5.19",
                "mode": "cloud",
                "app_id": "shop",
                "code": null,
            })
        );
    }
    for hash in [
        "",
        "e4bf4a2e7f5",
        "e4bf4a2e7f55c",
        "not hexadecima",
        "signkey-e4bf4a2e7f55",
    ] {
        assert_eq!(KeyId::of_hash(hash), None, "{hash}");
    }
    let read = Introspection::read(br#"{"authentication_succeeded":null}"#).expect("an object");
    assert_eq!((read.verified, read.primary), (None, None));
    assert!(!read.shows_fallback);
    for (body, kind) in [
        ("", ErrorKind::InvalidJson),
        ("[]", ErrorKind::InvalidArgument),
        ("<html>", ErrorKind::InvalidJson),
    ] {
        assert_eq!(
            Introspection::read(body.as_bytes()).map_err(Error::kind),
            Err(kind)
        );
    }
}

#[test]
fn the_guide_has_every_step_and_every_first_version() {
    let page = include_str!("../../docs/rotation.md");
    for action in RotationAction::ALL {
        let (code, what, why) = (action.code(), action.message(), action.reason());
        let row = format!("| `{code}` | {what} | {why} |\n");
        assert!(page.contains(&row), "{row}");
    }
    let upgrade = RotationAction::UpgradeSdk.reason();
    for (sdk, first) in [
        ("Go", "0.7.2"),
        ("Python", "0.3.9"),
        ("TypeScript", "3.18.0"),
    ] {
        assert!(page.contains(&format!("| {sdk} | {first} |")), "{sdk}");
        assert!(
            upgrade.contains(&format!("{sdk} before {first}")),
            "{upgrade}"
        );
    }
}
