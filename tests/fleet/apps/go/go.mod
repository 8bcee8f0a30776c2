module github.com/signkey/signkey/tests/fleet/apps/go

go 1.24

require (
	github.com/redis/go-redis/v9 v9.17.3
	github.com/signkey/signkey/bindings-go v0.0.0
	github.com/signkey/signkey/bindings-go/signkeyredis v0.0.0
)

require (
	github.com/cespare/xxhash/v2 v2.3.0 // indirect
	github.com/dgryski/go-rendezvous v0.0.0-20200823014737-9f7001d12a5f // indirect
)

replace (
	github.com/signkey/signkey/bindings-go => ../../../../bindings-go
	github.com/signkey/signkey/bindings-go/signkeyredis => ../../../../bindings-go/signkeyredis
)
