//! Connections that are encrypted.

use std::{
    fs,
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    path::{Path, PathBuf},
    sync::Arc,
};

use bole::http::{Connections, Tls};
use rcgen::{CertifiedKey, generate_simple_self_signed};
use rustls::{
    ClientConfig, ClientConnection, RootCertStore, StreamOwned, crypto,
    pki_types::{CertificateDer, ServerName},
};

use super::{QUERY, all, connected_by};
use crate::server::Server;

/// A certificate in two files.
struct Files {
    dir: tempfile::TempDir,
    /// That was written last.
    certificate: CertificateDer<'static>,
}

impl Files {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let mut files = Files { dir, certificate: CertificateDer::from(vec![]) };
        files.renew();
        files
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Puts another certificate in place of the one before.
    fn renew(&mut self) {
        let made = self.put_certificate();
        fs::write(self.path("key.pem"), made.signing_key.serialize_pem()).unwrap();
    }

    fn put_certificate(&mut self) -> CertifiedKey<rcgen::KeyPair> {
        let made = generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        fs::write(self.path("cert.pem"), made.cert.pem()).unwrap();
        self.certificate = made.cert.der().clone();
        made
    }

    fn open(&self) -> Arc<Tls> {
        Arc::new(Tls::open(self.path("cert.pem"), self.path("key.pem")).unwrap())
    }

    fn serve(&self) -> Server {
        connected_by(Connections { tls: Some(self.open()), ..Connections::default() })
    }
}

type Stream = StreamOwned<ClientConnection, TcpStream>;

/// A connection to a server that has this certificate; `Err` where it has another.
fn connect(
    address: SocketAddr,
    certificate: &CertificateDer<'static>,
    protocols: &[&[u8]],
) -> Result<Stream, String> {
    let mut roots = RootCertStore::empty();
    roots.add(certificate.clone()).unwrap();
    let provider = Arc::new(crypto::aws_lc_rs::default_provider());
    let config = ClientConfig::builder_with_provider(provider);
    let config = config.with_safe_default_protocol_versions().unwrap();
    let mut config = config.with_root_certificates(roots).with_no_client_auth();
    config.alpn_protocols = protocols.iter().map(|it| it.to_vec()).collect();
    let name = ServerName::try_from("localhost").unwrap();
    let connection = ClientConnection::new(Arc::new(config), name).unwrap();
    let mut stream = StreamOwned::new(connection, TcpStream::connect(address).unwrap());
    while stream.conn.is_handshaking() {
        stream.conn.complete_io(&mut stream.sock).map_err(|why| why.to_string())?;
    }
    Ok(stream)
}

/// What the server answers, until it closes the connection.
fn answer(stream: &mut Stream, request: &str) -> String {
    stream.write_all(request.as_bytes()).unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    text
}

fn post(connection: &str) -> String {
    format!(
        "POST /graphql HTTP/1.1\r\nHost: localhost\r\nConnection: {connection}\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n",
        QUERY.len()
    )
}

