//! In which form a client takes what is there in several.

use std::{
    io::{self, Write},
    sync::{Arc, Mutex, PoisonError},
};

use axum::http::{HeaderMap, header};
use brotli::enc::BrotliEncoderParams;
use flate2::{Compression, write::GzEncoder};

/// A form of a body, by RFC 9110.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Coding {
    Zstd,
    Brotli,
    Gzip,
    Identity,
}

/// How hard is tried to make a body small.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Effort {
    /// For a body that is sent once.
    Quick,
    /// For one that is kept, and sent again and again.
    Thorough,
}

impl Coding {
    /// The first of those that a client likes best is sent: zstd is packed and unpacked fastest.
    pub(super) const ALL: [Coding; 4] =
        [Coding::Zstd, Coding::Brotli, Coding::Gzip, Coding::Identity];

    /// What the header `Content-Encoding` calls it; none where the body is as it is.
    pub(super) fn name(self) -> Option<&'static str> {
        match self {
            Coding::Zstd => Some("zstd"),
            Coding::Brotli => Some("br"),
            Coding::Gzip => Some("gzip"),
            Coding::Identity => None,
        }
    }

    /// A body in this form.
    pub(super) fn packed(self, body: &[u8], effort: Effort) -> Vec<u8> {
        let is_quick = effort == Effort::Quick;
        let level = |quick: i32, thorough: i32| if is_quick { quick } else { thorough };
        let packed = match self {
            Coding::Identity => Ok(body.to_vec()),
            Coding::Zstd => zstd::bulk::compress(body, level(1, 6)),
            Coding::Brotli => {
                let quality = level(1, 5);
                let parameters =
                    BrotliEncoderParams { quality, size_hint: body.len(), ..Default::default() };
                let mut packed = Vec::new();
                brotli::BrotliCompress(&mut &*body, &mut packed, &parameters).map(|_| packed)
            }
            Coding::Gzip => {
                let level = if is_quick { Compression::fast() } else { Compression::default() };
                let mut packer = GzEncoder::new(Vec::new(), level);
                packer.write_all(body).and_then(|()| packer.finish())
            }
        };
        packed.expect("memory takes all that is written")
    }
}

/// Puts what is written into a form, quickly. Copies write to the same.
#[derive(Clone)]
pub(super) struct Packer<W: Write>(Arc<Mutex<Packing<W>>>);

enum Packing<W: Write> {
    Plain(W),
    Zstd(zstd::Encoder<'static, W>),
    Gzip(GzEncoder<W>),
}

impl<W: Write> Packer<W> {
    /// The forms that there are.
    pub(super) const CODINGS: [Coding; 3] = [Coding::Zstd, Coding::Gzip, Coding::Identity];

    /// Of one of [`Packer::CODINGS`]; as it is in any other.
    pub(super) fn new(coding: Coding, out: W) -> io::Result<Self> {
        let packing = match coding {
            Coding::Zstd => Packing::Zstd(zstd::Encoder::new(out, 1)?),
            Coding::Gzip => Packing::Gzip(GzEncoder::new(out, Compression::fast())),
            Coding::Brotli | Coding::Identity => Packing::Plain(out),
        };
        Ok(Packer(Arc::new(Mutex::new(packing))))
    }

    /// Ends what is whole.
    pub(super) fn finish(&self) -> io::Result<()> {
        match &mut *self.0.lock().unwrap_or_else(PoisonError::into_inner) {
            Packing::Plain(_) => Ok(()),
            Packing::Zstd(packer) => packer.do_finish(),
            Packing::Gzip(packer) => packer.try_finish(),
        }
    }
}

impl<W: Write> Write for Packer<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut *self.0.lock().unwrap_or_else(PoisonError::into_inner) {
            Packing::Plain(out) => out.write(bytes),
            Packing::Zstd(packer) => packer.write(bytes),
            Packing::Gzip(packer) => packer.write(bytes),
        }
    }

    /// What is held is of use only with the rest.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// How much a client likes each form, in thousandths, by its header `Accept-Encoding`; 0 where it
/// refuses one.
pub(super) struct Liked {
    /// By their names; none where it says nothing of one.
    named: [Option<u32>; NAMES.len()],
    /// All that it does not name.
    rest: Option<u32>,
}

/// What forms are called, as they stand in [`Coding`].
const NAMES: [&str; 4] = ["zstd", "br", "gzip", "identity"];

