# The image of Bole: one program and the seed, without a shell, not run as root.
#
#   docker build --tag bole .
#   docker run --publish 127.0.0.1:8080:8080 --volume bole:/var/lib/bole bole

FROM rust:1.95-slim-bookworm AS build
WORKDIR /src
# The pages are built with it.
COPY --from=node:20-bookworm-slim /usr/local/bin/ /usr/local/bin/
COPY --from=node:20-bookworm-slim /usr/local/lib/node_modules/ /usr/local/lib/node_modules/
COPY . .
# What was compiled before is kept from build to build, apart from the image.
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/src/target \
    cargo build --locked --release && cp target/release/bole /usr/local/bin/bole
RUN mkdir /var/lib/bole

# Of Debian, only what a program in Rust is linked to; its user is 65532.
FROM gcr.io/distroless/cc-debian12:nonroot
COPY --from=build /usr/local/bin/bole /usr/local/bin/bole
COPY --from=build --chown=nonroot:nonroot /var/lib/bole /var/lib/bole
COPY seed /usr/share/bole/seed
ENV BOLE_DATA=/var/lib/bole \
    BOLE_SEED=/usr/share/bole/seed \
    BOLE_LISTEN=0.0.0.0:8080 \
    BOLE_LOG=json \
    MALLOC_ARENA_MAX=2
VOLUME /var/lib/bole
EXPOSE 8080
STOPSIGNAL SIGTERM
# There is nothing else in the image to ask with. A large graph takes its time to be loaded.
HEALTHCHECK --interval=10s --timeout=5s --start-period=10m --retries=3 \
    CMD ["/usr/local/bin/bole", "health", "--ready"]
ENTRYPOINT ["/usr/local/bin/bole"]
CMD ["serve"]