#[test]
fn requests_are_answered_encrypted_and_browsers_are_told_to_stay_so() {
    let files = Files::new();
    let server = files.serve();
    let mut stream = connect(server.address, &files.certificate, &[b"http/1.1"]).unwrap();
    let text = answer(&mut stream, &format!("{}{QUERY}", post("close")));
    assert!(text.starts_with("HTTP/1.1 200 "), "{text}");
    assert!(text.contains("strict-transport-security: max-age=31536000\r\n"), "{text}");
    assert!(text.contains(r#"{"data":{"__typename":"Query"}"#), "{text}");
    // Whoever speaks without is told nothing.
    let plain = all(server.address, b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
    assert!(!plain.contains("HTTP"), "{plain}");
}

#[test]
fn clients_may_speak_http_2() {
    let files = Files::new();
    let server = files.serve();
    let mut stream = connect(server.address, &files.certificate, &[b"h2", b"http/1.1"]).unwrap();
    assert_eq!(stream.conn.alpn_protocol(), Some(&b"h2"[..]));
    // The preface, and settings that say nothing: the server answers with its own.
    stream.write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0").unwrap();
    let mut head = [0; 9];
    stream.read_exact(&mut head).unwrap();
    let (length, kind) = (usize::from(head[2]), head[3]);
    assert_eq!((head[0], head[1], kind), (0, 0, 4));
    let mut settings = vec![0; length];
    stream.read_exact(&mut settings).unwrap();
    let setting = |id: u16| {
        let mut settings = settings.chunks_exact(6);
        let value = settings.find(|it| u16::from_be_bytes([it[0], it[1]]) == id)?;
        Some(u32::from_be_bytes([value[2], value[3], value[4], value[5]]))
    };
    let limits = Connections::default();
    assert_eq!(setting(3), Some(limits.streams_max));
    assert_eq!(setting(6).map(|it| it as usize), Some(limits.head_bytes_max));
    // No WebSockets over it: browsers open them over HTTP/1.1 then.
    assert_eq!(setting(8).unwrap_or(0), 0);
}

#[test]
fn a_new_certificate_is_taken_when_its_files_change() {
    let mut files = Files::new();
    let server = files.serve();
    let first = files.certificate.clone();
    assert!(connect(server.address, &first, &[]).is_ok());
    files.renew();
    assert!(connect(server.address, &files.certificate, &[]).is_ok());
    assert!(connect(server.address, &first, &[]).is_err());
}

#[test]
fn while_the_files_do_not_fit_the_certificate_from_before_is_taken() {
    let mut files = Files::new();
    let server = files.serve();
    let first = files.certificate.clone();
    let made = files.put_certificate();
    assert!(connect(server.address, &first, &[]).is_ok());
    fs::write(files.path("key.pem"), "half of a ke").unwrap();
    assert!(connect(server.address, &first, &[]).is_ok());
    fs::remove_file(files.path("key.pem")).unwrap();
    assert!(connect(server.address, &first, &[]).is_ok());
    fs::write(files.path("key.pem"), made.signing_key.serialize_pem()).unwrap();
    assert!(connect(server.address, &files.certificate, &[]).is_ok());
}

#[test]
fn what_is_wrong_with_the_files_is_said_in_one_sentence() {
    let files = Files::new();
    let open = |certificate: &Path, key: &Path| {
        Tls::open(certificate.to_owned(), key.to_owned()).unwrap_err().to_string()
    };
    let (certificate, key) = (files.path("cert.pem"), files.path("key.pem"));
    let none = files.path("none.pem");
    let why = open(&none, &key);
    assert!(
        why.contains("none.pem` (") && why.contains("name a PEM file with --tls-cert"),
        "{why}"
    );
    assert!(open(&certificate, &none).contains("--tls-key"));
    assert!(open(&key, &key).contains("there is no certificate in"));
    assert!(open(&certificate, &certificate).contains("there is no private key in"));
    let other = Files::new();
    assert!(open(&certificate, &other.path("key.pem")).contains("can't be used with the key"));
}

#[test]
fn a_request_that_has_begun_is_answered_when_the_server_stops() {
    let files = Files::new();
    let mut server = files.serve();
    let mut idle = connect(server.address, &files.certificate, &[]).unwrap();
    idle.write_all(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    idle.read_exact(&mut [0; 12]).unwrap();
    let mut stream = connect(server.address, &files.certificate, &[]).unwrap();
    let head = post("keep-alive").replace("\r\n\r\n", "\r\nExpect: 100-continue\r\n\r\n");
    stream.write_all(head.as_bytes()).unwrap();
    let mut asked = [0; 25];
    stream.read_exact(&mut asked).unwrap();
    assert_eq!(&asked, b"HTTP/1.1 100 Continue\r\n\r\n");
    let stopped = std::thread::spawn(move || server.stopped());
    let mut last = String::new();
    idle.read_to_string(&mut last).unwrap();
    assert!(last.ends_with(r#"{"status":"ok"}"#), "{last}");
    let text = answer(&mut stream, QUERY);
    assert!(text.contains(r#"{"data":{"__typename":"Query"}"#), "{text}");
    stopped.join().unwrap().unwrap();
}
