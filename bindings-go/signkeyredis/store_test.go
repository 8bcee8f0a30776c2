package signkeyredis_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	signkey "github.com/signkey/signkey/bindings-go"
	"github.com/signkey/signkey/bindings-go/signkeyredis"
)

var _ signkey.ReplayStore = (*signkeyredis.Store)(nil)

const id = "ebf57d5732886affe80886333c2ad733"

func newStore(t testing.TB, s *server, opts ...signkeyredis.Option) *signkeyredis.Store {
	t.Helper()
	store, err := signkeyredis.Connect(context.Background(), s.options(), opts...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	return store
}

func wantClaim(t *testing.T, store *signkeyredis.Store, id string, want bool) {
	t.Helper()
	first, err := store.Claim(context.Background(), id, time.Minute)
	if first != want || err != nil {
		t.Errorf("claim of %s: %v, %v", id, first, err)
	}
}

func TestAClaimIsOneKeyWithALifetime(t *testing.T) {
	s := newServer(t)
	store, other, ctx := newStore(t, s), newStore(t, s), context.Background()
	wantClaim(t, store, id, true)
	wantClaim(t, store, id, false)
	wantClaim(t, other, id, false)
	client := s.client()
	if value, err := client.Get(ctx, "signkey:"+id).Result(); value != "1" || err != nil {
		t.Error(value, err)
	}
	if left := client.PTTL(ctx, "signkey:"+id).Val(); left < 50*time.Second || left > time.Minute {
		t.Error(left)
	}
	if first, err := store.Claim(ctx, "short", 20*time.Millisecond); !first || err != nil {
		t.Error(first, err)
	}
	time.Sleep(40 * time.Millisecond)
	wantClaim(t, store, "short", true)
	if _, err := store.Claim(ctx, "none", 0); err == nil {
		t.Error("a claim without a lifetime")
	}
}

func TestAServerThatForgetsIsRefused(t *testing.T) {
	s := newServer(t)
	ctx := context.Background()
	for _, policy := range []string{"allkeys-lru", "volatile-ttl"} {
		if err := s.client().ConfigSet(ctx, "maxmemory-policy", policy).Err(); err != nil {
			t.Fatal(err)
		}
		_, err := signkeyredis.Connect(ctx, s.options())
		var refused *signkeyredis.PolicyError
		if !errors.As(err, &refused) || refused.Policy != policy || !strings.Contains(err.Error(), "noeviction") {
			t.Error(err)
		}
	}
	s.kill()
	if _, err := signkeyredis.Connect(ctx, s.options()); err == nil {
		t.Error("a store without a server")
	}
}

func TestOfAllClaimsOneIsTheFirst(t *testing.T) {
	s := newServer(t)
	stores := []*signkeyredis.Store{newStore(t, s), newStore(t, s)}
	const goroutines, claims = 8, 1000
	var firsts, failures atomic.Int64
	var group sync.WaitGroup
	for goroutine := range goroutines {
		group.Add(1)
		go func() {
			defer group.Done()
			for claim := range claims {
				name := id[:28] + string([]byte{'a' + byte(claim/100), 'a' + byte(claim/10%10), 'a' + byte(claim%10), 'x'})
				first, err := stores[goroutine%2].Claim(context.Background(), name, time.Minute)
				if err != nil {
					failures.Add(1)
				}
				if first {
					firsts.Add(1)
				}
			}
		}()
	}
	group.Wait()
	if firsts.Load() != claims || failures.Load() != 0 {
		t.Errorf("%d of %d are the first, %d failed", firsts.Load(), claims, failures.Load())
	}
}

func TestClaimsSurviveACrashOfTheServer(t *testing.T) {
	s := newServer(t)
	store := newStore(t, s)
	wantClaim(t, store, id, true)
	s.kill()
	began := time.Now()
	if first, err := store.Claim(context.Background(), "other", time.Minute); first || err == nil {
		t.Error("a claim without a server")
	}
	if took := time.Since(began); took > time.Second {
		t.Errorf("it took %v", took)
	}
	s.start()
	// The client notices within a second or so.
	for ; time.Since(began) < 10*time.Second; time.Sleep(50 * time.Millisecond) {
		first, err := store.Claim(context.Background(), id, time.Minute)
		if first {
			t.Fatal("claimed twice")
		}
		if err == nil {
			return
		}
	}
	t.Error("the store is gone for good")
}

func TestTheDeadlineIsTheStores(t *testing.T) {
	s := newServer(t)
	if deadline := newStore(t, s).ClaimDeadline(); deadline != signkey.ClaimDeadline {
		t.Error(deadline)
	}
	store := newStore(t, s, signkeyredis.WithDeadline(time.Second))
	if store.ClaimDeadline() != time.Second {
		t.Error(store.ClaimDeadline())
	}
}

// BenchmarkClaim is a claim beside the bare command of the client.
func BenchmarkClaim(b *testing.B) {
	s := newServer(b)
	store, client, ctx := newStore(b, s), s.client(), context.Background()
	// Of the disk nothing is to be measured.
	if err := client.ConfigSet(ctx, "appendonly", "no").Err(); err != nil {
		b.Fatal(err)
	}
	name := func(i int) string { return id + string([]byte{byte(i), byte(i >> 8), byte(i >> 16), byte(i >> 24)}) }
	b.Run("store", func(b *testing.B) {
		client.FlushAll(ctx)
		for i := range b.N {
			if _, err := store.Claim(ctx, name(i), time.Minute); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("bare", func(b *testing.B) {
		client.FlushAll(ctx)
		for i := range b.N {
			if err := client.SetNX(ctx, name(i), "1", time.Minute).Err(); err != nil && !errors.Is(err, redis.Nil) {
				b.Fatal(err)
			}
		}
	})
}
