package main

import (
	"fmt"
	"runtime"
	"slices"
	"time"
)

const rounds = 15

// compare has the contestants take turns, so that a drifting machine hits all alike. A line shows
// the median time a message, the throughput, and the time as a multiple of the first one's.
func compare(title string, messages []*message, contestants []contestant) {
	size := 0
	for _, m := range messages {
		size += len(m.body)
	}
	fmt.Printf("\n%s: %d bodies, %d bytes on average\n", title, len(messages), size/len(messages))
	times := make([][]float64, len(contestants))
	for round := range rounds + 1 {
		for i, contestant := range contestants {
			// No one pays for the garbage of another.
			runtime.GC()
			start := time.Now()
			for _, m := range messages {
				contestant.handle(m)
			}
			// The first round only warms up.
			if round > 0 {
				times[i] = append(times[i], float64(time.Since(start).Nanoseconds()))
			}
		}
	}
	for i, contestant := range contestants {
		ratios := make([]float64, rounds)
		for round := range ratios {
			ratios[round] = times[i][round] / times[0][round]
		}
		total := median(times[i])
		fmt.Printf("  %-36s%12.0f ns%8.0f MB/s%9.2f x\n",
			contestant.name, total/float64(len(messages)), float64(size)/total*1e3, median(ratios))
	}
}

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}
