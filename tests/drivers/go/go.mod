module github.com/signkey/signkey/tests/drivers/go

go 1.24.0

require (
	github.com/signkey/signkey/bindings-go v0.0.0
	golang.org/x/crypto v0.48.0
)

require golang.org/x/sys v0.41.0 // indirect

replace github.com/signkey/signkey/bindings-go => ../../../bindings-go
