//! The C ABI of the WebAssembly build: calls `matching`, nothing else.
