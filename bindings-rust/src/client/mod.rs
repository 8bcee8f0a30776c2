//! The client half: an app's own calls to the platform.

mod api_client;
mod redirect;
mod registration;

pub use api_client::ApiClient;
