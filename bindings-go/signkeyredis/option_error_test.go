package signkeyredis_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/signkey/signkey/bindings-go/signkeyredis"
)

// TestAStoreThatCouldForgetOrMeetItselfIsRefused needs no server: nothing is asked before.
func TestAStoreThatCouldForgetOrMeetItselfIsRefused(t *testing.T) {
	const nowhere = "127.0.0.1:1"
	once := &redis.Options{Addr: nowhere, MaxRetries: -1}
	for name, test := range map[string]struct {
		client redis.UniversalClient
		opts   []signkeyredis.Option
		want   string
	}{
		"ring":              {redis.NewRing(&redis.RingOptions{Addrs: map[string]string{"a": nowhere}, MaxRetries: -1}), nil, "client"},
		"no client":         {nil, nil, "client"},
		"no client at all":  {(*redis.Client)(nil), nil, "client"},
		"no cluster":        {(*redis.ClusterClient)(nil), nil, "client"},
		"default retries":   {redis.NewClient(&redis.Options{Addr: nowhere}), nil, "MaxRetries"},
		"one retry":         {redis.NewClient(&redis.Options{Addr: nowhere, MaxRetries: 1}), nil, "MaxRetries"},
		"retries, cluster":  {redis.NewClusterClient(&redis.ClusterOptions{Addrs: []string{nowhere}, MaxRetries: 1}), nil, "MaxRetries"},
		"no deadline":       {redis.NewClient(once), []signkeyredis.Option{signkeyredis.WithDeadline(0)}, "deadline"},
		"negative deadline": {redis.NewClient(once), []signkeyredis.Option{signkeyredis.WithDeadline(-time.Second)}, "deadline"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := signkeyredis.New(context.Background(), test.client, test.opts...)
			var refused *signkeyredis.OptionError
			if !errors.As(err, &refused) || refused.Option != test.want || refused.Advice == "" {
				t.Error(err)
			}
		})
	}
	// These are asked for their policy, and do not answer.
	cluster := redis.NewClusterClient(&redis.ClusterOptions{Addrs: []string{nowhere}, MaxRetries: -1})
	for _, client := range []redis.UniversalClient{redis.NewClient(once), cluster} {
		_, err := signkeyredis.New(context.Background(), client)
		var refused *signkeyredis.OptionError
		if err == nil || errors.As(err, &refused) {
			t.Error(err)
		}
		_ = client.Close()
	}
}
