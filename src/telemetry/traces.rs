//! Traces, sent to a collector by the protocol of OpenTelemetry over HTTP.
//!
//! A request is one span, which is a part of the trace that its header `traceparent` names; what it
//! goes through are spans within it ([`part`]). Where no collector is named, there are none.

use std::{
    fmt,
    future::Future,
    pin::Pin,
    str::FromStr,
    sync::{
        OnceLock,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use opentelemetry::{
    Context, KeyValue,
    propagation::{Extractor, TextMapPropagator},
    trace::{SpanKind, Status, TraceContextExt, Tracer, TracerProvider},
};
use opentelemetry_http::{Bytes, HttpClient, HttpError, Request, Response};
use opentelemetry_otlp::{Protocol, SpanExporter, WithExportConfig, WithHttpConfig};
use opentelemetry_sdk::{
    Resource,
    propagation::TraceContextPropagator,
    trace::{SdkTracer, SdkTracerProvider},
};
use tracing::{Metadata, Span, Subscriber};
use tracing_opentelemetry::{OpenTelemetryLayer, OpenTelemetrySpanExt};
use tracing_subscriber::registry::LookupSpan;

use super::{RequestId, client};

/// What the parts of a request are found by.
pub(super) const TARGET: &str = "bole::traces";
/// What the span of a request is called.
const REQUEST: &str = "request";
/// How long the collector may take to answer.
const WAIT: Duration = Duration::from_secs(3);
/// Where a collector takes traces, below its address.
const PATH: &str = "/v1/traces";

/// The tracer of this process, where it has a collector.
static TRACER: OnceLock<SdkTracer> = OnceLock::new();

/// The address of a collector: `http://` or `https://`, without a credential in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint(String);

/// Why a text is no address of a collector.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoEndpoint {
    #[error("it must be a URL such as `http://localhost:4318`")]
    Malformed,
    #[error(
        "it must hold no credential, which would show: give it in the environment variable \
         OTEL_EXPORTER_OTLP_HEADERS"
    )]
    Credential,
}

impl FromStr for Endpoint {
    type Err = NoEndpoint;

    fn from_str(text: &str) -> Result<Self, NoEndpoint> {
        let rest = text.strip_prefix("http://").or_else(|| text.strip_prefix("https://"));
        let rest = rest.ok_or(NoEndpoint::Malformed)?;
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        if host.contains('@') {
            return Err(NoEndpoint::Credential);
        }
        let may = |it: char| it.is_ascii_graphic() && !"?#\"\\<>".contains(it);
        if host.is_empty() || !rest.chars().all(may) {
            return Err(NoEndpoint::Malformed);
        }
        Ok(Endpoint(text.trim_end_matches('/').to_owned()))
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Sends spans, in batches, by a thread of its own.
pub(super) fn provider(endpoint: &Endpoint) -> Result<SdkTracerProvider, String> {
    let url = if endpoint.0.ends_with(PATH) {
        endpoint.0.clone()
    } else {
        format!("{}{PATH}", endpoint.0)
    };
    let exporter = SpanExporter::builder()
        .with_http()
        .with_http_client(Client { agent: client::agent(WAIT), is_lost: AtomicBool::new(false) })
        .with_protocol(Protocol::HttpBinary)
        .with_endpoint(url)
        .build();
    let exporter =
        exporter.map_err(|why| format!("no traces can be sent to `{endpoint}`: {why}"))?;
    let version = KeyValue::new("service.version", env!("CARGO_PKG_VERSION"));
    let resource = Resource::builder_empty()
        .with_service_name("bole")
        .with_attribute(version)
        .with_detector(Box::new(opentelemetry_sdk::resource::EnvResourceDetector::new()))
        .build();
    let provider =
        SdkTracerProvider::builder().with_batch_exporter(exporter).with_resource(resource).build();
    TRACER.get_or_init(|| provider.tracer("bole"));
    Ok(provider)
}

pub(super) fn layer<S>(provider: &SdkTracerProvider) -> OpenTelemetryLayer<S, SdkTracer>
where
    S: Subscriber + for<'s> LookupSpan<'s>,
{
    // Where code stands is for those who have it.
    let layer = tracing_opentelemetry::layer().with_tracer(provider.tracer("bole"));
    layer.with_location(false).with_threads(false).with_target(false).with_tracked_inactivity(false)
}

/// Whether something goes to the collector: what people read in the log does not.
pub(super) fn is_told(metadata: &Metadata<'_>) -> bool {
    metadata.is_span() && (metadata.target() == TARGET || metadata.name() == REQUEST)
}

/// A part of what is done for a request: a span of its own in a trace, and nothing in the log.
pub fn part(name: &'static str) -> Span {
    tracing::trace_span!(target: TARGET, "part", otel.name = name)
}

/// What is done by another thread for the same request as what is done here.
pub fn within<T>(work: impl FnOnce() -> T) -> impl FnOnce() -> T {
    let span = Span::current();
    move || span.in_scope(work)
}

/// One request, as the log and the collector are told of it.
pub struct Traced {
    /// In which all that is done for it is to be done.
    pub span: Span,
    /// What the collector gets of the request as a whole.
    whole: Option<Context>,
}

/// What is known of a request when it was answered.
#[derive(Clone, Copy, Debug)]
pub struct Ended<'e> {
    /// `None` where there is nothing at what was asked for.
    pub route: Option<&'e str>,
    pub status: u16,
    /// `query`, `mutation` or `subscription`.
    pub operation: Option<&'e str>,
    pub operation_name: Option<&'e str>,
}

/// The headers by which a request says which trace it is a part of.
struct Parent<'p>(&'p dyn Fn(&str) -> Option<&'p str>);

impl Extractor for Parent<'_> {
    fn get(&self, key: &str) -> Option<&str> {
        (self.0)(key)
    }

