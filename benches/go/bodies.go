package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log"
	"math/rand/v2"

	signkey "github.com/signkey/signkey/bindings-go"
)

type item struct {
	Count int     `json:"count"`
	ID    string  `json:"id"`
	Name  string  `json:"name"`
	Price float64 `json:"price"`
}

// bodies are distinct documents of about this size in bytes: repeating one flatters every cache.
func bodies(size int) [][]byte {
	chance := rand.New(rand.NewPCG(1, uint64(size)))
	names := []string{"order shipped", "user created", "señal"}
	made := make([][]byte, max(16, min(4000, (4<<20)/size)))
	for i := range made {
		items := make([]item, 0, size/78)
		for len(items) < size/78 {
			items = append(items, item{
				Count: chance.IntN(1_000_000),
				ID:    fmt.Sprintf("%016x", chance.Uint64()),
				Name:  names[chance.IntN(len(names))],
				Price: float64(chance.IntN(10_000)) / 10,
			})
		}
		document, err := json.Marshal(map[string]any{"ctx": chance.Uint32(), "items": items})
		if err != nil {
			log.Fatal(err)
		}
		made[i] = canonical(document)
	}
	return made
}

// canonical is what the platform sends with its calls.
func canonical(body []byte) []byte {
	form, _, err := signkey.Canonicalize(body)
	if err != nil {
		log.Fatal(err)
	}
	return form
}

// indented is the same document in another form.
func indented(body []byte) []byte {
	var out bytes.Buffer
	if err := json.Indent(&out, body, "", " "); err != nil {
		log.Fatal(err)
	}
	return out.Bytes()
}
