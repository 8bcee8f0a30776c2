package signkeyredis_test

import (
	"bytes"
	"context"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
)

// server is a Redis or Valkey server of its own, on loopback, that keeps what it has across a crash.
type server struct {
	t       testing.TB
	program string
	folder  string
	port    int
	process *exec.Cmd
}

// newServer starts a server. Without one on this machine the test says so loudly, and fails in CI.
func newServer(t testing.TB) *server {
	t.Helper()
	s := &server{t: t, folder: t.TempDir()}
	for _, name := range []string{"valkey-server", "redis-server"} {
		if path, err := exec.LookPath(name); err == nil {
			s.program = path
			break
		}
	}
	if s.program == "" {
		const missing = "*** NOT TESTED: neither valkey-server nor redis-server is installed ***"
		if os.Getenv("CI") != "" {
			t.Fatal(missing)
		}
		t.Skip(missing)
	}
	// A port that was free a moment ago.
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.port = listener.Addr().(*net.TCPAddr).Port
	_ = listener.Close()
	s.start()
	t.Cleanup(s.kill)
	return s
}

func (s *server) start() {
	s.t.Helper()
	s.process = exec.Command(s.program, "--port", strconv.Itoa(s.port), "--bind", "127.0.0.1",
		"--dir", s.folder, "--save", "", "--appendonly", "yes", "--appendfsync", "always")
	log, err := os.Create(filepath.Join(s.folder, "log"))
	if err != nil {
		s.t.Fatal(err)
	}
	defer log.Close()
	s.process.Stdout, s.process.Stderr = log, log
	if err := s.process.Start(); err != nil {
		s.t.Fatal(err)
	}
	client := redis.NewClient(s.options())
	defer client.Close()
	for began := time.Now(); time.Since(began) < 10*time.Second; time.Sleep(10 * time.Millisecond) {
		if client.Ping(context.Background()).Err() == nil {
			return
		}
	}
	text, _ := os.ReadFile(filepath.Join(s.folder, "log"))
	s.t.Fatalf("the server does not answer:\n%s", bytes.TrimSpace(text))
}

// kill ends the server as a crash would.
func (s *server) kill() {
	_ = s.process.Process.Kill()
	_ = s.process.Wait()
}

func (s *server) options() *redis.Options {
	return &redis.Options{Addr: net.JoinHostPort("127.0.0.1", strconv.Itoa(s.port))}
}

// client is a client beside the store's.
func (s *server) client() *redis.Client {
	client := redis.NewClient(s.options())
	s.t.Cleanup(func() { _ = client.Close() })
	return client
}