impl Liked {
    pub(super) fn of(headers: &HeaderMap) -> Self {
        let mut liked = Liked { named: [None; NAMES.len()], rest: None };
        let given = headers.get_all(header::ACCEPT_ENCODING).iter();
        for part in given.filter_map(|it| it.to_str().ok()).flat_map(|it| it.split(',')) {
            let (name, parameters) = part.split_once(';').unwrap_or((part, ""));
            let name = name.trim();
            let place = NAMES.iter().position(|it| it.eq_ignore_ascii_case(name));
            let place = match place {
                Some(place) => &mut liked.named[place],
                None if name == "*" => &mut liked.rest,
                None => continue,
            };
            // Where one is named twice, the first counts.
            place.get_or_insert_with(|| weight(parameters));
        }
        liked
    }

    /// The form that is liked best of those there are; of equals the first. None where it refuses
    /// them all.
    pub(super) fn best(&self, forms: &[Coding]) -> Option<Coding> {
        // Of equals `max_by_key` gives the last.
        let best = forms.iter().rev().max_by_key(|it| self.weight(**it))?;
        (self.weight(*best) > 0).then_some(*best)
    }

    fn weight(&self, coding: Coding) -> u32 {
        let named = self.named[coding as usize];
        match coding {
            // Liked least where nothing is said of it, and refused only where that is said.
            Coding::Identity => named.or(self.rest.filter(|it| *it == 0)).unwrap_or(1),
            _ => named.or(self.rest).unwrap_or(0),
        }
    }
}

/// The weight among parameters such as `q=0.8`.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "it lies between 0 and 1000"
)]
fn weight(parameters: &str) -> u32 {
    let q = parameters.split(';').find_map(|it| {
        let (key, value) = it.split_once('=')?;
        key.trim().eq_ignore_ascii_case("q").then(|| value.trim().parse::<f32>().ok())?
    });
    (q.unwrap_or(1.0).clamp(0.0, 1.0) * 1e3).round() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What there is of a file.
    const FILE: [Coding; 3] = [Coding::Brotli, Coding::Gzip, Coding::Identity];

    fn chosen_of(given: &str, forms: &[Coding]) -> Option<Coding> {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_ENCODING, given.parse().expect("it is a header"));
        Liked::of(&headers).best(forms)
    }

    #[test]
    fn the_form_that_is_liked_best_is_chosen_and_of_equals_the_first() {
        let all = |given| chosen_of(given, &FILE);
        assert_eq!(all("gzip, deflate, br"), Some(Coding::Brotli));
        assert_eq!(all("GZIP"), Some(Coding::Gzip));
        assert_eq!(all("br;q=0.5, gzip;q=0.8"), Some(Coding::Gzip));
        assert_eq!(all("br; q=0.001"), Some(Coding::Brotli));
        assert_eq!(all("*"), Some(Coding::Brotli));
        assert_eq!(all("br;q=0, *;q=0.5"), Some(Coding::Gzip));
        assert_eq!(all("identity, gzip;q=0.5"), Some(Coding::Identity));
        assert_eq!(all("zstd"), Some(Coding::Identity));
        assert_eq!(all(""), Some(Coding::Identity));
        assert_eq!(Liked::of(&HeaderMap::new()).best(&FILE), Some(Coding::Identity));
        assert_eq!(chosen_of("gzip, deflate, br, zstd", &Coding::ALL), Some(Coding::Zstd));
        assert_eq!(chosen_of("gzip, zstd;q=0.9", &Coding::ALL), Some(Coding::Gzip));
    }

    #[test]
    fn what_is_not_there_or_is_refused_is_not_chosen() {
        let plain = &[Coding::Identity];
        assert_eq!(chosen_of("br, gzip", plain), Some(Coding::Identity));
        assert_eq!(chosen_of("br, identity;q=0", plain), None);
        assert_eq!(chosen_of("*;q=0", &Coding::ALL), None);
        assert_eq!(chosen_of("br;q=0, gzip;q=0", &FILE), Some(Coding::Identity));
    }

    #[test]
    fn what_is_thoroughly_packed_is_no_larger() {
        let body = br#"{"name":"Ilya Sutskever","born":1985}"#.repeat(500);
        for coding in Coding::ALL {
            let [quick, thorough] =
                [Effort::Quick, Effort::Thorough].map(|it| coding.packed(&body, it).len());
            assert!(thorough <= quick && quick <= body.len(), "{coding:?}: {quick}, {thorough}");
        }
    }
}
