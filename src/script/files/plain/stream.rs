//! A document of any size, in constant memory, on as many processors as there are.

use std::io::{self, BufRead, Read, Write};
use std::sync::mpsc;
use std::thread;

use super::scanner::Scanner;
use super::{Format, Unclosed, convert_pieces};
use crate::script::engine::{Converter, Plain};
use crate::store::Limit;

/// Bytes that are read and pass through OpenCC at once: many lines share a call, and memory stays small.
const CHUNK: usize = 1 << 14;
/// Where there is no end of a paragraph to be seen, the text is cut at a line's end.
const LONGEST: usize = 1 << 20;
/// The longest line in bytes: it is converted as a whole.
const LONGEST_LINE: u64 = Limit::Text.bytes();

/// Converts a document as it streams by. `components` names the components: a fenced block of such a name is data with
/// prose in it, any other fenced block is code.
///
/// # Errors
/// If reading or writing fails, or a line is too long or not UTF-8 (kind [`io::ErrorKind::InvalidData`]).
pub fn convert_document(
    input: &mut dyn BufRead,
    output: &mut dyn Write,
    format: Format,
    converter: &Converter,
    components: &[String],
) -> io::Result<Vec<Unclosed>> {
    let mut scanner = Scanner::new(format, components);
    in_parallel(
        output,
        |chunk| convert_pieces(&chunk, converter),
        |send| {
            let read = for_each_block(input, |block| {
                for line in block.split_inclusive('\n') {
                    scanner.line(line);
                    let size = scanner.size();
                    if size >= CHUNK && (scanner.is_between_paragraphs() || size >= LONGEST) {
                        send(scanner.take())?;
                    }
                }
                Ok(())
            });
            send(scanner.take())?;
            read
        },
    )?;
    Ok(scanner.into_unclosed())
}

/// Passes a text through OpenCC as it is while it streams by.
///
/// # Errors
/// Like [`convert_document`].
pub fn convert_plainly(input: &mut dyn BufRead, output: &mut dyn Write, opencc: &Plain) -> io::Result<()> {
    in_parallel(
        output,
        |chunk: String| opencc.convert(chunk),
        |send| for_each_block(input, |block| send(block.to_owned())),
    )
}

/// Calls `take` with block after block of whole lines.
fn for_each_block(input: &mut dyn BufRead, mut take: impl FnMut(&str) -> io::Result<()>) -> io::Result<()> {
    let mut bytes = Vec::new();
    let mut lines = 0;
    loop {
        bytes.clear();
        Read::take(&mut *input, CHUNK as u64).read_to_end(&mut bytes)?;
        if bytes.last() != Some(&b'\n') {
            Read::take(&mut *input, LONGEST_LINE).read_until(b'\n', &mut bytes)?;
        }
        if bytes.len() as u64 > LONGEST_LINE {
            let line = lines + bytes.iter().filter(|byte| **byte == b'\n').count() + 1;
            let why = format!("line {line} has more than {} MB; break it into paragraphs", LONGEST_LINE >> 20);
            return Err(io::Error::new(io::ErrorKind::InvalidData, why));
        }
        if bytes.is_empty() {
            return Ok(());
        }
        match str::from_utf8(&bytes) {
            Ok(block) => {
                take(block)?;
                lines += block.matches('\n').count();
            }
            Err(error) => {
                let (whole, rest) = bytes.split_at(error.valid_up_to());
                let start = whole.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
                // What can be read is converted all the same.
                take(&String::from_utf8_lossy(&whole[..start]))?;
                let line = lines + whole.iter().filter(|byte| **byte == b'\n').count() + 1;
                return Err(io::Error::new(
                    io::ErrorKind::InvalidData,
                    format!(
                        "line {line} is not UTF-8 from its byte {} on ({:#04X}); save the file as UTF-8",
                        whole.len() - start + 1,
                        rest[0]
                    ),
                ));
            }
        }
    }
}

/// Converts the chunks that `produce` sends side by side, and writes them in their order. Never more than a few wait.
fn in_parallel<Chunk: Send>(
    output: &mut dyn Write,
    convert: impl Fn(Chunk) -> String + Sync,
    produce: impl FnOnce(&mut dyn FnMut(Chunk) -> io::Result<()>) -> io::Result<()>,
) -> io::Result<()> {
    /// More would cost memory and find the reading of lines too slow for them.
    const MOST: usize = 4;
    /// Chunks per thread that wait to be converted or written.
    const WAITING: usize = 2;
    let convert = &convert;
    let at_once = thread::available_parallelism().map_or(1, usize::from).min(MOST);
    thread::scope(|scope| {
        let worker = || {
            let (give, chunks) = mpsc::sync_channel::<Chunk>(WAITING);
            let (done, texts) = mpsc::channel();
            scope.spawn(move || chunks.into_iter().map(convert).try_for_each(|text| done.send(text)));
            (give, texts)
        };
        let workers: Vec<_> = (0..at_once).map(|_| worker()).collect();
        let (mut sent, mut written) = (0, 0);
        let mut write = |written: &mut usize| {
            let text = workers[*written % at_once].1.recv().expect("conversion does not panic");
            *written += 1;
            output.write_all(text.as_bytes())
        };
        let produced = produce(&mut |chunk| {
            if sent - written == at_once * WAITING {
                write(&mut written)?;
            }
            workers[sent % at_once].0.send(chunk).expect("conversion does not panic");
            sent += 1;
            Ok(())
        });
        // What came before a mistake is written all the same.
        while written < sent {
            write(&mut written)?;
        }
        output.flush()?;
        produced
    })
}
