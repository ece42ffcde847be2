//! A client that takes a table over HTTP, and sees whether it came whole.
#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::{
    fmt::Write as _,
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpStream},
};

/// What came for a request.
pub(crate) struct Got {
    pub(crate) status: u16,
    /// In lower case.
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
    /// Whether the body came to its end.
    pub(crate) is_whole: bool,
}

impl Got {
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    /// The code of the first error.
    pub(crate) fn code(&self) -> String {
        let body: serde_json::Value = serde_json::from_slice(&self.body).unwrap();
        body["errors"][0]["extensions"]["code"].as_str().unwrap().to_owned()
    }
}

/// The address of an export with these parameters.
pub(crate) fn path(parameters: &[(&str, &str)]) -> String {
    let mut path = "/export".to_owned();
    for (place, (name, value)) in parameters.iter().enumerate() {
        path.push(if place == 0 { '?' } else { '&' });
        write!(path, "{name}=").unwrap();
        value.bytes().for_each(|it| write!(path, "%{it:02X}").unwrap());
    }
    path
}

/// Sends a request for a path with further lines of its head.
pub(crate) fn begin(address: SocketAddr, path: &str, lines: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).unwrap();
    let request =
        format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{lines}\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    stream
}

/// Takes what comes for a request.
pub(crate) fn take(stream: TcpStream) -> Got {
    let mut stream = BufReader::new(stream);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        assert!(stream.read_line(&mut head).unwrap() > 0, "{head}");
    }
    let head = head.to_ascii_lowercase();
    // Whoever read the beginning of the head knows the status.
    let status = head.strip_prefix("http/1.1 ").map_or(0, |it| it[..3].parse().unwrap());
    let mut body = Vec::new();
    let mut is_whole = true;
    if head.contains("transfer-encoding: chunked") {
        is_whole = chunks(&mut stream, &mut body).is_some();
    } else {
        stream.read_to_end(&mut body).unwrap();
    }
    Got { status, head, body, is_whole }
}

/// The chunks of a body; `None` where the last one, which is empty, does not come.
fn chunks(stream: &mut impl BufRead, body: &mut Vec<u8>) -> Option<()> {
    loop {
        let mut size = String::new();
        stream.read_line(&mut size).ok()?;
        let size = u64::from_str_radix(size.trim(), 16).ok()?;
        let read = stream.by_ref().take(size).read_to_end(body).ok()?;
        let mut end = [0; 2];
        stream.read_exact(&mut end).ok()?;
        if size == 0 {
            return (read == 0).then_some(());
        }
    }
}

/// The table for these parameters, as somebody with this header `Authorization` gets it.
pub(crate) fn get(
    address: SocketAddr,
    parameters: &[(&str, &str)],
    authorization: Option<&str>,
) -> Got {
    let line = authorization.map_or(String::new(), |it| format!("Authorization: {it}\r\n"));
    take(begin(address, &path(parameters), &line))
}
