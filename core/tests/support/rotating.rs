//! A world in which a key is rotated: a server, apps of several processes, requests on their way.

use signkey::{
    AppKeys, KeyId, KeySlots, RotationAction, RotationApp, RotationState, RotationStep, ServerKey,
};

use super::choices::Choices;

/// Requests are good for so many seconds, by clocks that are as far apart.
const WINDOW: u64 = 300;
const LIFETIME: u64 = 2 * WINDOW;

/// How an operator goes about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Habit {
    Careful,
    /// Switches the server instead of giving apps a fallback.
    SwitchesAtOnce,
    /// Makes the next key the only one when it should be the fallback of the other.
    RetiresEarly,
    /// Retires the key as soon as it should wait.
    DoesNotWait,
}

type Slots = (Option<KeyId>, Option<KeyId>);

struct App {
    name: String,
    version: &'static str,
    processes: Vec<Slots>,
}

pub(crate) struct World {
    current: KeyId,
    next: KeyId,
    server: ServerKey,
    switched_at: Option<u64>,
    now: u64,
    apps: Vec<App>,
    pub(crate) requests: u64,
    pub(crate) refused: u64,
}

impl World {
    /// A rotation that was begun by the steps, and left somewhere.
    pub(crate) fn new(choices: &mut Choices, (current, next): (KeyId, KeyId)) -> Self {
        let (now, old, new) = (1_000_000, Some(current), Some(next));
        let age = choices.next() % 2_000;
        let (server, usual): (_, &[Slots]) = match choices.below(4) {
            0 | 1 => (ServerKey::Current, &[(old, None), (old, new), (new, old)]),
            2 => (ServerKey::Next, &[(old, new), (new, old)]),
            _ if age > LIFETIME => (ServerKey::Next, &[(old, new), (new, old), (new, None)]),
            _ => (ServerKey::Next, &[(new, old)]),
        };
        let apps = (0..=choices.below(4)).map(|at| {
            let slots = choices.pick(usual);
            let is_old = slots == (old, None) && choices.one_in(3);
            App {
                name: format!("app-{at}"),
                version: if is_old { "3.17.0" } else { "4.24.0" },
                processes: vec![slots; 1 + choices.below(3)],
            }
        });
        Self {
            apps: apps.collect(),
            current,
            next,
            server,
            switched_at: (server == ServerKey::Next).then_some(now - age),
            now,
            requests: 0,
            refused: 0,
        }
    }

    /// Asks all processes, of which some do not answer now and then.
    pub(crate) fn next_step(&self, choices: &mut Choices) -> RotationStep {
        let probes: Vec<Vec<AppKeys>> = self
            .apps
            .iter()
            .map(|app| {
                let probe = |(primary, fallback): &Slots| match choices.one_in(20) {
                    true => AppKeys::Unreachable,
                    false => AppKeys::new(*primary, *fallback),
                };
                app.processes.iter().map(probe).collect()
            })
            .collect();
        let apps: Vec<_> = self
            .apps
            .iter()
            .zip(&probes)
            .map(|(app, probes)| RotationApp {
                name: &app.name,
                language: Some("js"),
                version: Some(app.version),
                shows_fallback: false,
                probes,
            })
            .collect();
        let mut state = RotationState::new(self.current, self.next, &apps, self.now);
        (state.server, state.switched_at) = (Some(self.server), self.switched_at);
        state.next_step().expect("two keys and an app")
    }

    /// Takes a step, or a part of it, while requests go on.
    pub(crate) fn take(&mut self, step: &RotationStep, choices: &mut Choices, habit: Habit) {
        match (step.action(), habit) {
            (RotationAction::SwitchServer, _)
            | (RotationAction::AddFallback, Habit::SwitchesAtOnce) => {
                self.server = ServerKey::Next;
                self.switched_at = Some(self.now);
            }
            (RotationAction::Wait, Habit::DoesNotWait) => {
                let names: Vec<_> = self.apps.iter().map(|app| app.name.clone()).collect();
                self.deploy(&names, (Some(self.next), None), choices);
            }
            (RotationAction::Wait, _) => {
                let seconds = step.wait_seconds().expect("a time");
                self.pass(1 + choices.next() % seconds.max(2), choices);
            }
            (RotationAction::UpgradeSdk, _) => {
                for app in &mut self.apps {
                    if step.apps().contains(&app.name) {
                        app.version = "4.24.0";
                    }
                }
            }
            (RotationAction::FinishDeploy, _) => {
                // The deploy was broken off: the last process has what the others are to get.
                for app in &mut self.apps {
                    let newest = *app.processes.first().expect("a process");
                    app.processes.fill(newest);
                }
            }
            _ => {}
        }
        if let Some(slots) = step.slots() {
            let early = habit == Habit::RetiresEarly && step.action() == RotationAction::Promote;
            let slots = match early {
                true => (Some(self.next), None),
                false => self.resolve(slots),
            };
            // Not always all apps at once.
            let is_taken = |_: &&String| !choices.one_in(3);
            let apps: Vec<_> = step.apps().iter().filter(is_taken).cloned().collect();
            self.deploy(&apps, slots, choices);
        }
        self.pass(choices.next() % 50, choices);
    }

    fn resolve(&self, slots: KeySlots) -> Slots {
        let key = |key| match key {
            ServerKey::Current => self.current,
            ServerKey::Next => self.next,
        };
        (Some(key(slots.primary)), slots.fallback.map(key))
    }

    /// Replaces the processes one by one; now and then it is broken off.
    fn deploy(&mut self, names: &[String], slots: Slots, choices: &mut Choices) {
        for at in 0..self.apps.len() {
            for process in 0..self.apps[at].processes.len() {
                if names.contains(&self.apps[at].name) && !(process > 0 && choices.one_in(10)) {
                    self.apps[at].processes[process] = slots;
                    self.pass(choices.next() % 20, choices);
                }
            }
        }
    }

    fn pass(&mut self, seconds: u64, choices: &mut Choices) {
        self.send();
        self.now += seconds;
        if choices.one_in(2) {
            self.now += choices.next() % 5;
        }
        self.send();
    }

    /// Every process gets a request under every key that may still be good.
    fn send(&mut self) {
        let is_old_good = match (self.server, self.switched_at) {
            (ServerKey::Current, _) => true,
            (ServerKey::Next, Some(at)) => self.now - at <= LIFETIME,
            (ServerKey::Next, None) => false,
        };
        let mut good = Vec::new();
        good.extend(is_old_good.then_some(self.current));
        good.extend((self.server == ServerKey::Next).then_some(self.next));
        for key in good {
            for (primary, fallback) in self.apps.iter().flat_map(|app| &app.processes) {
                self.requests += 1;
                let is_accepted = *primary == Some(key) || *fallback == Some(key);
                self.refused += u64::from(!is_accepted);
            }
        }
    }

    pub(crate) fn is_rotated(&self) -> bool {
        let mut processes = self.apps.iter().flat_map(|app| &app.processes);
        self.server == ServerKey::Next && processes.all(|slots| *slots == (Some(self.next), None))
    }
}
