//! The settings of an app: from explicit options, from variables, else by default.

mod check;
mod config;
mod describe;
mod dev;
mod environment;
mod keys;
mod options;
mod origins;
mod problem;
mod reader;
mod serve;
mod source;
mod switch;
mod values;

pub use self::{
    config::Config,
    options::ConfigOptions,
    problem::{Problem, ProblemKind, Severity},
    source::Source,
};
