//go:build race

package signkey_test

const raceEnabled = true
