//! The variables of an app, for the place where it runs.

use std::fmt::Write;

use crate::{
    args::{Export, Format},
    failure::{Failure, OK},
    json::{Object, quote},
    keys::{KeyText, Origin},
    output::Output,
};

const NAMES: [&str; 2] = ["INNGEST_SIGNING_KEY", "INNGEST_SIGNING_KEY_FALLBACK"];

pub(super) fn run(args: &Export, output: &Output) -> Result<u8, Failure> {
    if args.keys.reads_stdin() && !matches!(args.format, Format::Dotenv | Format::K8s) {
        return Err(Failure::usage(
            "these commands read the key themselves: give a file, or set the variables",
        ));
    }
    let texts = args.keys.texts()?;
    if texts.len() > NAMES.len() {
        return Err(Failure::usage(
            "an app has one signing key and one fallback",
        ));
    }
    for text in &texts {
        text.parse()?;
    }
    let keys: Vec<_> = NAMES.into_iter().zip(&texts).collect();
    let made = match args.format {
        Format::Dotenv => dotenv(&keys),
        Format::K8s => kubernetes(&keys),
        Format::DockerSecret => docker(&keys),
        Format::Systemd => systemd(&keys),
        Format::Github => commands(&keys, |name| format!("gh secret set {name}")),
        Format::Vercel => commands(&keys, |name| {
            format!("vercel env add {name} production --sensitive")
        }),
    };
    let names = keys.iter().map(|(name, _)| quote(name));
    output.line(
        || made.trim_end().to_owned(),
        || {
            Object::new()
                .array("variables", names)
                .text("text", &made)
                .finish()
        },
    )?;
    if matches!(args.format, Format::Dotenv | Format::K8s) {
        output.say("the keys are in this text: keep it where only the app's operators can read it");
    }
    Ok(OK)
}

type Keys<'a> = [(&'static str, &'a KeyText)];

fn value(text: &KeyText) -> String {
    String::from_utf8_lossy(text.text.trim_ascii()).into_owned()
}

fn dotenv(keys: &Keys<'_>) -> String {
    keys.iter()
        .map(|(name, text)| format!("{name}={}\n", value(text)))
        .collect()
}

fn kubernetes(keys: &Keys<'_>) -> String {
    let mut made = String::from(
        "apiVersion: v1\nkind: Secret\nmetadata:\n  name: inngest-signing-keys\ntype: Opaque\nstringData:\n",
    );
    for (name, text) in keys {
        // Writing to a string does not fail.
        let _ = writeln!(made, "  {name}: \"{}\"", value(text));
    }
    made + "# In the pod: envFrom: [{secretRef: {name: inngest-signing-keys}}]\n"
}

fn docker(keys: &Keys<'_>) -> String {
    let mut made = commands(keys, |name| {
        format!("docker secret create {} -", name.to_lowercase())
    });
    made.push_str("# In the service: the secrets, and the variables that name their files:\n");
    for (name, _) in keys {
        let _ = writeln!(made, "#   {name}_FILE=/run/secrets/{}", name.to_lowercase());
    }
    made
}

fn systemd(keys: &Keys<'_>) -> String {
    let path = |name: &str| format!("/etc/credstore.encrypted/{}", name.to_lowercase());
    let mut made = commands(keys, |name| {
        format!(
            "systemd-creds encrypt --name={} - {}",
            name.to_lowercase(),
            path(name)
        )
    });
    made.push_str("# In the unit:\n#   [Service]\n");
    for (name, _) in keys {
        let credential = name.to_lowercase();
        let _ = writeln!(
            made,
            "#   LoadCredentialEncrypted={credential}:{}",
            path(name)
        );
        let _ = writeln!(made, "#   Environment={name}_FILE=%d/{credential}");
    }
    made
}

/// A command for each key, which reads it from standard input: never an argument, which others see.
fn commands(keys: &Keys<'_>, command: impl Fn(&str) -> String) -> String {
    let line = |(name, text): &(&'static str, &KeyText)| {
        let source = match text.origin {
            Origin::FileVariable => format!("tr -d '\\n' <\"${}\"", text.name),
            Origin::Variable => format!("printf %s \"${}\"", text.name),
            Origin::File => format!("tr -d '\\n' <{}", shell_word(&text.name)),
        };
        format!("{source} | {}\n", command(name))
    };
    keys.iter().map(line).collect()
}

fn shell_word(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "/._-".contains(c);
    match text.chars().all(is_plain) {
        true => text.to_owned(),
        false => format!("'{}'", text.replace('\'', "'\\''")),
    }
}
