package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"runtime"
	"strconv"
	"time"
)

const mostRounds = 301

// contender handles one message. What it gives has to be want, if there is one; who has none
// verifies, and refuses a tampered message by an error.
type contender struct {
	name   string
	handle func(*message) ([]byte, error)
	want   func(*message) []byte
}

func mac(m *message) []byte       { return m.mac }
func canonical(m *message) []byte { return m.canonical }

func (c contender) isRight(m *message) bool {
	result, err := c.handle(m)
	if err != nil {
		return false
	}
	if c.want != nil {
		return bytes.Equal(result, c.want(m))
	}
	_, err = c.handle(m.tampered())
	return err != nil
}

// race has the contenders take turns, so that a drifting machine hits all alike. It prints a row for
// each: the nanoseconds a message of each round. Who gives a wrong answer to any message is left
// out, and the row says so.
func race(path, corpus string, size int, messages []*message, all ...contender) {
	var contenders []contender
	for _, c := range all {
		right := true
		for _, m := range messages {
			right = right && c.isRight(m)
		}
		if right {
			contenders = append(contenders, c)
		} else {
			leftOut(c.name, path, fmt.Sprintf("gives wrong answers: %s, %d bytes", corpus, size))
		}
	}
	rounds := make([][]float64, len(contenders))
	begin := time.Now()
	for round := range mostRounds {
		if round >= 9 && time.Since(begin) > budget() {
			break
		}
		for turn := range contenders {
			// Each has another one before it from round to round.
			i := (round + turn) % len(contenders)
			rounds[i] = append(rounds[i], contenders[i].time(messages))
		}
	}
	total := 0
	for _, m := range messages {
		total += len(m.body)
	}
	for i, c := range contenders {
		printRow(map[string]any{
			"path": path, "contender": c.name, "corpus": corpus, "size": size,
			"bytes": total / len(messages), "bodies": len(messages), "rounds": rounds[i],
		})
	}
}

func (c contender) time(messages []*message) float64 {
	// No one pays for the garbage of another.
	runtime.GC()
	start := time.Now()
	for _, m := range messages {
		if _, err := c.handle(m); err != nil {
			log.Fatal(c.name, ": ", err) // refusing would be quicker
		}
	}
	return float64(time.Since(start).Nanoseconds()) / float64(len(messages))
}

// budget is how long a race goes on, once it has rounds enough.
func budget() time.Duration {
	seconds, err := strconv.ParseFloat(os.Getenv("SIGNKEY_BENCH_SECONDS"), 64)
	if err != nil {
		seconds = 1.5
	}
	return time.Duration(seconds * float64(time.Second))
}

func leftOut(name, path, why string) {
	printRow(map[string]any{"path": path, "left_out": name, "why": why})
}

// printRow prints one line for the report.
func printRow(row map[string]any) {
	row["language"] = "go"
	if err := json.NewEncoder(os.Stdout).Encode(row); err != nil {
		log.Fatal(err)
	}
}
