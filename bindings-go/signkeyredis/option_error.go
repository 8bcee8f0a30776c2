package signkeyredis

import (
	"fmt"

	"github.com/redis/go-redis/v9"
)

// OptionError says that a store cannot be made in this way.
type OptionError struct {
	// Option is what is wrong: "client", "MaxRetries" or "deadline".
	Option string
	// Advice is what it must be.
	Advice string
}

func (e *OptionError) Error() string {
	return fmt.Sprintf("signkeyredis: %s: %s", e.Option, e.Advice)
}

// check looks at what is known without a server.
func (s *Store) check() error {
	retries := 0
	switch client := s.client.(type) {
	case *redis.Client:
		if client == nil {
			return errClient
		}
		retries = client.Options().MaxRetries
	case *redis.ClusterClient:
		if client == nil {
			return errClient
		}
		retries = client.Options().MaxRetries
	default:
		return errClient
	}
	switch {
	case retries > 0:
		return &OptionError{"MaxRetries", "must be -1: a claim that is sent twice meets itself"}
	case s.deadline <= 0:
		return &OptionError{"deadline", "must be positive"}
	}
	return nil
}

var errClient = &OptionError{"client", "must be a *redis.Client or a *redis.ClusterClient"}
