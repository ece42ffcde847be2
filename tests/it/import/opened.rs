//! Files and streams into text.
#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::{
    fs,
    io::{self, BufRead, Cursor, Read, Write},
};

use bole::import::opened::{NotText, open, unpacked};
use encoding_rs::GB18030;
use flate2::{Compression, write::GzEncoder};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

const TEXT: &str = "key,name\r\nwang,王海峰 “é” 𠮷\r\n";

fn gb18030(text: &str) -> Vec<u8> {
    GB18030.encode(text).0.into_owned()
}

fn utf_16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

/// The text of a stream of these bytes, or what is said of the first that are none.
fn read(bytes: &[u8]) -> Result<String, String> {
    let mut text = String::new();
    let mut stream = unpacked(Cursor::new(bytes.to_vec())).map_err(|it| it.to_string())?;
    stream.read_to_string(&mut text).map(|_| text).map_err(|it| it.to_string())
}

/// The text of a zip with these files, or why there is none.
fn zipped(files: &[(&str, &[u8])], method: CompressionMethod) -> Result<String, String> {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("release.zip");
    let mut zip = ZipWriter::new(fs::File::create(&path).unwrap());
    for (name, bytes) in files {
        zip.start_file(*name, SimpleFileOptions::default().compression_method(method)).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap();
    let mut text = String::new();
    let mut opened = open(&path).map_err(|it| it.to_string())?;
    opened.read_to_string(&mut text).map(|_| text).map_err(|it| it.to_string())
}

#[test]
fn each_encoding_is_recognised_and_leaves_no_mark() {
    let little = utf_16(TEXT, u16::to_le_bytes);
    let big = utf_16(TEXT, u16::to_be_bytes);
    for bytes in [
        TEXT.as_bytes().to_vec(),
        [b"\xEF\xBB\xBF", TEXT.as_bytes()].concat(),
        [b"\xFF\xFE".to_vec(), little.clone()].concat(),
        [b"\xFE\xFF".to_vec(), big.clone()].concat(),
        little,
        big,
        gb18030(TEXT),
    ] {
        assert_eq!(read(&bytes).as_deref(), Ok(TEXT));
        assert_eq!(read(&gzip(&bytes)).as_deref(), Ok(TEXT));
    }
    assert_eq!(read(b"").as_deref(), Ok(""));
    assert_eq!(read(b"a").as_deref(), Ok("a"));
}

#[test]
fn utf_16_is_recognised_where_most_letters_are_chinese() {
    let text = format!("姓名,单位\n{}", "一王海峰,北京大学计算机系一丁\n".repeat(5_000));
    assert_eq!(read(&utf_16(&text, u16::to_le_bytes)).as_ref(), Ok(&text));
    assert_eq!(read(&utf_16(&text, u16::to_be_bytes)).as_ref(), Ok(&text));
}

#[test]
fn the_encoding_is_found_however_late_it_shows() {
    for length in [65_530, 65_535, 65_536, 65_537, 200_000] {
        let text = format!("{}\n王海峰\n{}", "a".repeat(length), "海".repeat(70_000));
        assert_eq!(read(text.as_bytes()).as_ref(), Ok(&text), "{length}");
        assert_eq!(read(&gb18030(&text)).as_ref(), Ok(&text), "{length}");
    }
}

#[test]
fn a_letter_that_ends_the_sample_does_not_change_the_encoding() {
    for length in 65_528..65_540 {
        let text = format!("é{}é{}", "a".repeat(length), "b".repeat(9));
        assert_eq!(read(text.as_bytes()).as_ref(), Ok(&text), "{length}");
    }
}

#[test]
fn bytes_that_fit_no_encoding_are_named_by_their_line() {
    let utf_8 = "is not UTF-8: save the file as UTF-8";
    // `café` as Windows in western Europe writes it.
    assert_eq!(read(b"a\nb\ncaf\xE9,1\n"), Err(format!("line 3 {utf_8}")));
    assert_eq!(read(b"a\rb\r\nM\xFCller und M\xF6ller\n"), Err(format!("line 3 {utf_8}")));
    let stray = format!("{}\u{0}", "王海峰\n".repeat(20));
    assert_eq!(read(stray.as_bytes()), Ok(stray));
    let mostly = [("王海峰\n").repeat(20).as_bytes(), b"\xFF\n"].concat();
    assert_eq!(read(&mostly), Err(format!("line 21 {utf_8}")));
    let chinese = [gb18030(&"王海峰\n".repeat(30_000)), b"\xFF\n".to_vec()].concat();
    let why = "line 30001 is not gb18030, as the rest is: save the file as UTF-8";
    assert_eq!(read(&chinese), Err(why.to_owned()));
    let cut = &utf_16("abc", u16::to_le_bytes)[..5];
    let why = "line 1 is not UTF-16LE, as the rest is: save the file as UTF-8";
    assert_eq!(read(cut), Err(why.to_owned()));
}

#[test]
fn what_follows_bytes_that_are_no_text_can_be_read() {
    let bytes = "王\n海\u{7F}\n峰\n".replace('\u{7F}', "\u{1}").into_bytes();
    let bytes: Vec<u8> = bytes.into_iter().map(|it| if it == 1 { 0xFF } else { it }).collect();
    let mut text = unpacked(Cursor::new(bytes)).unwrap();
    let mut before = String::new();
    let why = text.read_to_string(&mut before).unwrap_err();
    let bad = why.get_ref().unwrap().downcast_ref::<NotText>().unwrap();
    assert_eq!(bad.line, 2);
    let mut after = String::new();
    text.read_to_string(&mut after).unwrap();
    assert_eq!(after, "\n峰\n");
}

#[test]
fn a_file_is_unpacked_whatever_it_is_called() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("people.csv");
    fs::write(&path, [gzip(b"key,"), gzip(b"name\n")].concat()).unwrap();
    let lines: io::Result<Vec<String>> = open(&path).unwrap().lines().collect();
    assert_eq!(lines.unwrap(), ["key,name"]);
    let missing = open(&dir.path().join("nothing.csv")).err().unwrap().to_string();
    assert!(missing.contains("nothing.csv`: "), "{missing}");
}

