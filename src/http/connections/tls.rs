//! What connections are encrypted with: a certificate and its key, read again when their files change.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use rustls::{
    ServerConfig, crypto,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};

use crate::auth::Stamp;

/// What is spoken within: clients choose.
const PROTOCOLS: [&[u8]; 2] = [b"h2", b"http/1.1"];

/// A certificate and its key, in files.
pub struct Tls {
    files: Files,
    last: Mutex<Last>,
}

#[derive(Clone)]
struct Files {
    certificate: PathBuf,
    key: PathBuf,
}

/// What was read last that fits together.
struct Last {
    /// Of the files as they were looked at last; what does not fit is not read twice.
    stamps: Option<[Stamp; 2]>,
    config: Arc<ServerConfig>,
}

/// Why there is no certificate.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    #[error("can't read `{}` ({source}): name a PEM file with {flag}", path.display())]
    Io { path: PathBuf, flag: &'static str, source: io::Error },
    #[error("there is no {what} in `{}`: write it in PEM, unencrypted", path.display())]
    Empty { path: PathBuf, what: &'static str },
    #[error("the certificate in `{}` can't be used with the key in `{}`: {source}",
            certificate.display(), key.display())]
    Misfit { certificate: PathBuf, key: PathBuf, source: rustls::Error },
}

/// Never the key.
impl std::fmt::Debug for Tls {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Tls")
    }
}

impl Tls {
    /// Reads both files: first the certificate of the server, then those that vouch for it; and the
    /// private key, in PKCS #8, PKCS #1 or SEC 1.
    ///
    /// # Errors
    ///
    /// Where a file can't be read, has no certificate or no key in it, or where they do not fit.
    pub fn open(certificate: PathBuf, key: PathBuf) -> Result<Self, TlsError> {
        let files = Files { certificate, key };
        let stamps = files.stamps();
        let config = files.read()?;
        Ok(Tls { files, last: Mutex::new(Last { stamps, config }) })
    }

    /// What the files say now. While they do not fit, which is so between the moments in which one
    /// and the other is written, what they said before.
    pub fn newest(&self) -> Arc<ServerConfig> {
        let stamps = self.files.stamps();
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if last.stamps != stamps {
            last.stamps = stamps;
            match self.files.read() {
                Ok(config) => {
                    tracing::info!("took the new certificate");
                    last.config = config;
                }
                Err(why) => tracing::warn!(%why, "kept the certificate from before"),
            }
        }
        Arc::clone(&last.config)
    }
}

impl Files {
    fn stamps(&self) -> Option<[Stamp; 2]> {
        let stamp = |path: &Path| path.metadata().ok().map(|it| Stamp::of(&it));
        Some([stamp(&self.certificate)?, stamp(&self.key)?])
    }

    fn read(&self) -> Result<Arc<ServerConfig>, TlsError> {
        let bytes = read(&self.certificate, "--tls-cert")?;
        let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&bytes).collect();
        let chain = chain.ok().filter(|it| !it.is_empty());
        let chain = chain.ok_or_else(|| empty(&self.certificate, "certificate"))?;
        let key = PrivateKeyDer::from_pem_slice(&read(&self.key, "--tls-key")?);
        let key = key.map_err(|_| empty(&self.key, "private key"))?;
        let provider = Arc::new(crypto::aws_lc_rs::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .and_then(|it| it.with_no_client_auth().with_single_cert(chain, key));
        let (certificate, key) = (self.certificate.clone(), self.key.clone());
        let mut config = config.map_err(|source| TlsError::Misfit { certificate, key, source })?;
        config.alpn_protocols = PROTOCOLS.map(<[u8]>::to_vec).to_vec();
        Ok(Arc::new(config))
    }
}

fn read(path: &Path, flag: &'static str) -> Result<Vec<u8>, TlsError> {
    fs::read(path).map_err(|source| TlsError::Io { path: path.to_owned(), flag, source })
}

fn empty(path: &Path, what: &'static str) -> TlsError {
    TlsError::Empty { path: path.to_owned(), what }
}
