//! A value of the tree into a type that derives `Deserialize`, with what is wrong told at its place.
//!
//! For shapes that `build.rs` reads as well and that are strict by `deny_unknown_fields`; what authors write every day
//! is read key by key with `Fields`.

use std::fmt;

use serde::de::{self, DeserializeOwned, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;

use super::{Kind, Node, unknown_key};
use crate::diag::{Code, Diagnostic, Sink, suggest};
use crate::source::{Span, Spanned};

/// Reads a value; reports what keeps it from being read.
pub(crate) fn typed<T: DeserializeOwned>(node: &Node, sink: &mut Sink) -> Option<T> {
    match T::deserialize(node) {
        Ok(value) => Some(value),
        Err(Fault { span, kind }) => {
            sink.push(kind.diagnostic(span.unwrap_or(node.span)));
            None
        }
    }
}

/// Why a value cannot be read, and where, once that is known.
#[derive(Debug)]
pub(crate) struct Fault {
    span: Option<Span>,
    kind: FaultKind,
}

#[derive(Debug)]
enum FaultKind {
    UnknownKey(String, &'static [&'static str]),
    MissingKey(&'static str),
    UnknownWord(String, &'static [&'static str]),
    Other(String),
}

impl FaultKind {
    fn diagnostic(self, span: Span) -> Diagnostic {
        match self {
            Self::UnknownKey(key, known) => unknown_key(&Spanned::new(key, span), known),
            Self::MissingKey(key) => Diagnostic::error(Code::MissingKey, span, format!("`{key}` is missing"))
                .hint(format!("add `{key}: …` here")),
            Self::UnknownWord(word, known) => {
                Diagnostic::error(Code::BadValue, span, format!("`{word}` is not possible here"))
                    .hint(suggest(&word, known.iter().copied()))
            }
            Self::Other(message) => Diagnostic::error(Code::WrongType, span, message)
                .hint("docs/format.md shows how a catalogue is written"),
        }
    }
}

impl Fault {
    fn of(kind: FaultKind) -> Self {
        Self { span: None, kind }
    }

    /// The innermost place is the one to tell.
    fn at(mut self, span: Span) -> Self {
        self.span.get_or_insert(span);
        self
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.kind)
    }
}

impl std::error::Error for Fault {}

impl de::Error for Fault {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::of(FaultKind::Other(message.to_string()))
    }

    fn invalid_type(found: de::Unexpected<'_>, wanted: &dyn de::Expected) -> Self {
        Self::of(FaultKind::Other(format!("this takes {wanted}, but here is {found}")))
    }

    fn unknown_field(field: &str, known: &'static [&'static str]) -> Self {
        Self::of(FaultKind::UnknownKey(field.to_owned(), known))
    }

    fn unknown_variant(word: &str, known: &'static [&'static str]) -> Self {
        Self::of(FaultKind::UnknownWord(word.to_owned(), known))
    }

    fn missing_field(field: &'static str) -> Self {
        Self::of(FaultKind::MissingKey(field))
    }
}

impl<'de> de::Deserializer<'de> for &'de Node {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let read = match &self.kind {
            Kind::Scalar { .. } if self.is_null() => visitor.visit_unit(),
            Kind::Scalar { slice, quoted } => match (&*slice.text, quoted) {
                ("true", false) => visitor.visit_bool(true),
                ("false", false) => visitor.visit_bool(false),
                (text, false) if text.parse::<u64>().is_ok() => visitor.visit_u64(text.parse().unwrap_or_default()),
                (text, _) => visitor.visit_borrowed_str(text.trim()),
            },
            Kind::Seq(items) => visitor.visit_seq(de::value::SeqDeserializer::new(items.iter())),
            Kind::Map(entries) => visitor.visit_map(Entries { left: entries.iter(), value: None }),
        };
        read.map_err(|fault| match (&fault.kind, &self.kind) {
            // What is missing in a long group is told at its first key.
            (FaultKind::MissingKey(_), Kind::Map(entries)) => {
                let place = entries.first().map_or(self.span, |(key, _)| key.span);
                fault.at(place)
            }
            _ => fault.at(self.span),
        })
    }

    /// A text may look like a number: a stock code, a code such as `301-1` or 7.
    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match &self.kind {
            Kind::Scalar { slice, .. } if !self.is_null() => {
                visitor.visit_borrowed_str(slice.text.trim()).map_err(|fault: Fault| fault.at(self.span))
            }
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        if self.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        let Kind::Scalar { slice, .. } = &self.kind else { return self.deserialize_any(visitor) };
        let word: de::value::StrDeserializer<'_, Fault> = slice.text.trim().into_deserializer();
        visitor.visit_enum(word).map_err(|fault| fault.at(self.span))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char bytes byte_buf unit unit_struct newtype_struct seq tuple
        tuple_struct map struct ignored_any
    }
}

impl<'de> IntoDeserializer<'de, Fault> for &'de Node {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

/// The keys of a mapping and their values.
struct Entries<'de> {
    left: std::slice::Iter<'de, (Spanned<String>, Node)>,
    value: Option<&'de Node>,
}

impl<'de> de::MapAccess<'de> for Entries<'de> {
    type Error = Fault;

    fn next_key_seed<K: de::DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Fault> {
        let Some((key, value)) = self.left.next() else { return Ok(None) };
        self.value = Some(value);
        let text: de::value::StrDeserializer<'_, Fault> = key.node.as_str().into_deserializer();
        seed.deserialize(text).map(Some).map_err(|fault| fault.at(key.span))
    }

    fn next_value_seed<V: de::DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Fault> {
        let value = self.value.take().expect("serde asks for a key before its value");
        seed.deserialize(value)
    }
}
