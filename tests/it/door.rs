//! Between the socket and the GraphQL request: what is let in, how, and with what the answer comes.
#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod browsers;
mod command;
mod http2;
mod requests;
mod showing;
mod sockets;
mod tls;

use std::{
    io::{self, Read, Write},
    net::{SocketAddr, TcpStream},
};

use bole::http::{Connections, Options};

use crate::server::{How, Server};

/// A query that every server answers.
const QUERY: &str = r#"{"query":"{ __typename }"}"#;

fn with(options: Options) -> Server {
    Server::set_up(How { options, ..How::default() })
}

fn connected_by(connections: Connections) -> Server {
    Server::set_up(How { connections, ..How::default() })
}

/// All that comes on a connection after some bytes were sent, until the server ends it.
fn all(address: SocketAddr, sent: &[u8]) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(sent).unwrap();
    rest(&mut stream)
}

/// All that still comes on a connection. Where the server ends it before it read all, the system may
/// say so by a reset.
fn rest(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    match stream.read_to_end(&mut bytes) {
        Ok(_) => (),
        Err(why) if why.kind() == io::ErrorKind::ConnectionReset => (),
        Err(why) => panic!("{why}"),
    }
    String::from_utf8(bytes).unwrap()
}