#[test]
fn the_first_file_of_records_in_a_zip_is_read() {
    let files: &[(&str, &[u8])] = &[
        ("readme.txt", b"no"),
        ("__MACOSX/a.json", b"no"),
        (".hidden.csv", b"no"),
        ("data/A.JSON", &gb18030("[\"王海峰\"]")),
        ("data/b.csv", b"no"),
    ];
    for method in [CompressionMethod::Stored, CompressionMethod::Deflated] {
        assert_eq!(zipped(files, method).as_deref(), Ok("[\"王海峰\"]"));
    }
    let why = zipped(&files[..3], CompressionMethod::Stored).unwrap_err();
    assert!(why.ends_with("is a zip without a file that ends in .json, .jsonl, .csv"), "{why}");
    let why = zipped(&[("xl/workbook.xml", b"")], CompressionMethod::Stored).unwrap_err();
    assert!(why.ends_with("is an Excel workbook: save it as CSV in UTF-8"), "{why}");
}

#[test]
fn of_several_files_in_a_zip_the_one_that_says_most_is_read() {
    let old: (&str, &[u8]) = ("v1.45-ror-data.json", b"[1]");
    let new: (&str, &[u8]) = ("v1.45-ror-data_schema_v2.json", b"[2]");
    let sheet: (&str, &[u8]) = ("v1.45-ror-data_schema_v2.csv", b"id\n3\n");
    let read = |files: &[(&str, &[u8])]| zipped(files, CompressionMethod::Deflated).unwrap();
    assert_eq!(read(&[sheet, old, new]), "[2]");
    assert_eq!(read(&[new, sheet, old]), "[2]");
    assert_eq!(read(&[sheet, old]), "[1]");
    assert_eq!(read(&[sheet]), "id\n3\n");
}

#[test]
fn a_zip_or_gzip_that_is_broken_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("release.zip");
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file(
        "a.csv",
        SimpleFileOptions::default().compression_method(CompressionMethod::Stored),
    )
    .unwrap();
    zip.write_all(b"key,name\n").unwrap();
    let mut bytes = zip.finish().unwrap().into_inner();
    let at = bytes.windows(4).position(|it| it == b"name").unwrap();
    bytes[at] = b'N';
    fs::write(&path, bytes).unwrap();
    let why = open(&path).unwrap().read_to_string(&mut String::new()).unwrap_err().to_string();
    assert_eq!(why, "is a broken zip: a file in it has another checksum than it says");
    fs::write(&path, b"PK\x03\x04 and no more").unwrap();
    let why = open(&path).err().unwrap().to_string();
    assert!(why.contains("is a broken zip: "), "{why}");
    let packed = gzip(TEXT.as_bytes());
    assert!(read(&packed[..packed.len() - 9]).is_err());
}

#[test]
fn what_is_no_text_is_told_by_its_first_bytes() {
    for (bytes, what) in [
        (&b"PK\x03\x04...."[..], "is a zip, which is read from a file only"),
        (b"\x28\xB5\x2F\xFD..", "is packed by zstd"),
        (b"\xFD7zXZ\0..", "is packed by xz"),
        (b"BZh91AY", "is packed by bzip2"),
        (b"PAR1....", "is a Parquet file"),
        (b"%PDF-1.7", "is a PDF"),
    ] {
        let why = read(bytes).unwrap_err();
        assert!(why.starts_with(what), "{why}");
    }
}

#[test]
fn a_stream_that_unpacks_to_much_is_read_piece_by_piece() {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    let line = [vec![b'a'; 1_023], vec![b'\n']].concat();
    (0..64 << 10).for_each(|_| packed.write_all(&line).unwrap());
    let mut text = unpacked(Cursor::new(packed.finish().unwrap())).unwrap();
    let (mut all, mut most) = (0, 0);
    loop {
        let piece = text.fill_buf().unwrap().len();
        if piece == 0 {
            break;
        }
        (all, most) = (all + piece, most.max(piece));
        text.consume(piece);
    }
    assert_eq!(all, 64 << 20);
    assert!(most <= 256 << 10, "{most}");
}
