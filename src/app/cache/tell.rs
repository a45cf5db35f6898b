use std::{
    fs,
    io::{self, Write},
};

use anyhow::{Context as _, Result, bail};

use super::{
    KEPT, ROOM, Trouble,
    place::{Kind, Place, VARIABLE},
    store::{Fault, Reader, Writer},
};
use crate::app::{Outcome, read, write};

/// What a run says of its cache when something was not as it should be.
pub(super) fn trouble(place: &Place, trouble: &Trouble) -> Option<String> {
    let Trouble { renewed, lost, why, .. } = trouble;
    let file = place.file.display();
    let mut said = Vec::new();
    if *renewed {
        said.push(format!("the cache {file} was damaged, and has been begun anew"));
    }
    match why {
        Some(Fault::Foreign) => said.push(format!(
            "{file} is not a cache of reclint: it stays as it is, and nothing is kept; \
             name another file in {VARIABLE}"
        )),
        // A home that nobody may write into is as it is; `cache show` tells of it.
        Some(Fault::Refused(_)) if !place.named => {}
        Some(fault) => said.push(format!("the cache {file} {}", kept(fault, *lost))),
        None => {}
    }
    (!said.is_empty()).then(|| format!("{}; the report is not affected", said.join("; ")))
}

fn kept(fault: &Fault, lost: usize) -> String {
    let drafts = match lost {
        0 => String::new(),
        1 => "; what was found in 1 draft was not kept".to_owned(),
        _ => format!("; what was found in {lost} drafts was not kept"),
    };
    format!("could not be used: {}{drafts}", reason(fault))
}

fn reason(fault: &Fault) -> String {
    match fault {
        Fault::Busy => "another run was using it".to_owned(),
        Fault::Damaged => "it is damaged".to_owned(),
        Fault::Unclean => "a run was ended while it wrote into it".to_owned(),
        Fault::Foreign => "it is not a cache of reclint".to_owned(),
        Fault::Full => "the disk is full".to_owned(),
        Fault::Refused(why) => why.clone(),
    }
}

/// Says where the cache is and what it holds.
pub fn show() -> Result<Outcome> {
    let Some(place) = Place::found() else {
        return said(&format!(
            "There is no cache: no folder for it is known here, for HOME is not set.\n\
             Name a file in {VARIABLE} to have one.\n"
        ));
    };
    let file = place.file.display();
    let counted = match read::quietly(|| count(&place)) {
        Ok(counted) => counted,
        Err(Fault::Foreign) => {
            bail!("{file} is not a cache of reclint; name another file in {VARIABLE}")
        }
        Err(fault @ (Fault::Damaged | Fault::Unclean)) => {
            return said(&format!(
                "The cache is {file}\n\
                 It cannot be used: {}. The next run begins it anew.\n",
                reason(&fault)
            ));
        }
        Err(fault) => bail!("the cache {file} cannot be used: {}", reason(&fault)),
    };
    let Some(entries) = counted else {
        return said(&format!("The cache is {file}\nIt is empty.\n"));
    };
    let bytes = fs::metadata(&place.file).map_or(0, |it| it.len());
    let entries = match entries {
        1 => "1 draft".to_owned(),
        _ => format!("{entries} drafts"),
    };
    said(&format!(
        "The cache is {file}\n\
         It holds what was found in {entries}, and takes {} on the disk (at most about {}).\n\
         \n\
         A draft that has not changed is not read again as long as it is in the cache.\n\
         What is kept has words of the drafts in it; it stays on this machine, and other\n\
         users cannot read it. It goes {KEPT} days after it was written, or sooner if room\n\
         is needed, the oldest first. `reclint cache clear` removes all of it now.\n",
        size(bytes),
        size(ROOM),
    ))
}

/// How many entries there are; none if there is no cache yet.
fn count(place: &Place) -> Result<Option<u64>, Fault> {
    let opened = match Reader::open(place) {
        Err(Fault::Unclean) => {
            drop(Writer::open(place)?);
            Reader::open(place)
        }
        opened => opened,
    };
    opened?.map(|it| it.count()).transpose()
}

/// Removes the cache.
pub fn clear() -> Result<Outcome> {
    let Some(place) = Place::found() else {
        return said("There is no cache to clear.\n");
    };
    let file = place.file.display();
    let cannot = || format!("cannot remove the cache {file}");
    match place.kind().with_context(cannot)? {
        Kind::Foreign => {
            bail!("{file} is not a cache of reclint, and stays as it is")
        }
        Kind::Nothing if fs::symlink_metadata(&place.file).is_err() => {
            return said(&format!("The cache {file} is empty.\n"));
        }
        Kind::Nothing | Kind::Store | Kind::Damaged => {}
    }
    place.remove().with_context(cannot)?;
    said(&format!("The cache {file} is removed; the next run begins a new one.\n"))
}

fn said(words: &str) -> Result<Outcome> {
    let write = |to: &mut dyn Write| -> io::Result<()> { to.write_all(words.as_bytes()) };
    write::to_stdout(write)?;
    Ok(Outcome::Clean)
}

fn size(bytes: u64) -> String {
    match bytes {
        0..0x400 => format!("{bytes} bytes"),
        0x400..0x10_0000 => format!("{} KiB", bytes >> 10),
        0x10_0000..0x4000_0000 => format!("{} MiB", bytes >> 20),
        _ => format!("{}.{} GiB", bytes >> 30, ((bytes >> 20) % 1024) / 103),
    }
}
