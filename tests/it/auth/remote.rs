//! Keys at a URL.
#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpListener},
    sync::{Arc, Mutex},
    thread,
};

use bole::{
    auth::{Auth, AuthError, KeysAt, Viewer},
    catalog::value::Moment,
};
use serde_json::json;
use tempfile::TempDir;

use super::issuer::{KEYS, Key, claims, key_set, settings};
use crate::graph::now;

/// What a client begins with that expects more of the site than it has.
const TLS: &[u8] = &[22, 3];

/// The site of an issuer, for as long as the tests run.
struct Site {
    address: SocketAddr,
    page: Arc<Mutex<Page>>,
}

struct Page {
    status: &'static str,
    body: String,
    asked: u32,
}

impl Site {
    fn new(keys: &[Key]) -> Self {
        let page = Page { status: "200 OK", body: key_set(keys), asked: 0 };
        let page = Arc::new(Mutex::new(page));
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let site = Site { address: listener.local_addr().unwrap(), page: Arc::clone(&page) };
        thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let mut request = Vec::new();
                while !request.ends_with(b"\r\n\r\n") && !request.starts_with(TLS) {
                    let mut byte = [0];
                    stream.read_exact(&mut byte).unwrap();
                    request.extend(byte);
                }
                let mut page = page.lock().unwrap();
                page.asked += 1;
                let (status, length) = (page.status, page.body.len());
                let head = format!(
                    "HTTP/1.1 {status}\r\nLocation: /\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n"
                );
                // A client may have read enough.
                drop(stream.write_all((head + &page.body).as_bytes()));
            }
        });
        site
    }

    fn show(&self, status: &'static str, body: String) {
        let mut page = self.page.lock().unwrap();
        (page.status, page.body) = (status, body);
    }

    fn asked(&self) -> u32 {
        self.page.lock().unwrap().asked
    }

    fn open(&self) -> Result<(TempDir, Auth), AuthError> {
        let dir = tempfile::tempdir().unwrap();
        let url = KeysAt::Url(format!("http://{}/keys", self.address));
        let auth = Auth::open(dir.path(), settings(url), now())?;
        Ok((dir, auth))
    }
}

/// Whether a JWT by a key lets in, so many minutes after the start.
fn holds(auth: &Auth, key: &Key, minutes: i64) -> bool {
    let at = Moment::from_millis(now().millis() + minutes * 60_000);
    let exp = at.millis() / 1_000 + 60;
    let jwt = key.sign(&claims(&json!({ "exp": exp })));
    let viewer: Option<Viewer> = auth.viewer(Some(&format!("Bearer {jwt}")), at).ok();
    viewer.is_some_and(|it| &*it.name == "jwt:ada")
}

#[test]
fn keys_are_fetched_at_the_start_and_then_for_an_unknown_key_at_most_each_five_minutes() {
    let [rsa, _, ed, _, stranger] = &*KEYS;
    let site = Site::new(&KEYS[..3]);
    let (_dir, auth) = site.open().unwrap();
    assert!(holds(&auth, rsa, 0) && holds(&auth, ed, 0));
    assert!(!holds(&auth, stranger, 0) && !holds(&auth, stranger, 4));
    assert_eq!(site.asked(), 1);
    site.show("200 OK", key_set(&KEYS[4..]));
    assert!(holds(&auth, ed, 5));
    assert_eq!(site.asked(), 1);
    assert!(holds(&auth, stranger, 5) && !holds(&auth, ed, 6));
    assert_eq!(site.asked(), 2);
}

#[test]
fn a_fetch_that_fails_leaves_the_keys_from_before() {
    let [_, _, ed, _, stranger] = &*KEYS;
    let site = Site::new(&KEYS[..3]);
    let (_dir, auth) = site.open().unwrap();
    let large = " ".repeat((1 << 20) + 1) + &key_set(&KEYS[4..]);
    let pages = [
        ("500 Internal Server Error", String::new()),
        ("302 Found", key_set(&KEYS[4..])),
        ("200 OK", "<html>".to_owned()),
        ("200 OK", large),
    ];
    for ((status, body), asked) in pages.into_iter().zip(1..) {
        site.show(status, body);
        let minutes = 5 * i64::from(asked);
        assert!(!holds(&auth, stranger, minutes) && holds(&auth, ed, minutes), "{status}");
        assert_eq!(site.asked(), 1 + asked);
    }
}

#[test]
fn keys_that_the_issuer_withdrew_hold_for_an_hour_at_most() {
    let ed = &KEYS[2];
    let site = Site::new(&KEYS[..3]);
    let (_dir, auth) = site.open().unwrap();
    site.show("200 OK", key_set(&KEYS[4..]));
    assert!(holds(&auth, ed, 59) && !holds(&auth, ed, 60));
}

#[test]
fn secrets_are_not_taken_from_a_url_and_a_start_without_keys_says_why() {
    let site = Site::new(&KEYS[..4]);
    let (_dir, auth) = site.open().unwrap();
    assert!(holds(&auth, &KEYS[0], 0) && !holds(&auth, &KEYS[3], 0));
    site.show("200 OK", key_set(&KEYS[3..4]));
    let why = site.open().err().unwrap().to_string();
    assert!(why.contains("/keys` can't be had: it has no key to be used"), "{why}");
    site.show("404 Not Found", String::new());
    let why = site.open().err().unwrap().to_string();
    assert!(why.contains("404"), "{why}");
    let dir = tempfile::tempdir().unwrap();
    let no_tls = KeysAt::Url(format!("https://{}/keys", site.address));
    let why = Auth::open(dir.path(), settings(no_tls), now()).err().unwrap();
    assert!(matches!(why, AuthError::Fetch { .. }), "{why}");
}
