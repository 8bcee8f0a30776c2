//! Documents as sequences of choices, for a search through them: each gene wraps what the next ones make.

use super::choices::Choices;

/// A part of a document around an inner one, or beside it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Gene {
    kind: Kind,
    count: usize,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    /// Objects in one another, the inner one under the name that sorts last.
    Chain,
    /// As above, with an object that is out of order beside it.
    Caterpillar,
    /// As above, with a member on both sides.
    Sandwich,
    /// One object with the shortest names that there are, against their order.
    Reversed,
    /// The same, in order.
    Ordered,
    /// The same, where each value is an object that is out of order.
    Holders,
    /// One object with names of one length that begin alike.
    Alike,
    /// One object with escaped names.
    Escaped,
    /// Small objects out of order, in front of the inner document.
    Leaves,
    /// Nested arrays.
    Arrays,
    /// Numbers that are longer in canonical form.
    Grow,
    /// A string.
    Text,
    /// White space.
    Space,
}

const KINDS: [Kind; 13] = [
    Kind::Chain,
    Kind::Caterpillar,
    Kind::Sandwich,
    Kind::Reversed,
    Kind::Ordered,
    Kind::Holders,
    Kind::Alike,
    Kind::Escaped,
    Kind::Leaves,
    Kind::Arrays,
    Kind::Grow,
    Kind::Text,
    Kind::Space,
];
const LEAF: &str = r#"{"b":0,"":0}"#;
/// No document nests more than 512 containers, some of which are in the leaves.
const DEPTH_MAX: usize = 508;

/// A document of at most so many bytes, or none.
pub(crate) fn write(genes: &[Gene], size: usize) -> Option<String> {
    let mut text = "0".to_owned();
    let mut depth = 0;
    for gene in genes.iter().rev() {
        let levels = match gene.kind {
            Kind::Chain | Kind::Caterpillar | Kind::Sandwich | Kind::Arrays => gene.count,
            _ => 1,
        };
        depth += levels;
        if depth > DEPTH_MAX {
            return None;
        }
        text = gene.wrap(&text);
        if text.len() > size {
            return None;
        }
    }
    Some(text)
}

impl Gene {
    fn wrap(&self, inner: &str) -> String {
        let count = self.count;
        let wrapped = |before: &str, after: &str| {
            [&before.repeat(count), inner, &after.repeat(count)].concat()
        };
        match self.kind {
            Kind::Chain => wrapped(r#"{"b":"#, r#","":0}"#),
            Kind::Caterpillar => wrapped(&format!(r#"{{"b":{LEAF},"":"#), "}"),
            Kind::Sandwich => wrapped(r#"{"b":0,"a":"#, r#","":0}"#),
            Kind::Arrays => wrapped("[", "]"),
            Kind::Reversed => object(names().take(count).collect(), inner, "0"),
            Kind::Ordered => {
                let mut names: Vec<_> = names().take(count).collect();
                names.reverse();
                object(names, inner, "0")
            }
            Kind::Holders => object(names().take(count).collect(), inner, LEAF),
            Kind::Alike => {
                let names = (0..count).map(|n| format!("long common name {n:05}"));
                object(names.collect(), inner, "0")
            }
            Kind::Escaped => {
                let names = (0..count).map(|n| format!(r"\n{n:x}"));
                object(names.collect(), inner, "0")
            }
            Kind::Leaves => format!("[{}{inner}]", [LEAF, ","].concat().repeat(count)),
            Kind::Grow => format!("[{}{inner}]", "1e20,".repeat(count)),
            Kind::Text => format!(r#"["{}",{inner}]"#, "x".repeat(count)),
            Kind::Space => format!("[{}{inner}]", " ".repeat(count)),
        }
    }
}

/// An object with these names from the last to the first, and the inner document behind them.
fn object(names: Vec<String>, inner: &str, value: &str) -> String {
    let members = names
        .iter()
        .rev()
        .map(|name| format!(r#""{name}":{value},"#));
    let members: String = members.collect();
    format!(r#"{{{members}"~~~":{inner}}}"#)
}

/// Names, the shortest first: in ASCII, then in characters of two bytes.
pub(crate) fn names() -> impl Iterator<Item = String> {
    let ascii = || (' '..='}').filter(|character| !"\"\\".contains(*character));
    let singles = ascii().map(String::from);
    let pairs =
        ascii().flat_map(move |first| ascii().map(move |second| format!("{first}{second}")));
    let wide = ('\u{80}'..'\u{800}').map(String::from);
    let triples = ascii().flat_map(move |first| {
        ascii().flat_map(move |second| ascii().map(move |third| format!("{first}{second}{third}")))
    });
    let all = std::iter::once(String::new()).chain(singles).chain(pairs);
    all.chain(wide).chain(triples)
}

/// Genes at random, of small and large counts alike.
pub(crate) fn random(choices: &mut Choices) -> Vec<Gene> {
    let count = 1 + choices.below(4);
    (0..count).map(|_| gene(choices)).collect()
}

fn gene(choices: &mut Choices) -> Gene {
    let largest = 1 << (1 + choices.below(14));
    Gene {
        kind: choices.pick(&KINDS),
        count: 1 + choices.below(largest),
    }
}

/// The genes with a change: another count, or a gene more, less or different.
pub(crate) fn mutate(genes: &[Gene], choices: &mut Choices) -> Vec<Gene> {
    let mut changed = genes.to_vec();
    let at = choices.below(changed.len());
    match choices.below(8) {
        0 => changed.insert(at, gene(choices)),
        1 if changed.len() > 1 => drop(changed.remove(at)),
        2 => changed[at] = gene(choices),
        3 => changed[at].count = 1 + changed[at].count / 2,
        4 => changed[at].count += changed[at].count,
        5 => changed[at].count = changed[at].count.saturating_sub(1).max(1),
        6 => changed[at].count += 1,
        _ => changed[at].count = 1 + choices.below(2 * changed[at].count),
    }
    changed
}
