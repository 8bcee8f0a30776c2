package main

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"fmt"
	"log"
	"os"
	"time"

	signkey "github.com/signkey/signkey/bindings-go"
)

// stream verifies 1 GB in constant memory.
func stream(keyring *signkey.Keyring) {
	const count = 1_000_000_000 >> 16
	chunk := make([]byte, 1<<16)
	hash := hmac.New(sha256.New, []byte(digits))
	for range count {
		hash.Write(chunk)
	}
	now := fmt.Sprint(time.Now().Unix())
	hash.Write([]byte(now))
	header := signatureHeader(fmt.Sprintf("t=%s&s=%x", now, hash.Sum(nil)))
	memory("verify a stream", count<<16, func() {
		verifier, err := keyring.NewVerifier(header)
		if err != nil {
			log.Fatal(err)
		}
		for range count {
			if _, err := verifier.Write(chunk); err != nil {
				log.Fatal(err)
			}
		}
		if _, err := verifier.Finish(); err != nil {
			log.Fatal(err)
		}
	})
}

// memory prints how much the process grows, at most, while this runs. Linux says it.
func memory(path string, size int, run func()) {
	before, known := peak()
	if !known {
		return
	}
	run()
	after, _ := peak()
	printRow(map[string]any{"memory": path, "corpus": "0", "bytes": size, "peak": after - before})
}

// peak is the most memory that this process ever had, in bytes.
func peak() (int, bool) {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0, false
	}
	_, rest, _ := bytes.Cut(status, []byte("VmHWM:"))
	kilobytes := 0
	_, err = fmt.Fscan(bytes.NewReader(rest), &kilobytes)
	return kilobytes << 10, err == nil
}