    fn keys(&self) -> Vec<&str> {
        vec!["traceparent", "tracestate"]
    }
}

impl Traced {
    /// Begins a request; `header` tells what its headers say.
    pub fn begin<'p>(
        id: &RequestId,
        method: &str,
        header: &'p dyn Fn(&str) -> Option<&'p str>,
    ) -> Self {
        let span = tracing::info_span!(target: "bole", REQUEST, id = id.as_str());
        let whole = TRACER.get().map(|tracer| {
            let parent = TraceContextPropagator::new().extract(&Parent(header));
            let builder = tracer.span_builder(method.to_owned()).with_kind(SpanKind::Server);
            let attributes = [
                KeyValue::new("http.request.method", method.to_owned()),
                KeyValue::new("bole.request_id", id.as_str().to_owned()),
            ];
            let whole = builder.with_attributes(attributes).start_with_context(tracer, &parent);
            let whole = parent.with_span(whole);
            // It was made a moment ago, and nobody is in it yet.
            drop(span.set_parent(whole.clone()));
            whole
        });
        Traced { span, whole }
    }

    /// Tells what became of it.
    pub fn end(self, method: &str, ended: Ended<'_>) {
        let Some(whole) = self.whole else { return };
        // Within, before the whole.
        drop(self.span);
        let whole = whole.span();
        let Ended { route, status, operation, operation_name } = ended;
        if let Some(route) = route {
            whole.update_name(format!("{method} {route}"));
            whole.set_attribute(KeyValue::new("http.route", route.to_owned()));
        }
        whole.set_attribute(KeyValue::new("http.response.status_code", i64::from(status)));
        let graphql = [("graphql.operation.type", operation)];
        for (name, value) in graphql.into_iter().chain([("graphql.operation.name", operation_name)])
        {
            if let Some(value) = value {
                whole.set_attribute(KeyValue::new(name, value.to_owned()));
            }
        }
        if status >= 500 {
            whole.set_status(Status::error(format!("status {status}")));
        }
        whole.end();
    }
}

/// What brings batches to the collector.
#[derive(Debug)]
struct Client {
    agent: ureq::Agent,
    /// Whether the last batch did not come through, which was told then.
    is_lost: AtomicBool,
}

impl Client {
    fn send(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        let (parts, body) = request.into_parts();
        let mut answer = self.agent.run(Request::from_parts(parts, body.to_vec()))?;
        let body = answer.body_mut().read_to_vec()?;
        let (parts, _) = answer.into_parts();
        Ok(Response::from_parts(parts, body.into()))
    }

    fn tell(&self, outcome: &Result<Response<Bytes>, HttpError>) {
        let why = match outcome {
            Ok(answer) if answer.status().is_success() => None,
            Ok(answer) => Some(format!("the answer has the status {}", answer.status())),
            Err(why) => Some(why.to_string()),
        };
        let was_lost = self.is_lost.swap(why.is_some(), Ordering::Relaxed);
        match why {
            Some(why) if !was_lost => tracing::warn!(why, "the collector takes no traces"),
            None if was_lost => tracing::info!("the collector takes traces again"),
            _ => (),
        }
    }
}

impl HttpClient for Client {
    /// Blocks: what calls it is a thread that does nothing else.
    fn send_bytes<'s, 'f>(
        &'s self,
        request: Request<Bytes>,
    ) -> Pin<Box<dyn Future<Output = Result<Response<Bytes>, HttpError>> + Send + 'f>>
    where
        's: 'f,
        Self: 'f,
    {
        Box::pin(async move {
            let outcome = self.send(request);
            self.tell(&outcome);
            outcome
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endpoint_is_a_url_without_a_credential() {
        for good in ["http://localhost:4318", "https://traces.example.org/v1/traces/"] {
            assert_eq!(
                good.parse::<Endpoint>().unwrap().to_string(),
                good.trim_end_matches('/'),
                "{good}"
            );
        }
        for bad in ["localhost:4318", "http://", "ftp://host", "http://host/a b", "http://host?x"] {
            assert_eq!(bad.parse::<Endpoint>(), Err(NoEndpoint::Malformed), "{bad}");
        }
        let told = "https://me:secret@host/".parse::<Endpoint>().unwrap_err();
        assert_eq!(told, NoEndpoint::Credential);
    }
}
