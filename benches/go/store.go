package main

import (
	"context"
	"fmt"
	"log"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/signkey/signkey/bindings-go/signkeyredis"
)

const (
	storeRounds = 31
	claims      = 1000
	lifetime    = 901 * time.Second
)

// raceStore has claims in Valkey or Redis race the bare command of the same client, one after the other.
func raceStore(url string) {
	ctx := context.Background()
	options, err := redis.ParseURL(url)
	if err != nil {
		log.Fatal(err)
	}
	store, err := signkeyredis.Connect(ctx, options)
	if err != nil {
		log.Fatal(err)
	}
	bare := redis.NewClient(options)
	contenders := []struct {
		name   string
		claim  func(id string) (bool, error)
		rounds []float64
	}{
		{name: "signkey", claim: func(id string) (bool, error) { return store.Claim(ctx, id, lifetime) }},
		{name: "bare SET NX", claim: func(id string) (bool, error) {
			return bare.SetNX(ctx, "signkey:"+id, "1", lifetime).Result()
		}},
	}
	number := 0
	for round := range storeRounds {
		for place := range contenders {
			// Each has the other one before it from round to round.
			c := &contenders[(round+place)%len(contenders)]
			ids := make([]string, claims)
			for i := range ids {
				number++
				ids[i] = fmt.Sprintf("%032x", number)
			}
			start := time.Now()
			for _, id := range ids {
				if first, err := c.claim(id); err != nil || !first {
					log.Fatal(c.name, " claims nothing: ", err)
				}
			}
			c.rounds = append(c.rounds, float64(time.Since(start).Nanoseconds())/claims)
		}
	}
	for _, c := range contenders {
		printRow(map[string]any{
			"path": "claim in a store, go-redis", "contender": c.name, "corpus": "messages", "size": 1,
			"bytes": 40, "bodies": claims, "rounds": c.rounds,
		})
	}
}
