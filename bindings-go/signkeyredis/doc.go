// Package signkeyredis remembers claims of messages in Valkey or Redis, so that all processes of an app
// accept each message once:
//
//	store, err := signkeyredis.Connect(ctx, &redis.Options{Addr: "127.0.0.1:6379"})
//	...
//	endpoint, err := config.Endpoint(signkey.WithReplayStore(store))
//
// It is a module of its own, so that the module of signkey depends on nothing.
//
// A claim is one command: SET signkey:<id> 1 NX PX <lifetime>, about 100 bytes a message on the server. With
// appendonly yes and appendfsync always, claims survive a crash of the server. A failover to a replica loses
// what was not copied yet; those messages can be accepted once more.
package signkeyredis
