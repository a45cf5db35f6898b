use std::{fmt, io, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, DeserializeSeed, Error as _, MapAccess, SeqAccess, Visitor},
};
use serde_json::{Map, Value};

use super::{Counts, Each, Head, Item, NO_REPORT, Shard, Summary, known};
use crate::report::{Copy, NotRead, Record, view_named};

/// What one object turned out to be.
#[derive(Debug)]
pub(super) enum Root {
    /// A whole report.
    Whole(Summary),
    /// The line of a report that sums it up.
    Summary(Summary),
    /// Another line of a report; what it holds was taken.
    Line,
}

/// Reads one object and hands on what it holds.
pub(super) struct Reading<'a, 'e> {
    pub(super) counted: &'a mut Counts,
    pub(super) each: &'a mut Each<'e>,
    /// Why an item was not taken: an error of the parser holds nothing but words.
    pub(super) refused: &'a mut Option<io::Error>,
}

#[derive(Deserialize)]
struct Tool {
    version: Box<str>,
    rules_digest: Box<str>,
}

#[derive(Deserialize)]
struct Missing {
    path: Box<str>,
    why: Box<str>,
    #[serde(default)]
    wanted: bool,
}

#[derive(Deserialize)]
struct Said {
    documents: usize,
    #[serde(default)]
    copies: usize,
    not_read: usize,
    error: usize,
    warning: usize,
    note: usize,
    #[serde(default)]
    left_alone: usize,
}

impl From<Missing> for NotRead {
    fn from(it: Missing) -> Self {
        Self { path: it.path, why: it.why, wanted: it.wanted }
    }
}

impl<'de> DeserializeSeed<'de> for Reading<'_, '_> {
    type Value = Root;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Root, D::Error> {
        from.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Reading<'_, '_> {
    type Value = Root;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a report")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<Root, A::Error> {
        let mut rest = Map::new();
        while let Some(key) = map.next_key::<String>()? {
            // A list is handed on as it is read; a line that sums up has counts there.
            match &*key {
                "documents" => {
                    let make = |it| Item::Document(Box::new(it));
                    self.list::<Record, A>(&mut map, make, key, &mut rest)?;
                }
                "copies" => {
                    self.list::<Copy, A>(&mut map, Item::Copy, key, &mut rest)?;
                }
                "not_read" => {
                    let make = |it: Missing| Item::NotRead(it.into());
                    self.list::<Missing, A>(&mut map, make, key, &mut rest)?;
                }
                "schema" => {
                    let schema: String = map.next_value()?;
                    known(&schema).map_err(A::Error::custom)?;
                    rest.insert(key, schema.into());
                }
                _ => {
                    rest.insert(key, map.next_value()?);
                }
            }
        }
        self.root(rest).map_err(A::Error::custom)
    }
}

impl Reading<'_, '_> {
    fn list<'de, T: DeserializeOwned, A: MapAccess<'de>>(
        &mut self,
        map: &mut A,
        make: impl Fn(T) -> Item,
        key: String,
        rest: &mut Map<String, Value>,
    ) -> Result<(), A::Error> {
        let each = &mut |it| self.take(make(it)).map_err(|()| String::new());
        let list = List { each, what: PhantomData };
        if let Some(count) = map.next_value_seed(list)? {
            rest.insert(key, count.into());
        }
        Ok(())
    }

    fn take(&mut self, item: Item) -> Result<(), ()> {
        self.counted.add(&item);
        (self.each)(item).map_err(|err| *self.refused = Some(err))
    }

    /// What an object is whose lists were taken.
    fn root(mut self, mut rest: Map<String, Value>) -> Result<Root, serde_json::Error> {
        let custom = serde_json::Error::custom::<&str>;
        if !rest.contains_key("schema") {
            return Err(custom(NO_REPORT));
        }
        let Some(kind) = rest.remove("type") else {
            let said =
                rest.remove("summary").ok_or_else(|| custom("it has no summary"))?;
            return Ok(Root::Whole(summary(rest, said)?));
        };
        let item = match kind.as_str().unwrap_or_default() {
            "document" => Item::Document(serde_json::from_value(rest.into())?),
            "copy" => Item::Copy(serde_json::from_value(rest.into())?),
            "not_read" => {
                Item::NotRead(serde_json::from_value::<Missing>(rest.into())?.into())
            }
            "summary" => {
                let said = Value::Object(rest.clone());
                return Ok(Root::Summary(summary(rest, said)?));
            }
            // What an addition to this form says more is not for those who read it so.
            _ => return Ok(Root::Line),
        };
        self.take(item).map_err(|()| custom(""))?;
        Ok(Root::Line)
    }
}

/// What the end of a report says.
fn summary(
    mut rest: Map<String, Value>,
    said: Value,
) -> Result<Summary, serde_json::Error> {
    let compared = rest.contains_key("baseline");
    let mut part = |name: &str| rest.remove(name).unwrap_or_default();
    let tool: Tool = serde_json::from_value(part("tool"))?;
    let view: Box<str> = serde_json::from_value(part("view"))?;
    let shard: Option<Shard> = serde_json::from_value(part("shard"))?;
    let waiting: Option<_> = serde_json::from_value(part("waiting"))?;
    if view_named(&view).is_none() {
        let why = format!("no view is called `{view}`");
        return Err(serde_json::Error::custom(why));
    }
    if shard.is_some_and(|it| it.index == 0 || it.of < it.index) {
        return Err(serde_json::Error::custom("there is no such share of the drafts"));
    }
    let said: Said = serde_json::from_value(said)?;
    let head = Head {
        version: tool.version,
        rules_digest: tool.rules_digest,
        view,
        shard,
        waiting: waiting.unwrap_or_default(),
        compared,
        left_alone: said.left_alone,
    };
    let counts = Counts {
        documents: said.documents,
        copies: said.copies,
        not_read: said.not_read,
        found: [said.error, said.warning, said.note],
    };
    Ok(Summary { head, counts })
}

/// A list that is handed on one by one, or the count of one.
struct List<'a, T> {
    each: &'a mut dyn FnMut(T) -> Result<(), String>,
    what: PhantomData<T>,
}

impl<'de, T: DeserializeOwned> DeserializeSeed<'de> for List<'_, T> {
    type Value = Option<u64>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Option<u64>, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de, T: DeserializeOwned> Visitor<'de> for List<'_, T> {
    type Value = Option<u64>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_u64<E>(self, count: u64) -> Result<Option<u64>, E> {
        Ok(Some(count))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Option<u64>, A::Error> {
        while let Some(it) = list.next_element()? {
            (self.each)(it).map_err(A::Error::custom)?;
        }
        Ok(None)
    }
}
