//! Bodies to measure on: thousands of distinct ones, since repeating one flatters branch prediction.

/// A small deterministic generator (splitmix64), so that every run sees the same bytes.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }
}

/// How the JSON of a body is written.
#[derive(Clone, Copy, PartialEq)]
pub enum Style {
    /// Canonical already.
    Canonical,
    /// Members out of order, spaces, escapes.
    Loose,
    /// Numbers of 16 and 17 digits for the most part.
    Floats,
    /// Names that are not ASCII, escaped, and out of order.
    EscapedNames,
}

/// A body of about this many bytes, as a platform sends them: an event with nested data.
pub fn body(random: &mut Random, size: usize, style: Style) -> Vec<u8> {
    let mut items = Vec::new();
    let mut len = 0;
    while len < size {
        let item = item(random, style);
        len += item.len() + 1;
        items.push(item);
    }
    let space = if style == Style::Loose { " " } else { "" };
    let items = items.join(&format!(",{space}"));
    format!("{{\"ctx\":{space}{{\"attempt\":0}},{space}\"items\":{space}[{items}]}}").into_bytes()
}

fn item(random: &mut Random, style: Style) -> String {
    let id = random.next();
    let count = random.below(1_000_000);
    let price = format!("{}.{}", random.below(1000), 1 + random.below(9));
    let name = [
        "order shipped",
        "user created",
        "señal",
        "invoice \\\"7\\\" paid",
    ];
    let name = name[random.below(4) as usize];
    match style {
        Style::Canonical => format!(
            "{{\"count\":{count},\"id\":\"{id:016x}\",\"name\":\"{name}\",\"price\":{price},\"tags\":[\"a\",true,null]}}"
        ),
        Style::Loose => format!(
            "{{ \"name\": \"{name}\", \"id\": \"{id:016x}\", \"price\": {price}0, \"count\": {count}, \"tags\": [ \"\\u0061\", true, null ] }}"
        ),
        Style::Floats => {
            let value = |random: &mut Random| random.next() as f64 / u64::MAX as f64;
            format!(
                "[{},{},{}]",
                value(random),
                value(random) * 1e3,
                value(random) * 1e6
            )
        }
        Style::EscapedNames => format!(
            "{{\"\\u00e9{count}\":1,\"\\\"{id}\":{{\"z\\n\":1,\"a\\t\":2}},\"日{count}\":3}}"
        ),
    }
}

/// Distinct bodies of this size, 8 MiB of them or as many as make a fair sample.
pub fn bodies(size: usize, style: Style) -> Vec<Vec<u8>> {
    let count = ((8 << 20) / size.max(1)).clamp(4, 4096);
    let mut random = Random::new(size as u64);
    (0..count).map(|_| body(&mut random, size, style)).collect()
}
