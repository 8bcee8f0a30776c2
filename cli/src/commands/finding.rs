//! What `doctor` found, and how it is said.

use signkey::{Problem, ProblemKind, Severity};

use crate::json::Object;

/// Something that was found, of the settings or of the endpoint.
pub(super) struct Finding {
    pub(super) severity: Severity,
    pub(super) code: String,
    pub(super) subject: String,
    pub(super) message: String,
    pub(super) hint: Option<String>,
    pub(super) found: Option<&'static str>,
    pub(super) position: Option<u64>,
    pub(super) docs: Option<&'static str>,
}

impl Finding {
    pub(super) fn of_problem(problem: &Problem) -> Self {
        let fault = match problem.kind() {
            ProblemKind::InvalidKey(fault) => Some(fault),
            _ => None,
        };
        Self {
            severity: problem.kind().severity(),
            code: problem.kind().code().to_owned(),
            subject: problem.source().name().to_owned(),
            message: problem.kind().to_string(),
            hint: Some(problem.hint().to_owned()),
            found: fault.map(|fault| fault.cause()),
            position: fault.and_then(|fault| fault.position()),
            docs: Some(problem.kind().docs()),
        }
    }

    pub(super) fn text(&self) -> String {
        let severity = self.severity.name();
        let mut text = format!(
            "{severity}: {}: {}: {}",
            self.code, self.subject, self.message
        );
        if let Some(hint) = &self.hint {
            text.push_str(&format!("\n  {hint}"));
        }
        if let Some(docs) = self.docs {
            text.push_str(&format!("\n  see {docs}"));
        }
        text
    }

    pub(super) fn to_json(&self) -> String {
        Object::new()
            .text("severity", self.severity.name())
            .text("code", &self.code)
            .text("setting", &self.subject)
            .text("message", &self.message)
            .optional("found", self.found)
            .number("position", self.position)
            .optional("hint", self.hint.as_deref())
            .optional("docs", self.docs)
            .finish()
    }
}
