//! A Redis or Valkey server of a test's own, on loopback.

use std::{
    env, fs,
    io::Write,
    net::{TcpListener, TcpStream},
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicU32, Ordering},
    thread,
    time::{Duration, Instant},
};

const PROGRAMS: [&str; 2] = ["valkey-server", "redis-server"];

/// A server that writes each claim to the disk before it answers. It ends with the value.
pub(crate) struct Server {
    program: &'static str,
    port: u16,
    folder: PathBuf,
    options: Vec<String>,
    process: Child,
}

impl Server {
    /// `None` without such a server on this machine, which is a failure where `CI` is set.
    pub(crate) fn start(options: &[&str]) -> Option<Self> {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let is_there = |program: &&str| {
            let mut command = Command::new(program);
            let command = command.arg("--version").stdout(Stdio::null());
            command.status().is_ok_and(|status| status.success())
        };
        let Some(program) = PROGRAMS.into_iter().find(is_there) else {
            assert!(
                env::var_os("CI").is_none(),
                "neither of {PROGRAMS:?} is installed"
            );
            // Not captured by the test harness.
            let mut stderr = std::io::stderr();
            let note = format!("\nNOT TESTED: neither of {PROGRAMS:?} is installed\n");
            stderr.write_all(note.as_bytes()).unwrap();
            return None;
        };
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("signkey-redis-{}-{number}", std::process::id());
        let folder = env::temp_dir().join(name);
        fs::create_dir_all(&folder).unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = port.local_addr().unwrap().port();
        let options: Vec<String> = options.iter().map(|&option| option.to_owned()).collect();
        let process = launch(program, port, &folder, &options);
        Some(Self {
            program,
            port,
            folder,
            options,
            process,
        })
    }

    pub(crate) fn url(&self) -> String {
        format!("redis://127.0.0.1:{}/", self.port)
    }

    /// SIGKILL.
    pub(crate) fn kill(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    /// Starts it again, with what it had written.
    pub(crate) fn restart(&mut self) {
        self.process = launch(self.program, self.port, &self.folder, &self.options);
    }

    /// Sends it a signal by name.
    pub(crate) fn signal(&self, name: &str) {
        let id = self.process.id().to_string();
        let sent = Command::new("kill").args(["-s", name, &id]).status();
        assert!(sent.unwrap().success());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn launch(program: &str, port: u16, folder: &PathBuf, options: &[String]) -> Child {
    let mut command = Command::new(program);
    command.args(["--bind", "127.0.0.1", "--save", "", "--appendonly", "yes"]);
    command.args(["--appendfsync", "always", "--port", &port.to_string()]);
    command.arg("--dir").arg(folder).args(options);
    let process = command.stdout(Stdio::null()).spawn().unwrap();
    let start = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(
            start.elapsed() < Duration::from_secs(20),
            "{program} does not listen"
        );
        thread::sleep(Duration::from_millis(10));
    }
    process
}
