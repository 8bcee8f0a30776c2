module github.com/signkey/signkey/tests/e2e/apps/go

go 1.24

require github.com/signkey/signkey/bindings-go v0.0.0

replace github.com/signkey/signkey/bindings-go => ../../../../bindings-go
