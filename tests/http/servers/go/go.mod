module github.com/signkey/signkey/tests/http/servers/go

go 1.24.0

require github.com/signkey/signkey/bindings-go v0.0.0

replace github.com/signkey/signkey/bindings-go => ../../../../bindings-go
