//! Which SDKs know a fallback key.

/// The first versions of the public SDKs that know one.
const MINIMUM: [(&[&str], [u32; 3]); 3] = [
    (&["go"], [0, 7, 2]),
    (&["py", "python"], [0, 3, 9]),
    (&["js", "ts", "typescript", "javascript"], [3, 18, 0]),
];

/// Whether an SDK of this language and version knows a fallback. One that is not listed here is taken
/// to, and so is one that does not say what it is: only those listed are known to lack it.
pub(super) fn knows_fallback(language: Option<&str>, version: Option<&str>) -> bool {
    let (Some(language), Some(version)) = (language, version) else {
        return true;
    };
    let of_language = |(names, _): &&(&[&str], [u32; 3])| {
        names.iter().any(|name| language.eq_ignore_ascii_case(name))
    };
    match (MINIMUM.iter().find(of_language), parse(version)) {
        (Some((_, minimum)), Some((numbers, is_release))) => {
            // A version before a release is older than it (Semantic Versioning, section 11).
            numbers > *minimum || (numbers == *minimum && is_release)
        }
        _ => true,
    }
}

/// The three numbers of a version, and whether it is a release.
fn parse(version: &str) -> Option<([u32; 3], bool)> {
    let version = version.trim().trim_start_matches(['v', 'V']);
    let (version, _) = version.split_once('+').unwrap_or((version, ""));
    let end = version.find(|c: char| !c.is_ascii_digit() && c != '.');
    let (numbers, rest) = version.split_at(end.unwrap_or(version.len()));
    let mut parsed = [0; 3];
    let mut parts = numbers.trim_end_matches('.').split('.');
    for slot in &mut parsed {
        match parts.next() {
            Some(part) => *slot = part.parse().ok()?,
            None => break,
        }
    }
    Some((parsed, rest.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::knows_fallback;

    #[test]
    fn the_first_version_with_a_fallback_is_known() {
        for (language, without, with) in [
            (
                "go",
                ["0.7.1", "v0.7.1", "0.6.99", "0.7.2-rc.1"],
                ["0.7.2", "v0.7.2", "0.7.10", "1.0"],
            ),
            (
                "py",
                ["0.3.8", "0.2.10", "0.3", "0.3.9a1"],
                ["0.3.9", "0.3.10", "0.5.19", "0.3.9+x"],
            ),
            (
                "js",
                ["3.17.9", "2.99.0", "v3", "3.18.0-beta.1"],
                ["3.18.0", "3.18.1", "4.24.0", "v4"],
            ),
        ] {
            for version in without {
                assert!(
                    !knows_fallback(Some(language), Some(version)),
                    "{language} {version}"
                );
            }
            for version in with {
                assert!(
                    knows_fallback(Some(language), Some(version)),
                    "{language} {version}"
                );
            }
        }
        assert!(!knows_fallback(Some("TypeScript"), Some("3.17.0")));
        for (language, version) in [
            (None, None),
            (Some("rust"), Some("0.1")),
            (Some("go"), Some("dev")),
            (Some("go"), None),
        ] {
            assert!(knows_fallback(language, version));
        }
    }
}
