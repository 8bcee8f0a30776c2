//! The one thing that explains a refusal.

use core::fmt;

/// Declares [`Cause`] and its look-ups from one table.
macro_rules! causes {
    ($($variant:ident, $code:literal, $sentence:literal, $hint:literal;)*) => {
        /// What explains that a message was refused.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Cause {
            $(#[doc = concat!("`", $code, "`: ", $sentence, ".")] $variant,)*
        }

        impl Cause {
            /// Every cause.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The `snake_case` name that all languages share.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// A sentence for people, without a final stop.
            #[must_use]
            pub const fn message(self) -> &'static str {
                match self { $(Self::$variant => $sentence,)* }
            }

            /// What to do about it: a sentence without a final stop.
            #[must_use]
            pub const fn hint(self) -> &'static str {
                match self { $(Self::$variant => $hint,)* }
            }
        }
    };
}

causes! {
    KeyFault, "key_fault",
        "a key is invalid, so nothing can be verified",
        "correct the key";
    NoKey, "no_key",
        "there is no key",
        "set INNGEST_SIGNING_KEY";
    TooManyKeys, "too_many_keys",
        "there are more keys than a verifier takes, so nothing can be verified",
        "remove the keys with which no server signs any more";
    NoHeader, "no_header",
        "the message has no signature header",
        "let every proxy in front pass X-Inngest-Signature on";
    HeaderRepeated, "header_repeated",
        "the signature header came more than once, or two values were joined into one; one of them verifies",
        "find the proxy or the client that adds the header again";
    HeaderEscaped, "header_escaped",
        "the signature header was escaped as for a URL or for HTML; it verifies unescaped",
        "send the header as it is, `t=…&s=…`";
    HeaderQuoted, "header_quoted",
        "the signature header has quotation marks or its own name in it; it verifies without them",
        "send the value alone, without quotation marks";
    HeaderSpaced, "header_spaced",
        "the signature header has white space in it; it verifies without",
        "send the value without white space";
    HeaderCase, "header_case",
        "the digits of the signature are in upper case; they verify in lower case",
        "write the MAC in lower case";
    HeaderOrder, "header_order",
        "the fields of the signature header are in another order, under other names or behind other separators; they verify as `t=…&s=…`",
        "write `t=`, the seconds, `&s=` and the MAC, in this order";
    HeaderZeros, "header_zeros",
        "the timestamp has a leading zero or a sign; the signature verifies over it",
        "write the seconds without leading zeros";
    HeaderForeign, "header_foreign",
        "the header is not a signature of this kind, however it is spelled",
        "see that the value belongs to X-Inngest-Signature, and that it is whole";
    Milliseconds, "milliseconds",
        "the signature is authentic, but its timestamp is in milliseconds or smaller units",
        "sign with seconds since 1970";
    ClockMilliseconds, "clock_milliseconds",
        "the signature is authentic, but the verifier's clock is in milliseconds or smaller units",
        "verify with seconds since 1970";
    TimeZone, "time_zone",
        "the signature is authentic, and its time is off by whole half hours: a local time was taken for UTC",
        "take seconds since 1970 in UTC on both sides";
    Clock, "clock",
        "the signature is authentic, but too far from the verifier's clock",
        "compare both clocks; if they agree, the message was held up or recorded";
    OtherKey, "other_key",
        "another key signed it",
        "give the verifier this key as well, or the signer one of the verifier's";
    OtherEnvironment, "other_environment",
        "a key of another environment signed it",
        "give both sides the key of the same environment";
    HashAsKey, "hash_as_key",
        "the verifier holds the hash of the key that signed it, in place of the key",
        "copy the signing key itself to the verifier; its hash is in the API token";
    SignedByToken, "signed_by_token",
        "the API token, or the hash in it, signed it in place of the key",
        "sign with the signing key, and send the token in API calls alone";
    SignedByEventKey, "signed_by_event_key",
        "a secret that is no signing key signed it, such as the event key",
        "sign with the signing key";
    PrefixSigned, "prefix_signed",
        "the key signed it together with its prefix",
        "use as the HMAC key only the digits behind the prefix";
    KeyDecoded, "key_decoded",
        "the bytes that the key's digits stand for signed it",
        "use as the HMAC key the digits themselves, as text";
    KeyCase, "key_case",
        "the key signed it with its digits in the other case",
        "keep the digits of the key in the case in which they were given";
    KeySpaced, "key_spaced",
        "the key signed it together with white space around it",
        "remove white space around the key before signing";
    BodyMissing, "body_missing",
        "an empty body was signed",
        "sign the body, not an empty one; or find what adds a body behind the signer";
    TrailingNewline, "trailing_newline",
        "the body was signed without the line break at its end, or with one more",
        "sign exactly the bytes that are sent; only a response may end with one line feed more";
    SurroundingSpace, "surrounding_space",
        "the body was signed without the white space around it",
        "sign exactly the bytes that are sent";
    ByteOrderMark, "byte_order_mark",
        "the body was signed without its byte order mark, or with one",
        "send UTF-8 without a byte order mark";
    LineBreaks, "line_breaks",
        "the body was signed with other line breaks",
        "send the body as binary: something turned CRLF into LF, or LF into CRLF";
    Encoding, "encoding",
        "the body was signed in another character encoding",
        "send and sign UTF-8, and never decode the body on the way";
    Base64, "base64",
        "the body was signed before it was encoded in base64, or after",
        "decode the body where the gateway says that it is base64, as AWS Lambda does";
    JsonInString, "json_in_string",
        "the body is a JSON string that holds what was signed",
        "do not serialize the body twice";
    Reserialized, "reserialized",
        "the body is not the text that was signed, but the same JSON written another way",
        "verify the bytes as received; something parsed the body and wrote it anew";
    SignedAsRequest, "signed_as_request",
        "the response was signed in its canonical form, as requests are",
        "sign a response as the bytes that are sent";
    SignedAsResponse, "signed_as_response",
        "the message is authentic as a response, with a line feed behind what was signed, but not as a request",
        "sign requests in their canonical form, and send exactly that";
    CanonicalLossy, "canonical_lossy",
        "the canonical form was signed, but it changes the value of a number",
        "send large ids and long decimals as strings";
    CanonicalTooLarge, "canonical_too_large",
        "the canonical form was signed, but the body is over the size up to which that is tried",
        "raise max_json_size, or send the canonical form itself";
    OtherScheme, "other_scheme",
        "the key signed the body and the time put together another way",
        "append the digits of the timestamp to the body, with nothing between";
    Unknown, "unknown",
        "nothing that was tried explains it: most likely a key signed it that is not given here, or the body has other content",
        "compare the ids of the keys on both sides, then the body with the one that was sent";
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message())
    }
}
