//! From bytes in some encoding to UTF-8.

use crate::error::Place;
use crate::{DataError, Source};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{DecoderResult, Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};
use std::io::{self, Read};

/// How much of a file is looked at to find its encoding.
const SAMPLE: usize = 1 << 20;

/// The encoding of a text file, and how it was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) encoding: &'static Encoding,
    pub(crate) detected: bool,
}

/// The encoding the study declares, or else a byte order mark, or else UTF-8 if the sample is, or else a guess from the bytes.
pub(crate) fn find(source: &Source, place: &Place, file: &mut impl Read) -> Result<Found, DataError> {
    let mut sample = Vec::new();
    file.take(SAMPLE as u64).read_to_end(&mut sample).map_err(|e| place.open(e))?;
    if let Some(label) = &source.encoding {
        return Ok(Found { encoding: encoding(label).map_err(|problem| place.source(problem))?, detected: false });
    }
    if let Some((encoding, _)) = Encoding::for_bom(&sample) {
        return Ok(Found { encoding, detected: true });
    }
    let whole = sample.len() < SAMPLE;
    let encoding = if utf16_without_mark(&sample) {
        if sample[0] == 0 { UTF_16BE } else { UTF_16LE }
    } else if is_utf8(&sample, whole) {
        UTF_8
    } else {
        let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
        detector.feed(&sample, whole);
        let guess = detector.guess(None, Utf8Detection::Allow);
        if guess == GBK { GB18030 } else { guess }
    };
    Ok(Found { encoding, detected: true })
}

/// The encoding of that name.
pub(crate) fn encoding(label: &str) -> Result<&'static Encoding, String> {
    let encoding = Encoding::for_label(label.trim().as_bytes()).ok_or_else(|| {
        format!("encoding `{label}` is not known; there are utf-8, gb18030, gbk, big5, utf-16le, utf-16be, windows-1252 and others")
    })?;
    Ok(if encoding == GBK { GB18030 } else { encoding })
}

/// UTF-16 text without a mark has a zero in every second byte of its ASCII characters; no other text has zero bytes at all.
fn utf16_without_mark(sample: &[u8]) -> bool {
    let zeros = |start: usize| sample.iter().skip(start).step_by(2).filter(|&&b| b == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    even.max(odd) > sample.len() / 8 && even.min(odd) * 8 < even.max(odd)
}

fn is_utf8(sample: &[u8], whole: bool) -> bool {
    match std::str::from_utf8(sample) {
        Ok(_) => true,
        // A sample may end within a character.
        Err(e) => !whole && e.error_len().is_none(),
    }
}

/// A reader that turns text of any encoding into UTF-8 and fails at the first byte that is not text in that encoding.
pub(crate) struct Decoded<R> {
    inner: R,
    decoder: encoding_rs::Decoder,
    encoding: &'static Encoding,
    input: Buffer,
    output: Buffer,
    at_end: bool,
    finished: bool,
}

/// Bytes of which `start..end` are still to be used.
struct Buffer {
    bytes: Box<[u8]>,
    start: usize,
    end: usize,
}

impl Buffer {
    const SIZE: usize = 1 << 16;

    fn new() -> Self {
        Self { bytes: vec![0; Self::SIZE].into_boxed_slice(), start: 0, end: 0 }
    }

    fn is_empty(&self) -> bool {
        self.start == self.end
    }
}

impl<R: Read> Decoded<R> {
    pub(crate) fn new(inner: R, encoding: &'static Encoding) -> Self {
        let decoder = encoding.new_decoder_with_bom_removal();
        Self { inner, decoder, encoding, input: Buffer::new(), output: Buffer::new(), at_end: false, finished: false }
    }

    /// Decodes more text into the output buffer, until there is some or the file ends.
    fn fill(&mut self) -> io::Result<()> {
        while self.output.is_empty() && !self.finished {
            if self.input.is_empty() && !self.at_end {
                self.input.start = 0;
                self.input.end = self.inner.read(&mut self.input.bytes)?;
                self.at_end = self.input.is_empty();
            }
            let bytes = &self.input.bytes[self.input.start..self.input.end];
            let (result, read, written) = self.decoder.decode_to_utf8_without_replacement(bytes, &mut self.output.bytes, self.at_end);
            self.input.start += read;
            (self.output.start, self.output.end) = (0, written);
            match result {
                DecoderResult::Malformed(..) => {
                    return Err(io::Error::new(io::ErrorKind::InvalidData, format!("bytes that are not {} text", self.encoding.name())));
                }
                DecoderResult::InputEmpty => self.finished = self.at_end,
                DecoderResult::OutputFull => {}
            }
        }
        Ok(())
    }
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, target: &mut [u8]) -> io::Result<usize> {
        self.fill()?;
        let ready = &self.output.bytes[self.output.start..self.output.end];
        let n = ready.len().min(target.len());
        target[..n].copy_from_slice(&ready[..n]);
        self.output.start += n;
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(bytes: &[u8]) -> &'static Encoding {
        let place = Place { source_name: "s".into(), path: "f".into() };
        find(&Source::default(), &place, &mut &bytes[..]).unwrap().encoding
    }

    fn decoded(bytes: &[u8], encoding: &'static Encoding) -> io::Result<String> {
        let mut text = String::new();
        Decoded::new(bytes, encoding).read_to_string(&mut text).map(|_| text)
    }

    #[test]
    fn usual_encodings_are_found_and_decoded() {
        let text = "地区,产业,从业人员\n醴陵经济开发区,陶瓷制品制造,1200\n株洲,玻璃,80\n";
        let (gbk, _, _) = GB18030.encode(text);
        let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let with_mark: Vec<u8> = [0xFF, 0xFE].into_iter().chain(utf16.iter().copied()).collect();
        for (bytes, encoding) in [(text.as_bytes(), UTF_8), (&gbk, GB18030), (&with_mark, UTF_16LE)] {
            assert_eq!(found(bytes), encoding);
            assert_eq!(decoded(bytes, encoding).unwrap(), text);
        }
        let ascii = "region,industry,value\na,b,1\n";
        let big_endian: Vec<u8> = ascii.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(found(&big_endian), UTF_16BE);
        assert_eq!(decoded(&big_endian, UTF_16BE).unwrap(), ascii);
        assert_eq!(decoded("\u{feff}a".as_bytes(), UTF_8).unwrap(), "a");
    }

    #[test]
    fn a_sample_that_ends_within_a_character_is_still_utf8() {
        assert!(is_utf8(&"中".as_bytes()[..2], false));
        assert!(!is_utf8(&"中".as_bytes()[..2], true));
    }

    #[test]
    fn bytes_that_are_not_text_are_an_error_and_not_a_question_mark() {
        assert!(decoded(b"a\xFFb", UTF_8).is_err());
        assert!(decoded(&[0x61, 0x81], GB18030).is_err());
    }
}
