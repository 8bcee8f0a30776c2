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

// handle is what a contender makes of a message. Who verifies refuses by an error.
type handle func(*message) ([]byte, error)

// contender handles one message, and is asked beforehand whether it does so rightly.
type contender struct {
	name    string
	handle  handle
	isRight func(handle, *message) bool
}

// givesMAC says whether the MAC of the message is the result.
func givesMAC(handle handle, m *message) bool { return gives(handle, m, m.mac) }

// givesCanonical says whether the canonical form of the body is the result.
func givesCanonical(handle handle, m *message) bool { return gives(handle, m, m.canonical) }

func gives(handle handle, m *message, want []byte) bool {
	result, err := handle(m)
	return err == nil && bytes.Equal(result, want)
}

// verifies says whether the message is accepted, and refused once it is tampered with.
func verifies(handle handle, m *message) bool {
	_, err := handle(m)
	_, tampered := handle(m.tampered())
	return err == nil && tampered != nil
}

// race has the contenders take turns, so that a drifting machine hits all alike. It prints a row for
// each: the nanoseconds a message of each round. Who gives a wrong answer to any message is left
// out, and the row says so.
func race(path, corpus string, size int, messages []*message, all ...contender) {
	begin := time.Now()
	wallTime := func() time.Duration { return time.Since(begin) }
	raceBy(turn{wallTime, 1}, path, corpus, size, messages, all...)
}

// turn is how a turn is measured: by which clock, and how often it handles all messages.
type turn struct {
	clock  func() time.Duration
	passes int
}

// raceBy is race with turns of another kind.
func raceBy(turn turn, path, corpus string, size int, messages []*message, all ...contender) {
	var contenders []contender
	for _, c := range all {
		right := true
		for _, m := range messages {
			right = right && c.isRight(c.handle, m)
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
		for place := range contenders {
			// Each has another one before it from round to round.
			i := (round + place) % len(contenders)
			rounds[i] = append(rounds[i], turn.measure(contenders[i], messages))
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

// measure is the nanoseconds a message that a turn takes.
func (t turn) measure(c contender, messages []*message) float64 {
	// No one pays for the garbage of another.
	runtime.GC()
	start := t.clock()
	for range t.passes {
		for _, m := range messages {
			if _, err := c.handle(m); err != nil {
				log.Fatal(c.name, ": ", err) // refusing would be quicker
			}
		}
	}
	return float64((t.clock() - start).Nanoseconds()) / float64(t.passes*len(messages))
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
