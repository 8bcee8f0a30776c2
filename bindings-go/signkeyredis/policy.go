package signkeyredis

import (
	"context"
	"fmt"
	"strings"

	"github.com/redis/go-redis/v9"
)

// PolicyError says that a server forgets keys when its memory is full: a message whose claim is forgotten
// would be accepted again.
type PolicyError struct {
	// Policy is the server's maxmemory-policy, "unknown" if it does not say.
	Policy string
}

func (e *PolicyError) Error() string {
	return fmt.Sprintf(
		"signkeyredis: the server must not forget: set maxmemory-policy to noeviction (it is %s)", e.Policy)
}

// checkPolicies asks every server that takes claims.
func checkPolicies(ctx context.Context, client redis.UniversalClient) error {
	cluster, ok := client.(*redis.ClusterClient)
	if !ok {
		return checkPolicy(ctx, client)
	}
	return cluster.ForEachMaster(ctx, func(ctx context.Context, server *redis.Client) error {
		return checkPolicy(ctx, server)
	})
}

func checkPolicy(ctx context.Context, client redis.Cmdable) error {
	info, err := client.Info(ctx, "memory").Result()
	if err != nil {
		return fmt.Errorf("signkeyredis: %w", err)
	}
	policy := "unknown"
	for line := range strings.Lines(info) {
		if value, ok := strings.CutPrefix(line, "maxmemory_policy:"); ok {
			policy = strings.TrimSpace(value)
		}
	}
	if policy != "noeviction" {
		return &PolicyError{Policy: policy}
	}
	return nil
}
