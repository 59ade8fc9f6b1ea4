# The server in a small image. Build: docker build -t thads .
FROM rust:1.95-slim-bookworm AS build
# The C libraries (SQLite, libpq, OpenSSL) are built in: perl and make are for OpenSSL.
RUN apt-get update && apt-get install -y --no-install-recommends gcc g++ make perl pkg-config && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY Cargo.toml Cargo.lock rust-toolchain.toml ./
COPY verifier/Cargo.toml verifier/
# The dependencies alone first, so that a change of our code does not build them again. Benches and the like are declared in
# Cargo.toml, so their places must exist; none of them is built here.
RUN mkdir -p src benches verifier/src && touch src/lib.rs verifier/src/lib.rs \
    && echo 'fn main() {}' | tee src/main.rs > verifier/src/main.rs \
    && sed -n '/^\[\[bench\]\]/,/^$/s/^name = "\(.*\)"/\1/p' Cargo.toml | xargs -r -I{} sh -c "echo 'fn main() {}' > benches/{}.rs" \
    && cargo build --release --locked && rm -rf src benches verifier/src
COPY . .
RUN touch src/main.rs src/lib.rs verifier/src/main.rs verifier/src/lib.rs \
    && cargo build --release --locked --bin thads --bin thads-verify

FROM debian:bookworm-slim
# Root certificates, for PostgreSQL over TLS.
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /var/lib/thads --create-home thads
COPY --from=build /src/target/release/thads /src/target/release/thads-verify /usr/local/bin/
USER thads
WORKDIR /var/lib/thads
# In a container the loopback is nobody's: listen on every interface of it.
ENV THADS__SERVER__ADDRESS=0.0.0.0:8080
EXPOSE 8080
ENTRYPOINT ["thads"]
CMD ["serve"]
