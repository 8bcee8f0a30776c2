module github.com/signkey/signkey/bindings-go

go 1.24
